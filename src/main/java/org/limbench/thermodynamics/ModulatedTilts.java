package org.limbench.thermodynamics;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.numbers.core.Sum;

/**
 * Tilts of a schedule whose barrier follows: x_n = 2 asinh(s q_n), with q_n = 1 (approach B) or sqrt(c_n) (approach C),
 * and never under what the clamp asks of the update, -ln(1 - m_n/(Gamma0 t_p)), where no barrier is left.
 *
 * <p>C is the least heat sum m_n x_n at a variance sum c_n m_n coth(x_n/2): both are convex in x_n > 0, so stationarity,
 * csch^2(x_n/2) proportional to 1/c_n, with the tilts that would fall under the clamp held at it, is the minimum
 * (derived; Karush-Kuhn-Tucker). Works on z = sinh(x/2), of which coth(x/2) = sqrt(1 + z^2)/z and the clamp is r/(2
 * sqrt(1 - r)), r = m_n/(Gamma0 t_p).
 */
final class ModulatedTilts {
    private final RateSchedule schedule;
    private final double[] contraction;
    private final boolean contracted;
    /** Gamma0 t_p: net steps an update makes at most; infinite where the clamp is not looked at. */
    private final double attemptsPerPulse;

    private final double multiplier;

    private ModulatedTilts(
            RateSchedule schedule,
            double[] contraction,
            boolean contracted,
            double attemptsPerPulse,
            double multiplier) {
        this.schedule = schedule;
        this.contraction = contraction;
        this.contracted = contracted;
        this.attemptsPerPulse = attemptsPerPulse;
        this.multiplier = multiplier;
    }

    /** B at a tilt. */
    static ModulatedTilts fixed(RateSchedule schedule, double[] contraction, double tiltKt, double attemptsPerPulse) {
        return new ModulatedTilts(schedule, contraction, false, attemptsPerPulse, StrictMath.sinh(tiltKt / 2));
    }

    /**
     * The least tilts that keep to a variance; where all stand at the clamp, the variance is less.
     *
     * @param contracted C, else B
     * @param varianceLevels2 more than the Poisson floor, sum c_n m_n
     */
    static ModulatedTilts least(
            RateSchedule schedule,
            double[] contraction,
            boolean contracted,
            double varianceLevels2,
            double attemptsPerPulse) {
        double floor = floor(schedule, contraction);
        Domain.inside("varianceLevels2", varianceLevels2, floor, Double.POSITIVE_INFINITY);
        return leastAbove(schedule, contraction, contracted, varianceLevels2 - floor, attemptsPerPulse);
    }

    /**
     * The same, given what the variance has above its Poisson floor: near the floor the difference of the two would have no
     * digits left.
     *
     * @param excessLevels2 more than 0
     */
    static ModulatedTilts leastAbove(
            RateSchedule schedule,
            double[] contraction,
            boolean contracted,
            double excessLevels2,
            double attemptsPerPulse) {
        ModulatedTilts shape = new ModulatedTilts(schedule, contraction, contracted, attemptsPerPulse, 0);
        Sum slope = Sum.create();
        for (int n = 1; n <= contraction.length; n++) {
            double weighed = contraction[n - 1] * schedule.share(n);
            slope.add(shape.root(n) > 0 ? weighed / shape.root(n) : 0);
        }
        // sqrt(1 + z^2)/z lies between 1/z and 1/z + 1, which brackets the root without a clamp; a clamp only lowers it
        double most = slope.getAsDouble() / excessLevels2 * (1 + 1e-12);
        double least = slope.getAsDouble() / (floor(schedule, contraction) + excessLevels2) * (1 - 1e-12);
        while (least > most * 1e-18 && shape.excess(least) < excessLevels2) {
            least /= 16;
        }
        if (shape.excess(least) <= excessLevels2) {
            return shape;
        }
        double s = new BrentSolver(1e-15, least * 1e-15, 1e-18)
                .solve(300, x -> shape.excess(x) / excessLevels2 - 1, least, most);
        return new ModulatedTilts(schedule, contraction, contracted, attemptsPerPulse, s);
    }

    /** sum c_n m_n, which no tilt gets under; weights that underflowed count as 0. */
    private static double floor(RateSchedule schedule, double[] contraction) {
        Sum sum = Sum.create();
        for (int n = 1; n <= contraction.length; n++) {
            sum.add(contraction[n - 1] * schedule.share(n));
        }
        return sum.getAsDouble();
    }

    private double root(int n) {
        return contracted ? Math.sqrt(contraction[n - 1]) : 1;
    }

    /** sinh(x_n/2). */
    private double sinhHalf(int n, double s) {
        double share = schedule.share(n) / attemptsPerPulse;
        return Math.max(s * root(n), share / (2 * Math.sqrt(1 - share)));
    }

    /** Variance above the Poisson floor: sqrt(1 + z^2)/z - 1 = 1/(z (sqrt(1 + z^2) + z)). */
    private double excess(double s) {
        Sum sum = Sum.create();
        for (int n = 1; n <= contraction.length; n++) {
            double z = sinhHalf(n, s);
            double share = schedule.share(n);
            // a share that underflowed makes no step and no noise
            sum.add(share > 0 ? contraction[n - 1] * share / (z * (Math.sqrt(1 + z * z) + z)) : 0);
        }
        return sum.getAsDouble();
    }

    /** s; 0 where every tilt stands at the clamp. */
    double multiplier() {
        return multiplier;
    }

    /** Tilt of update n = 1, 2, …, kT. */
    double tiltKt(int n) {
        return 2 * StrictFunctions.asinh(sinhHalf(n, multiplier));
    }

    /** Whether update n takes more tilt than its approach would give it, or exactly that. */
    boolean clamped(int n) {
        double share = schedule.share(n) / attemptsPerPulse;
        return multiplier * root(n) <= share / (2 * Math.sqrt(1 - share));
    }

    /** Sum of m_n x_n, kT. */
    double heatKt() {
        Sum heat = Sum.create();
        for (int n = 1; n <= contraction.length; n++) {
            heat.add(schedule.share(n) * tiltKt(n));
        }
        return heat.getAsDouble();
    }

    /** Sum of c_n m_n coth(x_n/2), levels^2. */
    double varianceLevels2() {
        return floor(schedule, contraction) + excess(multiplier);
    }
}
