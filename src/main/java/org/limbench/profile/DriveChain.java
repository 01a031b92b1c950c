package org.limbench.profile;

import org.limbench.device.Require;

/**
 * What a command goes through between the controller and the lines, as it truly is.
 *
 * @param mostVolts largest pulse amplitude, V, more than 0; more is refused. Infinite where a barrier's limits apply
 * @param stepVolts step of the converter that makes pulse amplitudes, V; 0 for any amplitude
 * @param tiltStepJoules step of the tilt, J; 0 for any tilt
 * @param barrierStepJoules step of the barrier, J; 0 for any barrier
 * @param commandSeconds device time a command with pulses takes beside them, s, 0 or more
 */
public record DriveChain(
        double mostVolts, double stepVolts, double tiltStepJoules, double barrierStepJoules, double commandSeconds) {
    public DriveChain {
        if (!(mostVolts > 0)) {
            throw new IllegalArgumentException("mostVolts is " + mostVolts + " V; allowed: more than 0 V");
        }
        Require.atLeastZero("stepVolts", stepVolts, "V");
        Require.atLeastZero("tiltStepJoules", tiltStepJoules, "J");
        Require.atLeastZero("barrierStepJoules", barrierStepJoules, "J");
        Require.atLeastZero("commandSeconds", commandSeconds, "s");
    }

    /** Every amplitude, exactly and at once. */
    public static DriveChain exact() {
        return new DriveChain(Double.POSITIVE_INFINITY, 0, 0, 0, 0);
    }

    /** Whether every amplitude, tilt and barrier comes out as it is commanded. */
    public boolean makesAnything() {
        return mostVolts == Double.POSITIVE_INFINITY && stepVolts == 0 && tiltStepJoules == 0 && barrierStepJoules == 0;
    }
}
