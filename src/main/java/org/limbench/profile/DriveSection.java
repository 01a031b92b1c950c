package org.limbench.profile;

import org.limbench.physics.ArrayEnergetics;

/** Reads {@code drive}: what reaches the lines, and how long a command takes. */
record DriveSection(String file, QuantityReader in) {
    DriveChain read(boolean tunable, ArrayEnergetics energetics) {
        if (in.has("drive.mostVoltage") == tunable) {
            throw new ProfileException(
                    file,
                    "drive.mostVoltage",
                    tunable ? "present" : "missing",
                    tunable ? "only with a voltage-driven model" : "the largest pulse amplitude accepted");
        }
        double step = in.has("drive.step") ? in.number("drive.step", "stepVolts", Dimension.VOLTAGE) : 0;
        return new DriveChain(
                tunable ? Double.POSITIVE_INFINITY : in.number("drive.mostVoltage", "mostVolts", Dimension.VOLTAGE),
                step,
                tunable ? step * energetics.lines().tiltJoulesPerVolt() : 0,
                tunable ? step * energetics.actuator().barrierJoulesPerVolt() : 0,
                in.number("drive.updateLatency", "commandSeconds", Dimension.TIME));
    }
}
