package org.limbench.thermodynamics;

/**
 * Rates, heat and jump statistics of a chain of levels crossed by thermal activation, and what its barrier must be to
 * keep a state. Barriers and tilts in units of kT, rates in 1/s.
 *
 * <p>k+- = Gamma0 exp(-(barrier -+ tilt/2)): Arrhenius rates with a symmetric split of the tilt; ln(k+/k-) = tilt is
 * local detailed balance. Valid for |tilt| at most 2 barrier (no barrier is left downhill beyond); under about 4 kT of
 * remaining barrier the levels stop being metastable. Rate law: Arrhenius 1889, Kramers,
 * doi:10.1016/S0031-8914(40)90098-2; the even split of the tilt is our assumption. All else is derived: net rate r =
 * k+ - k- = 2 Gamma0 exp(-barrier) sinh(tilt/2), solved for the tilt or the barrier; up and down counts are independent
 * Poisson counts clear of the ends, so that mean and variance of the net count are (k+ -+ k-) t and their ratio is
 * coth(tilt/2); an interior level is left at 2 Gamma0 exp(-barrier).
 */
public final class ActivatedJumps {
    /** How far rounding may carry a barrier below half its tilt. */
    private static final double ROUNDING = 1e-12;

    private ActivatedJumps() {}

    /** Rate along the tilt, 1/s: model estimate. */
    public static double forwardRate(double attemptsPerSecond, double barrierKt, double tiltKt) {
        requireClamp(attemptsPerSecond, barrierKt, tiltKt);
        return StrictFunctions.timesExpMinus(attemptsPerSecond, barrierKt - tiltKt / 2);
    }

    /** Rate against the tilt, 1/s: model estimate. */
    public static double backwardRate(double attemptsPerSecond, double barrierKt, double tiltKt) {
        requireClamp(attemptsPerSecond, barrierKt, tiltKt);
        return StrictFunctions.timesExpMinus(attemptsPerSecond, barrierKt + tiltKt / 2);
    }

    /** Net steps per second, 2 Gamma0 exp(-barrier) sinh(tilt/2); no intermediate overflows. */
    public static double netRate(double attemptsPerSecond, double barrierKt, double tiltKt) {
        requireClamp(attemptsPerSecond, barrierKt, tiltKt);
        double steep = Math.abs(tiltKt) / 2;
        double size =
                StrictFunctions.timesExpMinus(attemptsPerSecond, barrierKt - steep) * -StrictMath.expm1(-2 * steep);
        return Math.copySign(size, tiltKt);
    }

    /** Jumps per second in both directions, 2 Gamma0 exp(-barrier) cosh(tilt/2). */
    public static double activityRate(double attemptsPerSecond, double barrierKt, double tiltKt) {
        return forwardRate(attemptsPerSecond, barrierKt, tiltKt) + backwardRate(attemptsPerSecond, barrierKt, tiltKt);
    }

    /**
     * M1, model estimate: heat per net step = tilt needed for a net rate, J: 2 kT asinh(r exp(barrier) / (2 Gamma0)).
     *
     * @throws IllegalArgumentException when the tilt would exceed twice the barrier
     */
    public static double heatPerStepJoules(
            double ratePerSecond, double barrierKt, double attemptsPerSecond, double temperatureKelvin) {
        return PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                * tiltForRateKt(ratePerSecond, barrierKt, attemptsPerSecond);
    }

    /** Tilt that gives a net rate over a barrier, kT; refuses what the clamp forbids. */
    public static double tiltForRateKt(double ratePerSecond, double barrierKt, double attemptsPerSecond) {
        Domain.atLeastZero("ratePerSecond", ratePerSecond);
        Domain.atLeastZero("barrierKt", barrierKt);
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        if (ratePerSecond == 0) {
            return 0;
        }
        // at tilt = 2 barrier the net rate is Gamma0 (1 - exp(-2 barrier)), the most this barrier can give
        double most = -attemptsPerSecond * StrictMath.expm1(-2 * barrierKt);
        if (ratePerSecond > most) {
            throw new OutOfDomainException(
                    "ratePerSecond",
                    Double.toString(ratePerSecond),
                    "at most " + most + ", where the tilt reaches twice the barrier");
        }
        double share = ratePerSecond / attemptsPerSecond / 2;
        double logShare = share >= Double.MIN_NORMAL
                ? StrictMath.log(share)
                : WideNumber.of(ratePerSecond).over(attemptsPerSecond).over(2).log();
        return 2 * StrictFunctions.asinhOfExp(logShare + barrierKt);
    }

