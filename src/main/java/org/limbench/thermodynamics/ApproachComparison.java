package org.limbench.thermodynamics;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The three approaches on one schedule, compared fairly: B and C at equal final variance, A at its own, and B and C again
 * at 1.01 times A's, since A stands so near the Poisson floor that nothing meets it exactly. Model estimates, not bounds;
 * formulas: {@link Approaches}, {@link ModulatedTilts}.
 */
public final class ApproachComparison {
    /** How much more variance than A's the last two plans are given. */
    public static final double ALLOWANCE = 1.01;

    private final ScheduleCase given;
    private final double[] contraction;
    private final List<SchedulePlan> plans;

    private ApproachComparison(ScheduleCase given) {
        this.given = given;
        this.contraction = given.contraction().weights(given.updates(), given.schedule());
        SchedulePlan a = fixedBarrier();
        SchedulePlan b = modulated(
                "B",
                "fixed tilt",
                ModulatedTilts.fixed(given.schedule(), contraction, given.tiltKt(), given.attemptsPerPulse()));
        SchedulePlan c = modulated("C", "both modulated, B's variance", least(true, b.varianceLevels2()));
        double more = ALLOWANCE * a.varianceLevels2();
        this.plans = List.of(
                a,
                b,
                c,
                modulated("B+", "fixed tilt, 1.01 x A's variance", least(false, more)),
                modulated("C+", "both modulated, 1.01 x A's variance", least(true, more)));
    }

    /** Compares; takes time in proportion to the updates. */
    public static ApproachComparison of(ScheduleCase given) {
        return new ApproachComparison(given);
    }

    /** What was compared. */
    public ScheduleCase given() {
        return given;
    }

    /** A, B, C, B+, C+. */
    public List<SchedulePlan> plans() {
        return plans;
    }

    /** The plan of an id. */
    public SchedulePlan plan(String id) {
        return plans.stream()
                .filter(plan -> plan.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("id is " + id + "; allowed: A, B, C, B+, C+"));
    }

    /** c_n: what is left of an error's variance made at update n. */
    public double contraction(int n) {
        return contraction[n - 1];
    }

    /** Variance no open-loop schedule of unit steps can undercut, levels^2: sum c_n m_n. */
    public double poissonFloor() {
        double sum = 0;
        for (int n = 1; n <= contraction.length; n++) {
            sum += contraction[n - 1] * given.schedule().share(n);
        }
        return sum;
    }

    /** Updates spread evenly in ln n, the first and the last among them; all of them where they are few. */
    public SortedSet<Integer> selection(int most) {
        SortedSet<Integer> chosen = new TreeSet<>();
        double span = StrictMath.log(given.updates());
        for (int i = 0; i < most; i++) {
            chosen.add((int) Math.rint(StrictMath.exp(span * i / (most - 1))));
        }
        chosen.add(given.updates());
        return chosen;
    }

    private ModulatedTilts least(boolean contracted, double variance) {
        return ModulatedTilts.least(given.schedule(), contraction, contracted, variance, given.attemptsPerPulse());
    }

    private SchedulePlan fixedBarrier() {
        double barrier = given.barrierKt();
        double attempts = given.attemptsPerPulse();
        double variance = 0;
        for (int n = 1; n <= given.updates(); n++) {
            // jumps of both directions, which stay countable where the tilt goes to 0
            double tilt = tiltOverFixedBarrier(n);
            variance += contraction[n - 1] * ActivatedJumps.activityRate(attempts, barrier, tilt);
        }
        return SchedulePlan.of("A", "fixed barrier", given.updates(), variance, n -> {
            double steps = given.schedule().share(n);
            double tilt = tiltOverFixedBarrier(n);
            return new SchedulePlan.Step(n, steps, steps * tilt, barrier, tilt, tilt >= 2 * barrier * (1 - 1e-12));
        });
    }

    private double tiltOverFixedBarrier(int n) {
        double barrier = given.barrierKt();
        double tilt = ActivatedJumps.tiltForRateKt(given.schedule().share(n), barrier, given.attemptsPerPulse());
        return Math.min(tilt, 2 * barrier);
    }

    private SchedulePlan modulated(String id, String name, ModulatedTilts tilts) {
        RateSchedule schedule = given.schedule();
        double first = StrictMath.log(given.attemptsPerPulse());
        return SchedulePlan.of(id, name, given.updates(), tilts.varianceLevels2(), n -> {
            double steps = schedule.share(n);
            double tilt = tilts.tiltKt(n);
            boolean clamped = tilts.clamped(n);
            // ln(2 Gamma0 t_p sinh(x/2) / m_n), by the rise, since the share itself may underflow
            double barrier = clamped
                    ? tilt / 2
                    : tilt / 2
                            + StrictMath.log(-StrictMath.expm1(-tilt))
                            + first
                            + (schedule.barrierRiseKt(n) - schedule.barrierRiseKt(1));
            return new SchedulePlan.Step(n, steps, steps * tilt, barrier, tilt, clamped);
        });
    }
}
