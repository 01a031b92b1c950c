package org.limbench.thermodynamics;

import org.apache.commons.numbers.core.Sum;

/**
 * Heat of a whole schedule of updates under the three ways to set its net steps m_n: fixed barrier (A), fixed tilt (B),
 * both modulated (C). Model estimates in kT: none is a bound, for smaller steps, correlated moves, work recovery or
 * feedback can undercut them. Formulas derived from the rates of {@link ActivatedJumps}; the letters are ours, and so is
 * the derivation: the idea of writing through barriers that follow the learning rate is Chakrabartty and Cauwenberghs',
 * arXiv:2402.14878, whose own schemes and equations may differ.
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

    /**
     * A: heat at a fixed barrier, the tilt following the rate, kT: sum m_n 2 asinh(m_n e^barrier / (2 Gamma0 t_p)).
     *
     * @param pulseSeconds long enough for the first update's one net step over that barrier at twice the barrier's tilt
     */
    public static double fixedBarrierHeatKt(
            int updates, RateSchedule schedule, double barrierKt, double attemptsPerSecond, double pulseSeconds) {
        requireOneStep(pulseSeconds, attemptsPerSecond, 2 * Domain.positive("barrierKt", barrierKt));
        Sum heat = Sum.create();
        for (int n = 1; n <= requireUpdates(updates); n++) {
            double share = schedule.share(n);
            heat.add(share * ActivatedJumps.tiltForRateKt(share / pulseSeconds, barrierKt, attemptsPerSecond));
        }
        return heat.getAsDouble();
    }

    /** B: heat at a fixed tilt, the barrier following the rate, kT: tilt x sum m_n. Actuation not counted. */
    public static double fixedTiltHeatKt(int updates, RateSchedule schedule, double tiltKt) {
        Domain.positive("tiltKt", tiltKt);
        Sum sum = Sum.create();
        for (int n = 1; n <= requireUpdates(updates); n++) {
            sum.add(schedule.share(n));
        }
        return tiltKt * sum.getAsDouble();
    }

    /**
     * B: barrier of update n, kT: ln(2 Gamma0 t_p sinh(tilt/2) / m_n). Below about 4 kT the model is not valid.
     *
     * @param pulseSeconds long enough for the first update's one net step at that tilt
     */
    public static double fixedTiltBarrierKt(
            double n, RateSchedule schedule, double tiltKt, double attemptsPerSecond, double pulseSeconds) {
        requireOneStep(pulseSeconds, attemptsPerSecond, Domain.positive("tiltKt", tiltKt));
        // by the rise, since the share itself may underflow
        return ActivatedJumps.barrierForStepKt(
                        tiltKt, WideNumber.of(attemptsPerSecond).times(pulseSeconds))
                + (schedule.barrierRiseKt(n) - schedule.barrierRiseKt(1));
    }

    /** At the clamp a tilt x makes Gamma0 t_p (1 - exp(-x)) net steps, which must be the one of the first update. */
    private static void requireOneStep(double pulseSeconds, double attemptsPerSecond, double steepestTiltKt) {
        double least =
                -1 / (Domain.positive("attemptsPerSecond", attemptsPerSecond) * StrictMath.expm1(-steepestTiltKt));
        Domain.positive("pulseSeconds", pulseSeconds);
        if (pulseSeconds < least) {
            throw new OutOfDomainException(
                    "pulseSeconds",
                    Double.toString(pulseSeconds),
                    "at least " + least + ", for the net step of the first update");
        }
    }

    /** B: final variance of an error contracted by later descent, levels^2: coth(tilt/2) sum c_n m_n. */
    public static double fixedTiltVariance(RateSchedule schedule, double[] contraction, double tiltKt) {
        return ActivatedJumps.fanoFactor(tiltKt) * poissonFloor(schedule, contraction);
    }

    /** Variance that no open-loop schedule of unit steps can undercut, levels^2: sum c_n m_n. */
    public static double poissonFloor(RateSchedule schedule, double[] contraction) {
        Sum sum = Sum.create();
        for (int n = 1; n <= requireUpdates(contraction.length); n++) {
            sum.add(weight(contraction, n) * schedule.share(n));
        }
        return sum.getAsDouble();
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
        poissonFloor(schedule, contraction); // refuses weights that are no contraction
        ModulatedTilts tilts = ModulatedTilts.least(
                schedule,
                contraction,
                true,
                Domain.finite("varianceLevels2", varianceLevels2),
                Double.POSITIVE_INFINITY);
        return plan(tilts, contraction);
    }

    /**
     * C at the variance that {@link #fixedTiltVariance} has at a tilt; keeps its digits however steep the tilt is, where the
     * variance itself is next to the floor.
     */
    public static BothModulated bothModulatedAtTilt(RateSchedule schedule, double[] contraction, double tiltKt) {
        // coth(x/2) - 1 = 2/(e^x - 1)
        double excess = poissonFloor(schedule, contraction) * 2 / StrictMath.expm1(Domain.positive("tiltKt", tiltKt));
        return plan(
                ModulatedTilts.leastAbove(schedule, contraction, true, excess, Double.POSITIVE_INFINITY), contraction);
    }

    private static BothModulated plan(ModulatedTilts tilts, double[] contraction) {
        return new BothModulated(tilts.multiplier(), tilts.heatKt(), tilts.tiltKt(1), tilts.tiltKt(contraction.length));
    }

    private static double weight(double[] contraction, int n) {
        double weight = contraction[n - 1];
        if (!(weight > 0 && weight <= 1)) {
            throw new OutOfDomainException(
                    "contraction",
                    weight + " at update " + n,
                    "weights of more than 0, at most 1 at every update; at update " + n + " it is " + weight);
        }
        return weight;
    }

    static int requireUpdates(int updates) {
        if (updates < 1 || updates > MOST_UPDATES) {
            throw new OutOfDomainException("updates", Integer.toString(updates), "1 to " + MOST_UPDATES);
        }
        return updates;
    }
}
