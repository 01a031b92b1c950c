package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;

/**
 * What time does to a pulsed cell: leak and diffusion move its hidden weight, drift scales the conductance of what was
 * written. All three follow elapsed device time, pulses included, and do not depend on how it is cut into commands: leak and
 * drift exactly, diffusion in distribution ({@link ReflectedDiffusion}).
 *
 * @param leak relaxation to a rest weight; null: none
 * @param diffusion random walk of the weight; null: none
 * @param drift decay of conductance since the last pulse; null: none
 */
public record Ageing(
        @Nullable Leak leak,
        @Nullable Diffusion diffusion,
        @Nullable Drift drift) {
    /** A cell that time leaves alone. */
    public static final Ageing NONE = new Ageing(null, null, null);

    /**
     * Exponential relaxation: w - rest falls by exp(-t/lifetime).
     *
     * @param lifetimeSeconds mean lifetime, s, more than 0
     * @param lifetimeSpread device-to-device standard deviation of it, relative, 0..1; a cell takes |1 + spread xi| of the
     *     mean
     * @param restWeight mean weight it relaxes to, weight units; clipped to the cell's bounds
     * @param restSpread device-to-device standard deviation of that, weight units, 0 or more
     */
    public record Leak(double lifetimeSeconds, double lifetimeSpread, double restWeight, double restSpread) {
        public Leak {
            Require.positive("lifetimeSeconds", lifetimeSeconds, "s");
            Require.between("lifetimeSpread", lifetimeSpread, 0, 1, "of the lifetime");
            Require.finite("restWeight", restWeight, "weight units");
            Require.atLeastZero("restSpread", restSpread, "weight units");
        }
    }

    /**
     * A Wiener process: the variance of w grows by rate^2 t, with a leak towards its stationary value (Ornstein-Uhlenbeck).
     * The cell's bounds reflect it.
     *
     * @param weightPerRootSecond mean rate, weight units per root second, 0 or more
     * @param spread device-to-device standard deviation of it, relative, 0..1; a cell takes |1 + spread xi| of the mean
     */
    public record Diffusion(double weightPerRootSecond, double spread) {
        public Diffusion {
            Require.atLeastZero("weightPerRootSecond", weightPerRootSecond, "1/s^0.5");
            Require.between("spread", spread, 0, 1, "of the rate");
        }
    }

    /**
     * Structural relaxation: t seconds after its last pulse a cell conducts G ((t + t0)/t0)^-nu. Each cell has a standard
     * normal number xi of its own, and takes nu = |mean(g) + deviation(g) xi| at the conductance g, relative to the nominal
     * greatest, it was left with: mean(g) = meanSlope ln g + meanOffset, clamped, and deviation(g) alike. A pulse finds the
     * drifted conductance, clipped to what the cell's bounds conduct, and starts the clock anew.
     *
     * <p>Source of the form: the PCM model of aihwkit (inference/noise/pcm.py) after Nandakumar et al., ICECS 2019,
     * doi:10.1109/ICECS46596.2019.8964852. Differs: there xi is drawn at every programming.
     *
     * @param referenceSeconds t0, s, more than 0
     */
    public record Drift(
            double referenceSeconds,
            double meanSlope,
            double meanOffset,
            double leastMean,
            double mostMean,
            double deviationSlope,
            double deviationOffset,
            double leastDeviation,
            double mostDeviation) {
        public Drift {
            Require.positive("referenceSeconds", referenceSeconds, "s");
            Require.finite("meanSlope", meanSlope, "");
            Require.finite("meanOffset", meanOffset, "");
            Require.between("mostMean", mostMean, 0, 10, "");
            Require.between("leastMean", leastMean, 0, mostMean, "");
            Require.finite("deviationSlope", deviationSlope, "");
            Require.finite("deviationOffset", deviationOffset, "");
            Require.between("mostDeviation", mostDeviation, 0, 10, "");
            Require.between("leastDeviation", leastDeviation, 0, mostDeviation, "");
        }

        /** Drift with the same exponent at every conductance, up to its spread from cell to cell. */
        public static Drift uniform(double referenceSeconds, double exponent, double spread) {
            return new Drift(referenceSeconds, 0, exponent, exponent, exponent, 0, spread, spread, spread);
        }
    }
}
