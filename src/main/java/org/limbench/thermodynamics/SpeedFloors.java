package org.limbench.thermodynamics;

/**
 * Floors set by speed. All bound kT x entropy production, which is heat only where the state's entropy is unchanged; none
 * may be added to another or to B4.
 */
public final class SpeedFloors {
    private SpeedFloors() {}

    /**
     * B5, conditional on the attempt rate: kT x entropy production per net step of any cell whose up-rate cannot exceed
     * Gamma0, J: -kT ln(1 - r/Gamma0). Derived: kT ln(k+/k-) at k- = k+ - r falls with k+, so it is least at k+ = Gamma0.
     *
     * @param ratePerSecond net rate, 0 or more, less than the attempt rate
     * @param attemptsPerSecond its upper limit is the safe side
     */
    public static double kineticJoulesPerStep(
            double ratePerSecond, double attemptsPerSecond, double temperatureKelvin) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.atLeastZero("ratePerSecond", ratePerSecond);
        Domain.inside("ratePerSecond", ratePerSecond, -1, attemptsPerSecond);
        return PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                * StrictFunctions.lossOfRatio(ratePerSecond, attemptsPerSecond);
    }

    /**
     * B2, conditional on Markov jumps between neighbours and on their activity, nats: 2 d artanh(d/A). Derived: entropy
     * is produced at the rate of sum 2 j artanh(j/f) over the edges, j the net and f the gross flux, which is jointly
     * convex and homogeneous of degree one; Jensen's inequality over edges and time, with sum |j| at least d and sum f =
     * A. Two levels: Lee, Lee, Kwon and Park, doi:10.1103/PhysRevLett.129.120603.
     *
     * @param distanceLevels 1-Wasserstein distance between the level distributions, 0 or more, less than the activity
     * @param activityJumps mean number of jumps, more than 0; its upper limit is the safe side
     */
    public static double jumpNats(double distanceLevels, double activityJumps) {
        Domain.positive("activityJumps", activityJumps);
        Domain.atLeastZero("distanceLevels", distanceLevels);
        Domain.inside("distanceLevels", distanceLevels, -1, activityJumps);
        return 2 * distanceLevels * StrictFunctions.artanhOfRatio(distanceLevels, activityJumps);
    }

    /**
     * B2 in its weak form, nats: L1^2/(2A), at most {@link #jumpNats} at half the distance. Shiraishi, Funo and Saito,
     * doi:10.1103/PhysRevLett.121.070601.
     *
     * @param totalVariationL1 sum of |difference of the level distributions|, 0 to 2, and less than twice the activity
     * @param activityJumps mean number of jumps, more than 0; its upper limit is the safe side
     */
    public static double weakJumpNats(double totalVariationL1, double activityJumps) {
        Domain.positive("activityJumps", activityJumps);
        Domain.between("totalVariationL1", totalVariationL1, 0, 2);
        Domain.inside("totalVariationL1", totalVariationL1, -1, 2 * activityJumps);
        // halved first, since the square may underflow and twice the activity overflow
        return totalVariationL1 / 2 * (totalVariationL1 / activityJumps);
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
        // halved, since the distance of two doubles may be more than a double holds
        double mean = Domain.finite("meanAfter", meanAfter) / 2 - Domain.finite("meanBefore", meanBefore) / 2;
        double std = Domain.atLeastZero("stdAfter", stdAfter) / 2 - Domain.atLeastZero("stdBefore", stdBefore) / 2;
        double kt = PhysicalConstants.thermalEnergyJoules(temperatureKelvin);
        Domain.positive("diffusionPerSecond", diffusionPerSecond);
        Domain.positive("seconds", seconds);
        double most = Math.max(Math.abs(mean), Math.abs(std));
        if (most == 0) {
            return 0;
        }
        double least = Math.min(Math.abs(mean), Math.abs(std)) / most;
        return WideNumber.of(most)
                .times(most)
                .times(4 * (1 + least * least))
                .times(kt)
                .over(diffusionPerSecond)
                .over(seconds)
                .value();
    }

    /**
     * One-bit erasure in finite time with free final shape, J: kT ln 2 + kT Var/(2 D tau). Conditional as B3. Derived: from
     * a start centred on the divide, the half on the wrong side must come to it, so W2^2 is at least Var/2. Compare
     * Proesmans, Ehrich and Bechhoefer, doi:10.1103/PhysRevLett.125.100602, for four times that with a narrow end.
     */
    public static double erasureJoules(
            double variance, double diffusionPerSecond, double seconds, double temperatureKelvin) {
        Domain.atLeastZero("variance", variance);
        Domain.positive("diffusionPerSecond", diffusionPerSecond);
        Domain.positive("seconds", seconds);
        double bit = PhysicalConstants.landauerBitJoules(temperatureKelvin);
        if (variance == 0) {
            return bit;
        }
        return bit
                + WideNumber.of(variance)
                        .times(PhysicalConstants.thermalEnergyJoules(temperatureKelvin))
                        .over(diffusionPerSecond)
                        .over(seconds)
                        .over(2)
                        .value();
    }
}
