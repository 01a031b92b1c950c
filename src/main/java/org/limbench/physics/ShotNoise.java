package org.limbench.physics;

import org.limbench.device.RandomStream;
import org.limbench.thermodynamics.FowlerNordheimLaw;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * How many electrons leave a {@link FowlerNordheim} node in a time, such that the law of the node's drop u does not depend on
 * how the time is cut.
 *
 * <p>Electrons leave one by one at the rate (C/q)(k1/k2) u^2 exp(-k2/u) of the drop they meet, so that each slows those after
 * it. With L = k2/u, which grows from L0 to L1 by g, and r = exp(-g), the linearised process has over the whole time the mean
 * and the variance
 * <pre>
 *   m = (C/q) k2 g / (L0 L1) + (1 - r)^2 / 4
 *   v = (C/q) k2 [P(L1) - r^2 P(L0)] / (2 L1^4),   P(L) = L^2 - L + 1/2
 * </pre>
 * electrons; v is at most m, equal to it at first and constant in the end, where the deviation of u is sqrt(q u^2 / (2 k2
 * C)). Derived in docs/sampling.md, equations 1 to 7; noise that came earlier contracts with the flow, because v starts from
 * the drop as it is. The count is K + B + W with K whole, B 0 or 1 and W Poisson, their means chosen so that mean and variance
 * are m and v exactly (equation 8). Short times, in which at most {@value #SINGLY} electrons are due, and nodes so small that
 * one electron changes the rate by more than {@value #COARSE}, where the linearised law would be off by a per cent or more,
 * are drawn electron by electron with exponential waiting times: the process itself. Stateless.
 */
final class ShotNoise {
    private static final double SINGLY = 16;
    private static final double COARSE = 0.01;
    /** Variance above which a Poisson number is a normal one. */
    private static final double NORMAL = 0x1.0p40;

    private final double k2;
    private final double voltsPerElectron;

    ShotNoise(FowlerNordheim model) {
        this.k2 = model.k2Volts();
        this.voltsPerElectron = PhysicalConstants.ELEMENTARY_CHARGE / model.nodeFarads();
    }

    /**
     * Fall of the drop in a time, V; a whole number of electrons.
     *
     * @param drop at the start, V, more than 0
     * @param k1 of the node, 1/s
     * @param grown how far k2 over the drop grows by the tunnelling law ({@link FowlerNordheimLaw#growth})
     * @param most fall that empties the node, V
     */
    double fallVolts(double drop, double k1, double grown, double seconds, double most, RandomStream.Cursor cursor) {
        double before = k2 / drop;
        double change = voltsPerElectron / k2 * before * before;
        double electrons = change > COARSE || attempts(drop, k1) * seconds <= SINGLY
                ? singly(drop, k1, seconds, most, cursor)
                : counted(before, grown, cursor);
        return electrons * voltsPerElectron;
    }

    /** Rate at which electrons leave, 1/s. */
    private double attempts(double drop, double k1) {
        return k1 * StrictMath.exp(-k2 / drop) * (drop * drop / k2) / voltsPerElectron;
    }

    private double singly(double start, double k1, double seconds, double most, RandomStream.Cursor cursor) {
        double left = seconds;
        double electrons = 0;
        while (electrons * voltsPerElectron < most) {
            left += StrictMath.log(1 - cursor.nextUniform()) / attempts(start - electrons * voltsPerElectron, k1);
            if (!(left > 0)) {
                break;
            }
            electrons++;
        }
        return electrons;
    }

    private double counted(double before, double grown, RandomStream.Cursor cursor) {
        double after = before + grown;
        double size = k2 / voltsPerElectron;
        double lost = -StrictMath.expm1(-grown);
        double square = after * after;
        double mean = size * grown / (before * after) + lost * lost / 4;
        // P(L1) - r^2 P(L0) without cancellation
        double spread = grown * (before + after - 1) - (before * before - before + 0.5) * StrictMath.expm1(-2 * grown);
        double variance = size * spread / (2 * square * square);
        if (variance > NORMAL) {
            return Math.rint(mean + Math.sqrt(variance) * GaussianSampler.next(cursor));
        }
        double shift = Math.max(0, mean - variance);
        double whole = Math.floor(shift);
        double part = shift - whole;
        double chance = Math.sqrt(part);
        double one = cursor.nextUniform() < chance ? 1 : 0;
        return whole + one + PoissonSampler.next(cursor, Math.max(0, variance - chance + part));
    }
}