    /** Barrier at which a tilt gives a net rate, kT: ln(2 Gamma0 sinh(tilt/2) / r); refuses what the clamp forbids. */
    public static double barrierForRateKt(double ratePerSecond, double tiltKt, double attemptsPerSecond) {
        Domain.positive("ratePerSecond", ratePerSecond);
        Domain.positive("tiltKt", tiltKt);
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        // ln(2 sinh(x/2)) = x/2 + ln(1 - exp(-x)), which does not overflow
        double barrier = tiltKt / 2
                + StrictMath.log(-StrictMath.expm1(-tiltKt))
                - StrictMath.log(ratePerSecond / attemptsPerSecond);
        if (!(barrier > 1 && barrier < Double.POSITIVE_INFINITY)) {
            barrier = barrierForStepKt(tiltKt, WideNumber.of(attemptsPerSecond).over(ratePerSecond));
        }
        if (barrier < tiltKt / 2 * (1 - ROUNDING)) {
            throw new OutOfDomainException(
                    "ratePerSecond",
                    Double.toString(ratePerSecond),
                    "at most " + -attemptsPerSecond * StrictMath.expm1(-tiltKt)
                            + ", where the barrier falls to half the tilt");
        }
        return Math.max(barrier, tiltKt / 2);
    }

    /**
     * Barrier at which a tilt makes one net step in the time of so many attempts, kT: x/2 + ln(attempts (1 - e^-x)). Keeps
     * its digits near the clamp, where the two logarithms of the form above cancel.
     */
    static double barrierForStepKt(double tiltKt, WideNumber attempts) {
        return tiltKt / 2
                + StrictFunctions.oneMinusExpMinus(tiltKt).times(attempts).log();
    }

    /** Variance over mean of the net step count, coth(tilt/2). Clear of the ends only. */
    public static double fanoFactor(double tiltKt) {
        return 1 / StrictMath.tanh(Domain.positive("tiltKt", tiltKt) / 2);
    }

    /** P(+n)/P(-n) = exp(n tilt) for the net count of any pulse; clear of the ends only (derived). */
    public static double forwardBackwardRatio(int steps, double tiltKt) {
        return StrictMath.exp(steps * Domain.finite("tiltKt", tiltKt));
    }

    /** Mean dwell in an interior level at zero tilt, s: exp(barrier) / (2 Gamma0). */
    public static double meanDwellSeconds(double attemptsPerSecond, double barrierKt) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        return WideNumber.of(1)
                .timesExp(Domain.atLeastZero("barrierKt", barrierKt))
                .over(attemptsPerSecond)
                .over(2)
                .value();
    }

    /** M4, a constraint on the barrier and no energy bound, kT: ln(2 Gamma0 tau), mean dwell of an interior level. */
    public static double barrierForDwellKt(double attemptsPerSecond, double seconds) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        return WideNumber.of(attemptsPerSecond)
                .times(Domain.positive("seconds", seconds))
                .times(2)
                .log();
    }

    /** M4, kT: ln(2 Gamma0 tau / -ln(1 - eps)), so that P(any jump of an interior level in tau) is at most eps. */
    public static double barrierForErrorKt(double attemptsPerSecond, double seconds, double errorProbability) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.positive("seconds", seconds);
        Domain.inside("errorProbability", errorProbability, 0, 1);
        return WideNumber.of(attemptsPerSecond)
                .times(seconds)
                .times(2)
                .over(-StrictMath.log1p(-errorProbability))
                .log();
    }

    /**
     * Heat of moving a mean number of levels with a given variance at one constant tilt, J: 2 kT mu artanh(mu/s2). Exact
     * for this cell (derived); at least the uncertainty relation's 2 kT mu^2/s2.
     *
     * @param varianceLevels2 more than the mean: shot noise of unit steps cannot be undercut open loop
     */
    public static double openLoopWriteJoules(double meanLevels, double varianceLevels2, double temperatureKelvin) {
        Domain.atLeastZero("meanLevels", meanLevels);
        Domain.finite("varianceLevels2", varianceLevels2);
        Domain.inside("varianceLevels2", varianceLevels2, meanLevels, Double.POSITIVE_INFINITY);
        return 2
                * PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                * meanLevels
                * StrictFunctions.artanhOfRatio(meanLevels, varianceLevels2);
    }

    private static void requireClamp(double attemptsPerSecond, double barrierKt, double tiltKt) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.atLeastZero("barrierKt", barrierKt);
        Domain.between("tiltKt", tiltKt, -2 * barrierKt, 2 * barrierKt);
    }
}
