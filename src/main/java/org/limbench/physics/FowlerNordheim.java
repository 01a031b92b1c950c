package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Require;
import org.limbench.thermodynamics.FowlerNordheimLaw;

/**
 * A differential pair of floating-gate nodes that leak by Fowler-Nordheim tunnelling; a pulse on one node speeds its
 * leak, and the weight is the difference of the two.
 *
 * <p>Each node obeys C dV/dt = -A alpha (V/t_ox)^2 exp(-B t_ox/V), solved by V(t) = k2 / ln(k1 t + exp(k2/V0)) with k2 =
 * B t_ox and k1 = A alpha B / (C t_ox). A pulse adds a constant bias to V, under which the same solution holds. A
 * potentiating pulse acts on the minus node, a depressing one on the plus node. Tunnelling is not thermally activated:
 * nothing here depends on temperature. Source: FN-DAM, Mehta, Rahman, Aono and Chakrabartty, Nat. Commun. 13, 1670
 * (2022), arXiv 2104.05926; the solution is derived. Omits: read current feeding back on the node.
 *
 * @param k2Volts B t_ox, V, more than 0; 315 to 325 V for 12.6 to 13 nm oxide
 * @param k1PerSecond A alpha B / (C t_ox), 1/s, more than 0
 * @param powerOnVolts drop across the tunnelling junction of both nodes at power-on, V, more than 0
 * @param powerOnSpreadVolts device-to-device standard deviation of it, node by node, V, 0 or more
 * @param rateSpread device-to-device standard deviation of ln k1, node by node, 0..5
 * @param gateCoupling share of a pulse's amplitude that reaches the junction, more than 0, at most 1
 * @param nodeFarads capacitance of a node, F, more than 0
 * @param shotNoise whether charge leaves in whole electrons ({@link ShotNoise}) rather than by its mean
 * @param midSiemens conductance at equal nodes, S
 * @param siemensPerVolt transconductance of the read-out: conductance per volt of difference, S/V, more than 0
 * @param leastSiemens read-out saturates below, S, 0 or more
 * @param mostSiemens read-out saturates above, S; midSiemens lies between the two
 * @param voltage nominal pulse amplitudes, V
 * @param pulseSeconds nominal pulse width, s, more than 0
 */
public record FowlerNordheim(
        double k2Volts,
        double k1PerSecond,
        double powerOnVolts,
        double powerOnSpreadVolts,
        double rateSpread,
        double gateCoupling,
        double nodeFarads,
        boolean shotNoise,
        double midSiemens,
        double siemensPerVolt,
        double leastSiemens,
        double mostSiemens,
        Drive.Voltage voltage,
        double pulseSeconds)
        implements CellModel {
    public FowlerNordheim {
        Require.positive("k2Volts", k2Volts, "V");
        Require.positive("k1PerSecond", k1PerSecond, "1/s");
        Require.positive("powerOnVolts", powerOnVolts, "V");
        Require.atLeastZero("powerOnSpreadVolts", powerOnSpreadVolts, "V");
        if (!(rateSpread >= 0 && rateSpread <= 5)) {
            throw new IllegalArgumentException("rateSpread is " + rateSpread + "; allowed: 0 to 5");
        }
        if (!(gateCoupling > 0 && gateCoupling <= 1)) {
            throw new IllegalArgumentException("gateCoupling is " + gateCoupling + "; allowed: more than 0, at most 1");
        }
        Require.positive("nodeFarads", nodeFarads, "F");
        Require.positive("siemensPerVolt", siemensPerVolt, "S/V");
        Require.atLeastZero("leastSiemens", leastSiemens, "S");
        Require.finite("mostSiemens", mostSiemens, "S");
        if (!(leastSiemens < midSiemens && midSiemens < mostSiemens)) {
            throw new IllegalArgumentException("midSiemens is " + midSiemens + " S; allowed: between leastSiemens, "
                    + leastSiemens + " S, and mostSiemens, " + mostSiemens + " S");
        }
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    @Override
    public DriveKind driveKind() {
        return DriveKind.VOLTAGE;
    }

    /** 0: the state is continuous. */
    @Override
    public int levels() {
        return 0;
    }

    /** Change by one nominal potentiating pulse at power-on beyond the leak of the other node, S. */
    @Override
    public double minimumStepSiemens() {
        double pulsed = powerOnVolts + gateCoupling * voltage.potentiateVolts();
        return siemensPerVolt
                * (FowlerNordheimLaw.fallVolts(k2Volts, k1PerSecond, pulsed, pulseSeconds)
                        - FowlerNordheimLaw.fallVolts(k2Volts, k1PerSecond, powerOnVolts, pulseSeconds));
    }

    @Override
    public @Nullable BarrierLimits barrierLimits() {
        return null;
    }

    @Override
    public long bytesPerCell() {
        // drop and rate of two nodes
        return 4L * Double.BYTES;
    }

    @Override
    public CellArray newArray(ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        return new FowlerNordheimArray(this, geometry, energetics, seed);
    }
}
