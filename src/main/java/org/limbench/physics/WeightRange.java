package org.limbench.physics;

import org.limbench.device.Require;

/**
 * The weights a pulsed cell can take: hard bounds, nominal and with their spread from device to device.
 *
 * <p>A cell draws most = |mostWeight (1 + mostSpread xi)| and least = -|leastWeight (1 + leastSpread xi)|, xi standard
 * normal, as the pulsed devices of IBM's aihwkit do.
 *
 * @param leastWeight nominal lower bound, weight units, 0 or less
 * @param mostWeight nominal upper bound, weight units, 0 or more; above the lower one
 * @param leastSpread device-to-device standard deviation of the lower bound, relative, 0..1
 * @param mostSpread device-to-device standard deviation of the upper bound, relative, 0..1
 */
public record WeightRange(double leastWeight, double mostWeight, double leastSpread, double mostSpread) {
    public WeightRange {
        Require.finite("leastWeight", leastWeight, "weight units");
        Require.finite("mostWeight", mostWeight, "weight units");
        if (!(leastWeight <= 0)) {
            throw new IllegalArgumentException(
                    "leastWeight is " + leastWeight + " weight units; allowed: 0 weight units or less");
        }
        if (!(mostWeight >= 0 && mostWeight > leastWeight)) {
            throw new IllegalArgumentException("mostWeight is " + mostWeight
                    + " weight units; allowed: 0 weight units or more, above leastWeight, " + leastWeight);
        }
        Require.between("leastSpread", leastSpread, 0, 1, "of the bound");
        Require.between("mostSpread", mostSpread, 0, 1, "of the bound");
    }

    /** Nominal distance of the bounds, weight units. */
    public double span() {
        return mostWeight - leastWeight;
    }
}
