package org.limbench.physics;

import org.limbench.device.Require;

/** Checks that the parameters of several cell models share; each names the record component. */
final class ModelChecks {
    private ModelChecks() {}

    /** A range of conductances: the lowest 0 or more, the highest above it. */
    static void conductances(double leastSiemens, double mostSiemens) {
        Require.atLeastZero("leastSiemens", leastSiemens, "S");
        Require.finite("mostSiemens", mostSiemens, "S");
        if (!(mostSiemens > leastSiemens)) {
            throw new IllegalArgumentException(
                    "mostSiemens is " + mostSiemens + " S; allowed: more than leastSiemens, " + leastSiemens + " S");
        }
    }

    /** A device-to-device standard deviation of a logarithm: 0 to 5. */
    static void logSpread(String name, double value) {
        if (!(value >= 0 && value <= 5)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 to 5");
        }
    }
}
