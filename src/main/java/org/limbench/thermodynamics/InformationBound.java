package org.limbench.thermodynamics;

import java.math.BigDecimal;
import org.apache.commons.numbers.core.DD;

/**
 * B1, the information bound: Q at least kT [H(before | K) - H(after | K)], strict for one bath and any classical
 * protocol whose pulses depended only on data K known before the interval began. Entropies in nats.
 *
 * <p>The difference may be negative and must not be clipped before other terms are added. Reads inside the interval that
 * steer later pulses are subtracted, each at no less than its information. Entropies of cells add only where cells are
 * independent given K. Source: Landauer, doi:10.1147/rd.53.0183; with feedback, Sagawa and Ueda,
 * doi:10.1103/PhysRevLett.104.090602. Gaussian forms: maximum entropy at a variance (Cover and Thomas, ch. 8).
 */
public final class InformationBound {
    private static final double TWO_PI_E = 2 * Math.PI * Math.E;
    /** The same to 31 digits. */
    private static final DD TWO_PI_E_WIDE = DD.from(new BigDecimal("17.079468445347134130927101739093148990069777"));
    /** Above it the sum over levels is the integral, to 1e-34 of itself (Poisson's summation). */
    private static final double CONTINUOUS_LEVELS = 2;

    private InformationBound() {}

    /** Unclipped bound on the heat of an interval, J: kT (before - after - read), entropies summed over all cells. */
    public static double joules(double natsBefore, double natsAfter, double natsReadInside, double temperatureKelvin) {
        Domain.finite("natsBefore", natsBefore);
        Domain.finite("natsAfter", natsAfter);
        Domain.atLeastZero("natsReadInside", natsReadInside);
        // by parts of 1/4, since the sum of what a double holds may be more than a double holds; exact otherwise
        double nats = DD.ofDifference(natsBefore / 4, natsAfter / 4)
                .subtract(natsReadInside / 4)
                .doubleValue();
        return 4 * PhysicalConstants.thermalEnergyJoules(temperatureKelvin) * nats;
    }

    /**
     * Bound on a blind reset of independent cells from levels evenly distributed, J, unclipped: cells x kT (ln levels -
     * {@link #mostLevelEntropyNats}).
     *
     * @param residualStdLevels measured standard deviation after the reset, read noise not subtracted, levels
     */
    public static double blindResetJoules(int cells, int levels, double residualStdLevels, double temperatureKelvin) {
        Domain.atLeast("cells", cells, 1);
        Domain.atLeast("levels", levels, 1);
        Domain.atLeastZero("residualStdLevels", residualStdLevels);
        WideNumber twelfth = WideNumber.of(DD.fromQuotient(1, 12));
        WideNumber variance = residualStdLevels == 0
                ? twelfth
                : WideNumber.of(residualStdLevels).times(residualStdLevels).plus(twelfth);
        // one logarithm, since the difference of two loses its digits where they meet
        double perCell = -0.5
                * WideNumber.of(TWO_PI_E_WIDE)
                        .times(variance)
                        .over(levels)
                        .over(levels)
                        .log();
        return cells * joules(perCell, 0, 0, temperatureKelvin);
    }

    /** Entropy of evenly distributed levels: ln levels. */
    public static double uniformEntropyNats(int levels) {
        return StrictMath.log(Domain.atLeast("levels", levels, 1));
    }

    /**
     * Entropy of a distribution: -sum p ln p. Of a histogram it is the plug-in estimate, biased low, which is the safe
     * side for the state before.
     *
     * @param weights counts or probabilities, each 0 or more, at least one above 0; normalised here
     */
    public static double entropyNats(double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Domain.atLeastZero("weights[" + i + "]", weights[i]);
        }
        Domain.positive("sum of weights", sum);
        double entropy = 0;
        for (double weight : weights) {
            if (weight > 0) {
                entropy -= weight / sum * StrictMath.log(weight / sum);
            }
        }
        return entropy;
    }

    /** Differential entropy of a Gaussian: (1/2) ln(2 pi e sigma^2). Negative below sigma = 0.242. */
    public static double gaussianEntropyNats(double sigma) {
        return 0.5 * StrictMath.log(TWO_PI_E * Domain.positive("sigma", sigma) * sigma);
    }

    /**
     * No integer-valued state of this standard deviation has more entropy: (1/2) ln[2 pi e (s^2 + 1/12)]. What the state
     * after must be given in B1. Proof: add a uniform unit width; maximum entropy at a variance.
     */
    public static double mostLevelEntropyNats(double stdLevels) {
        Domain.atLeastZero("stdLevels", stdLevels);
        return 0.5 * StrictMath.log(TWO_PI_E * (stdLevels * stdLevels + 1.0 / 12));
    }

    /**
     * Entropy of p_i proportional to exp(-i^2/(2 sigma^2)) on all integers: an identity, centred on a level, and the
     * least at its sigma, so not for bounds.
     *
     * @param sigmaLevels more than 0
     */
    public static double gaussianLevelEntropyNats(double sigmaLevels) {
        if (Domain.positive("sigmaLevels", sigmaLevels) > CONTINUOUS_LEVELS) {
            return 0.5 * StrictMath.log(TWO_PI_E) + StrictMath.log(sigmaLevels);
        }
        double others = 0;
        double squares = 0;
        // beyond 9 sigma the weights are below 3e-18 of the largest
        int last = (int) Math.ceil(9 * sigmaLevels) + 1;
        for (int i = last; i >= 1; i--) {
            double distance = i / sigmaLevels;
            double exponent = distance * distance / 2;
            if (exponent < Double.POSITIVE_INFINITY) {
                others += StrictFunctions.timesExpMinus(2, exponent);
                squares += StrictFunctions.timesExpMinus(2 * exponent, exponent);
            }
        }
        // -sum p ln p with ln p = -exponent - ln(1 + others)
        return StrictMath.log1p(others) + squares / (1 + others);
    }

    /** Blind overwrite of an evenly distributed cell to a known level, J: kT ln levels. */
    public static double overwriteExactJoules(int levels, double temperatureKelvin) {
        return joules(uniformEntropyNats(levels), 0, 0, temperatureKelvin);
    }

    /**
     * Blind overwrite to a Gaussian of width sigma, J: kT (ln levels - (1/2) ln(2 pi e sigma^2)). An estimate.
     *
     * @param sigmaLevels 0.5 to levels/6: below, the continuous formula is wrong; above, the ends cut the Gaussian
     */
    public static double overwriteGaussianJoules(int levels, double sigmaLevels, double temperatureKelvin) {
        Domain.between("sigmaLevels", sigmaLevels, 0.5, Domain.atLeast("levels", levels, 3) / 6.0);
        return joules(uniformEntropyNats(levels), gaussianEntropyNats(sigmaLevels), 0, temperatureKelvin);
    }

    /** Most information one read can carry through a converter: ln(number of codes). */
    public static double mostReadNats(int codes) {
        return StrictMath.log(Domain.atLeast("codes", codes, 1));
    }

    /** Most information through additive Gaussian noise: (1/2) ln(1 + spread^2/noise^2). Shannon 1948. */
    public static double mostReadNats(double spread, double noise) {
        Domain.atLeastZero("spread", spread);
        double ratio = spread / Domain.positive("noise", noise);
        return 0.5 * StrictMath.log1p(ratio * ratio);
    }
}
