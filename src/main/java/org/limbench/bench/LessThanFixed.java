package org.limbench.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecord.Arm;
import org.limbench.ledger.RunRecord.Relative;
import org.limbench.ledger.RunRecord.Relative.Why;

/**
 * How many times less an update takes than one of arm {@code fixed}, where that is known: both energies clear of zero by two
 * standard uncertainties, both arms moved and learnt, and this one is as good as fixed, trained and aged. Otherwise why not.
 *
 * <p>As good: within {@value #ACCURACY} of accuracy, or a tenth of any other score. At chance: accuracy within three standard
 * errors of guessing among as many classes as the data has, over a fifth of the examples. All three are our assumptions.
 */
final class LessThanFixed {
    private static final String FIXED = "fixed";
    private static final double ACCURACY = 0.02;
    private static final double SCORE = 0.1;
    private static final double RESOLVED = 2;
    private static final double HELD_OUT = 0.2;

    private final RunRecord.Task task;
    private final double chance;

    private LessThanFixed(RunRecord.Task task, @Nullable List<RunRecord.Input> inputs) {
        this.task = task;
        this.chance = inputs == null ? Double.NaN : chance(inputs);
    }

    /** The same arms, each with its relation to fixed; null in all where fixed is not among them. */
    static List<Arm> of(List<Arm> arms, RunRecord.Task task, @Nullable List<RunRecord.Input> inputs) {
        LessThanFixed relation = new LessThanFixed(task, inputs);
        Arm fixed = arms.stream()
                .filter(arm -> arm.name().equals(FIXED))
                .findFirst()
                .orElse(null);
        return arms.stream()
                .map(arm -> arm.with(fixed == null ? null : relation.relative(arm, fixed)))
                .toList();
    }

    private static double chance(List<RunRecord.Input> inputs) {
        for (RunRecord.Input input : inputs) {
            Long classes = input.counts().get("classes");
            Long examples = input.counts().get("examples");
            if (classes != null && classes > 1 && examples != null) {
                double guess = 1.0 / classes;
                return guess + 3 * Math.sqrt(guess * (1 - guess) / Math.max(1, HELD_OUT * examples));
            }
        }
        return Double.NaN;
    }

    private Relative relative(Arm arm, Arm fixed) {
        Why why = incomparable(arm, fixed);
        if (why != null) {
            return new Relative(why, why);
        }
        RunRecord.PerUpdate own = arm.perUpdate();
        RunRecord.PerUpdate their = fixed.perUpdate();
        Why core = firstOf(core(arm), core(fixed));
        Why allIn = firstOf(allIn(arm), allIn(fixed));
        return new Relative(
                core == null ? their.coreJoules() / own.coreJoules() : Double.NaN,
                allIn == null ? their.allInJoules() / own.allInJoules() : Double.NaN,
                core,
                allIn);
    }

    private @Nullable Why incomparable(Arm arm, Arm fixed) {
        if (!moved(arm) || !moved(fixed)) {
            return Why.NO_JUMPS;
        }
        if (isAtChance(arm) || isAtChance(fixed)) {
            return Why.AT_CHANCE;
        }
        if (isWorse(arm, fixed, "Trained")) {
            return Why.WORSE;
        }
        return isWorse(arm, fixed, "Aged") ? Why.FORGETS : null;
    }

    private static @Nullable Why core(Arm arm) {
        RunRecord.PerUpdate own = arm.perUpdate();
        return why(own.coreJoules(), uncertainty(arm, SeedSummary.CORE_JOULES, own.coreStandardUncertaintyJoules()));
    }

    private static @Nullable Why allIn(Arm arm) {
        RunRecord.PerUpdate own = arm.perUpdate();
        return why(
                own.allInJoules(), uncertainty(arm, SeedSummary.ALL_IN_JOULES, own.allInStandardUncertaintyJoules()));
    }

    /** Whether it made a jump, as far as the device counts them. */
    private static boolean moved(Arm arm) {
        return arm.updates().jumps() != 0 && arm.updates().applied() > 0;
    }

    private boolean isAtChance(Arm arm) {
        Double accuracy = arm.metrics().get("accuracyTrained");
        return accuracy != null && accuracy <= chance;
    }

    private boolean isWorse(Arm arm, Arm fixed, String when) {
        String stem = task.score();
        Double own = stem == null ? null : arm.metrics().get(stem + when);
        Double their = stem == null ? null : fixed.metrics().get(stem + when);
        if (own == null || their == null) {
            return false;
        }
        double tolerance = "accuracy".equals(stem) ? ACCURACY : SCORE * Math.abs(their);
        double missing = Boolean.TRUE.equals(task.lowerIsBetter()) ? own - their : their - own;
        return missing > tolerance;
    }

    /** The meter's, or that of the mean over seeds where it is larger. */
    private static double uncertainty(Arm arm, String name, double meter) {
        Map<String, Double> errors = arm.standardErrors();
        Double seeds = errors == null ? null : errors.get(name);
        return seeds == null || Double.isNaN(seeds) ? meter : Math.max(meter, seeds);
    }

    private static @Nullable Why why(double joules, double uncertainty) {
        return Double.isNaN(joules) ? Why.UNMEASURED : joules > RESOLVED * uncertainty ? null : Why.UNRESOLVED;
    }

    private static @Nullable Why firstOf(@Nullable Why own, @Nullable Why their) {
        return own == null ? their : own;
    }
}
