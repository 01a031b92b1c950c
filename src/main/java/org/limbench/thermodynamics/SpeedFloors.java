package org.limbench.thermodynamics;

/**
 * Floors set by speed. All bound kT x entropy production, which is heat only where the state's entropy is unchanged; none
 * may be added to another or to B4.
 */
public final class SpeedFloors {
    private SpeedFloors() {}

    /**
     * B5, conditional on the attempt rate: kT x entropy production per net step of any cell whose up-rate cannot exceed
     * Gamma0, J: -kT ln(1 - r/Gamma0) (derived: at k+ = Gamma0, k- = Gamma0 - r).
     *
     * @param ratePerSecond net rate, 0 or more, less than the attempt rate
     * @param attemptsPerSecond its upper limit is the safe side
     */
    public static double kineticJoulesPerStep(
            double ratePerSecond, double attemptsPerSecond, double temperatureKelvin) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.atLeastZero("ratePerSecond", ratePerSecond);
        Domain.inside("ratePerSecond", ratePerSecond, -1, attemptsPerSecond);
        return -PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                * StrictMath.log1p(-ratePerSecond / attemptsPerSecond);
    }

    /**
     * B2, strict given the activity, nats: 2 d artanh(d/A) (derived by Jensen's inequality over edges and time; weak
     * form: Shiraishi, Funo and Saito, doi:10.1103/PhysRevLett.121.070601).
     *
     * @param distanceLevels 1-Wasserstein distance between the level distributions, 0 or more, less than the activity
     * @param activityJumps mean number of jumps, more than 0; its upper limit is the safe side
     */
    public static double jumpNats(double distanceLevels, double activityJumps) {
        Domain.positive("activityJumps", activityJumps);
        Domain.atLeastZero("distanceLevels", distanceLevels);
        Domain.inside("distanceLevels", distanceLevels, -1, activityJumps);
        return 2 * distanceLevels * StrictFunctions.artanh(distanceLevels / activityJumps);
    }

    /**
     * B3 between Gaussians, conditional on overdamped continuous motion, J: kT [dMean^2 + dStd^2] / (D tau). Aurell et
     * al., doi:10.1007/s10955-012-0478-x; W2 of Gaussians in one dimension.
     */
    public static double overdampedJoules(
            double meanBefore,
            double stdBefore,
            double meanAfter,
            double stdAfter,
            double diffusionPerSecond,
            double seconds,
            double temperatureKelvin) {
        double mean = Domain.finite("meanAfter", meanAfter) - Domain.finite("meanBefore", meanBefore);
        double std = Domain.atLeastZero("stdAfter", stdAfter) - Domain.atLeastZero("stdBefore", stdBefore);
        return PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                * (mean * mean + std * std)
                / (Domain.positive("diffusionPerSecond", diffusionPerSecond) * Domain.positive("seconds", seconds));
    }

    /** One-bit erasure in finite time with free final shape, J: kT ln 2 + kT Var/(2 D tau) (derived). Conditional. */
    public static double erasureJoules(
            double variance, double diffusionPerSecond, double seconds, double temperatureKelvin) {
        Domain.atLeastZero("variance", variance);
        Domain.positive("diffusionPerSecond", diffusionPerSecond);
        Domain.positive("seconds", seconds);
        return PhysicalConstants.landauerBitJoules(temperatureKelvin)
                + PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                        * variance
                        / (2 * diffusionPerSecond * seconds);
    }
}
