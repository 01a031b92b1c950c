package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Require;

/**
 * A capacitor on the gate of a read transistor, written by charge packets through two current sources (2T, 3T and 3T1C
 * gain cells); it leaks.
 *
 * <p>All voltages count from the potential the node leaks to. A pulse moves a packet of charge, in proportion to its
 * width, from the upper rail ({@link Drive.Voltage#potentiateVolts} above) to the node, or from the node to the lower one
 * ({@link Drive.Voltage#depressVolts} below); the rails lie at or beyond the node's range and the supply delivers charge
 * times rail voltage. The leak is ohmic, V' = -V/tau. Noise: a packet is a Poisson number of electrons (shot noise), and
 * the leak's Johnson noise keeps the node at the variance kT/C it has in equilibrium. Device class: Li et al., Symp.
 * VLSI Technol. (2018), doi:10.1109/VLSIT.2018.8510648 (3T1C, 400 steps); packets, rails and the ohmic leak are our
 * assumption, the noises are derived. Omits: amplitude-dependent packets, charge injection, subthreshold curvature of the
 * leak.
 *
 * @param nodeFarads capacitance of the node, F, more than 0
 * @param leastVolts lowest node voltage, V, 0 or less
 * @param mostVolts highest node voltage, V, more than 0
 * @param packetCoulombs mean charge of a pulse of nominal width, C, more than 0, at most what fills the range
 * @param packetSpread device-to-device standard deviation of ln(packet), each direction on its own, 0..5
 * @param leakSeconds time constant of the leak, s, more than 0; a retention time to half is shorter by ln 2
 * @param leakSpread device-to-device standard deviation of ln(leakSeconds), 0..5
 * @param noise whether there is shot noise and Johnson noise
 * @param powerOnVolts mean node voltage at power-on, V, within the range
 * @param powerOnSpreadVolts device-to-device standard deviation of it, V, 0 or more; clipped to the range
 * @param leastSiemens conductance at leastVolts, S, 0 or more
 * @param mostSiemens conductance at mostVolts, S, above leastSiemens; the map is linear and saturates beyond
 * @param voltage nominal rails, V, as magnitudes; at or beyond the range of the node
 * @param pulseSeconds nominal pulse width, s, more than 0
 */
public record GainCell(
        double nodeFarads,
        double leastVolts,
        double mostVolts,
        double packetCoulombs,
        double packetSpread,
        double leakSeconds,
        double leakSpread,
        boolean noise,
        double powerOnVolts,
        double powerOnSpreadVolts,
        double leastSiemens,
        double mostSiemens,
        Drive.Voltage voltage,
        double pulseSeconds)
        implements CellModel {
    public GainCell {
        Require.positive("nodeFarads", nodeFarads, "F");
        Require.positive("mostVolts", mostVolts, "V");
        if (!(leastVolts <= 0 && Double.isFinite(leastVolts))) {
            throw new IllegalArgumentException("leastVolts is " + leastVolts + " V; allowed: 0 V or less");
        }
        Require.positive("packetCoulombs", packetCoulombs, "C");
        if (packetCoulombs > nodeFarads * (mostVolts - leastVolts)) {
            throw new IllegalArgumentException("packetCoulombs is " + packetCoulombs
                    + " C; allowed: at most what fills the range, " + nodeFarads * (mostVolts - leastVolts) + " C");
        }
        ModelChecks.logSpread("packetSpread", packetSpread);
        Require.positive("leakSeconds", leakSeconds, "s");
        ModelChecks.logSpread("leakSpread", leakSpread);
        if (!(powerOnVolts >= leastVolts && powerOnVolts <= mostVolts)) {
            throw new IllegalArgumentException(
                    "powerOnVolts is " + powerOnVolts + " V; allowed: " + leastVolts + " V to " + mostVolts + " V");
        }
        Require.atLeastZero("powerOnSpreadVolts", powerOnSpreadVolts, "V");
        ModelChecks.conductances(leastSiemens, mostSiemens);
        requireRails(voltage, leastVolts, mostVolts);
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    /** Refuses rails that would have to push charge uphill. */
    static void requireRails(Drive.Voltage rails, double leastVolts, double mostVolts) {
        if (!(rails.potentiateVolts() >= mostVolts)) {
            throw new IllegalArgumentException("potentiateVolts of the drive is " + rails.potentiateVolts()
                    + " V; allowed: at least mostVolts, " + mostVolts + " V");
        }
        if (!(rails.depressVolts() >= -leastVolts)) {
            throw new IllegalArgumentException("depressVolts of the drive is " + rails.depressVolts()
                    + " V; allowed: at least -leastVolts, " + -leastVolts + " V");
        }
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

    /** Change by one nominal packet, S. */
    @Override
    public double minimumStepSiemens() {
        return packetCoulombs / nodeFarads * siemensPerVolt();
    }

    /** Slope of the linear map from node voltage to conductance, S/V. */
    double siemensPerVolt() {
        return (mostSiemens - leastSiemens) / (mostVolts - leastVolts);
    }

    @Override
    public @Nullable BarrierLimits barrierLimits() {
        return null;
    }

    @Override
    public long bytesPerCell() {
        // voltage, leak and two packets
        return 4L * Double.BYTES;
    }

    @Override
    public CellArray newArray(ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        return new GainCellArray(this, geometry, temperatureKelvin, energetics, seed);
    }
}
