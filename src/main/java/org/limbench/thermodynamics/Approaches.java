package org.limbench.thermodynamics;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Heat of a whole schedule of updates under the three ways to set its net steps m_n: fixed barrier (A), fixed tilt (B),
 * both modulated (C). Model estimates in kT: none is a bound, for smaller steps, correlated moves, work recovery or
 * feedback can undercut them. Formulas derived from the rates of {@link ActivatedJumps}; the letters are ours.
 */
public final class Approaches {
    /** Longest schedule accepted. */
    public static final int MOST_UPDATES = 100_000_000;

    private Approaches() {}

    /**
     * Approach C at one final variance.
     *
     * @param multiplier s of x_n = 2 asinh(s sqrt(c_n))
     * @param heatKt sum of m_n x_n, kT
     * @param firstTiltKt tilt of the first update, kT
     * @param lastTiltKt tilt of the last update, kT
     */
    public record BothModulated(double multiplier, double heatKt, double firstTiltKt, double lastTiltKt) {}

    /** A: heat at a fixed barrier, the tilt following the rate, kT: sum m_n 2 asinh(m_n e^barrier / (2 Gamma0 t_p)). */
    public static double fixedBarrierHeatKt(
            int updates, RateSchedule schedule, double barrierKt, double attemptsPerSecond, double pulseSeconds) {
        Domain.positive("pulseSeconds", pulseSeconds);
        double heat = 0;
        for (int n = 1; n <= requireUpdates(updates); n++) {
            double share = schedule.share(n);
            heat += share * ActivatedJumps.tiltForRateKt(share / pulseSeconds, barrierKt, attemptsPerSecond);
        }
        return heat;
    }

    /** B: heat at a fixed tilt, the barrier following the rate, kT: tilt x sum m_n. Actuation not counted. */
    public static double fixedTiltHeatKt(int updates, RateSchedule schedule, double tiltKt) {
        Domain.positive("tiltKt", tiltKt);
        double sum = 0;
        for (int n = 1; n <= requireUpdates(updates); n++) {
            sum += schedule.share(n);
        }
        return tiltKt * sum;
    }

    /** B: barrier of update n, kT: ln(2 Gamma0 t_p sinh(tilt/2) / m_n). Below about 4 kT the model is not valid. */
    public static double fixedTiltBarrierKt(
            double n, RateSchedule schedule, double tiltKt, double attemptsPerSecond, double pulseSeconds) {
        Domain.positive("pulseSeconds", pulseSeconds);
        return ActivatedJumps.barrierForRateKt(schedule.share(n) / pulseSeconds, tiltKt, attemptsPerSecond);
    }

    /** B: final variance of an error contracted by later descent, levels^2: coth(tilt/2) sum c_n m_n. */
    public static double fixedTiltVariance(RateSchedule schedule, double[] contraction, double tiltKt) {
        return ActivatedJumps.fanoFactor(tiltKt) * poissonFloor(schedule, contraction);
    }

    /** Variance that no open-loop schedule of unit steps can undercut, levels^2: sum c_n m_n. */
    public static double poissonFloor(RateSchedule schedule, double[] contraction) {
        double sum = 0;
        for (int n = 1; n <= requireUpdates(contraction.length); n++) {
            sum += weight(contraction, n) * schedule.share(n);
        }
        return sum;
    }

    /**
     * C: least heat at a final variance, barrier and tilt both free.
     *
     * <p>Minimises sum m_n x_n subject to sum c_n m_n coth(x_n/2) = variance; both are convex in x_n > 0, so stationarity,
     * csch^2(x_n/2) proportional to 1/c_n, is the minimum.
     *
     * @param contraction c_n for n = 1, 2, …: what is left of an error made at update n, each more than 0, at most 1
     * @param varianceLevels2 more than {@link #poissonFloor}
     */
    public static BothModulated bothModulated(RateSchedule schedule, double[] contraction, double varianceLevels2) {
        double floor = poissonFloor(schedule, contraction);
        Domain.inside("varianceLevels2", varianceLevels2, floor, Double.POSITIVE_INFINITY);
        double roots = 0;
        for (int n = 1; n <= contraction.length; n++) {
            roots += Math.sqrt(contraction[n - 1]) * schedule.share(n);
        }
        // coth(asinh z) = sqrt(1 + z^2)/z lies between 1/z and 1/z + 1, which brackets the root
        double least = roots / varianceLevels2 * (1 - 1e-12);
        double most = roots / (varianceLevels2 - floor) * (1 + 1e-12);
        double s = new BrentSolver(1e-15, least * 1e-15, 1e-18)
                .solve(200, x -> variance(schedule, contraction, x) / varianceLevels2 - 1, least, most);
        double heat = 0;
        for (int n = 1; n <= contraction.length; n++) {
            heat += schedule.share(n) * tilt(s, contraction[n - 1]);
        }
        return new BothModulated(s, heat, tilt(s, contraction[0]), tilt(s, contraction[contraction.length - 1]));
    }

    /** C: barrier of one update whose tilt is known, kT. Flag it below about 4 kT. */
    public static double barrierKt(double share, double tiltKt, double attemptsPerSecond, double pulseSeconds) {
        Domain.positive("pulseSeconds", pulseSeconds);
        return ActivatedJumps.barrierForRateKt(share / pulseSeconds, tiltKt, attemptsPerSecond);
    }

    /** Contraction c_n = (n/N)^exponent. */
    public static double[] powerContraction(int updates, double exponent) {
        double[] contraction = new double[requireUpdates(updates)];
        for (int n = 1; n <= updates; n++) {
            contraction[n - 1] = StrictMath.pow((double) n / updates, Domain.atLeastZero("exponent", exponent));
        }
        return contraction;
    }

    /** Contraction c_n = product over j > n of (1 - eta_j curvature)^2, by descent on a quadratic of that curvature. */
    public static double[] descentContraction(int updates, RateSchedule schedule, double firstRate, double curvature) {
        Domain.positive("firstRate", firstRate);
        Domain.positive("curvature", curvature);
        double[] contraction = new double[requireUpdates(updates)];
        contraction[updates - 1] = 1;
        for (int n = updates - 1; n >= 1; n--) {
            double factor = 1 - firstRate * schedule.share(n + 1) * curvature;
            contraction[n - 1] = contraction[n] * factor * factor;
        }
        return contraction;
    }

    private static double variance(RateSchedule schedule, double[] contraction, double s) {
        double sum = 0;
        for (int n = 1; n <= contraction.length; n++) {
            double c = contraction[n - 1];
            sum += Math.sqrt(c) * schedule.share(n) * Math.sqrt(1 / (s * s) + c);
        }
        return sum;
    }

    private static double tilt(double s, double contraction) {
        return 2 * StrictFunctions.asinh(s * Math.sqrt(contraction));
    }

    private static double weight(double[] contraction, int n) {
        double weight = contraction[n - 1];
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException(
                    "contraction[" + (n - 1) + "] is " + weight + "; allowed: more than 0, at most 1");
        }
        return weight;
    }

    private static int requireUpdates(int updates) {
        if (updates < 1 || updates > MOST_UPDATES) {
            throw new IllegalArgumentException("updates is " + updates + "; allowed: 1 to " + MOST_UPDATES);
        }
        return updates;
    }
}
