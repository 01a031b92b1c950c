package org.limbench.profile;

import org.limbench.device.Drive;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.CellModel;

/** Reads of {@code drive} what its chain takes: limits and converters of the lines, and how long a command takes. */
record DriveSection(QuantityReader in) {
    DriveChain read(CellModel model, ArrayEnergetics energetics) {
        double step = in.numberOr("drive.step", "stepVolts", Dimension.VOLTAGE, 0);
        Drive.Voltage nominal = model.voltage();
        boolean tunable = nominal == null;
        double most = nominal == null
                ? Double.POSITIVE_INFINITY
                : atLeast(
                        Math.max(nominal.potentiateVolts(), nominal.depressVolts()),
                        in.number("drive.mostVoltage", "mostVolts", Dimension.VOLTAGE));
        return new DriveChain(
                most,
                step,
                tunable ? step * energetics.lines().tiltJoulesPerVolt() : 0,
                tunable ? step * energetics.actuator().barrierJoulesPerVolt() : 0,
                in.number("drive.updateLatency", "commandSeconds", Dimension.TIME));
    }

    /** A NaN passes: its problem is noted already. */
    private static double atLeast(double nominalVolts, double mostVolts) {
        if (mostVolts < nominalVolts) {
            throw new IllegalArgumentException(
                    "mostVolts is " + mostVolts + " V; allowed: at least the nominal " + nominalVolts + " V");
        }
        return mostVolts;
    }
}
