package org.limbench.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Verdict;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecord.Arm;
import org.limbench.ledger.RunRecord.RetentionPoint;

/**
 * Several runs that differ by their seed alone, as one record: means, with standard errors s / sqrt(n) of the mean beside
 * them. A bound's verdict is the worst of all runs'; counts of updates and link traffic are sums.
 */
public final class SeedSummary {
    /** Key of the standard error of an arm's core joules per update. */
    public static final String CORE_JOULES = "coreJoules";
    /** Key of the standard error of an arm's all-in joules per update. */
    public static final String ALL_IN_JOULES = "allInJoules";

    private final List<RunRecord> runs;

    private SeedSummary(List<RunRecord> runs) {
        this.runs = runs;
    }

    /**
     * The summary of runs of one configuration.
     *
     * @param runs one or more, with the same arms; one is returned as it is
     */
    public static RunRecord of(String runId, List<RunRecord> runs) {
        return runs.size() == 1 ? runs.get(0) : new SeedSummary(runs).summary(runId);
    }

    private RunRecord summary(String runId) {
        RunRecord first = runs.get(0);
        List<Arm> arms = new ArrayList<>();
        for (int i = 0; i < first.arms().size(); i++) {
            arms.add(arm(i));
        }
        return new RunRecord(
                first.format(),
                runId,
                first.version(),
                first.seed(),
                first.temperatureKelvin(),
                first.device(),
                first.task(),
                first.schedule(),
                // ratios of the means, not means of the ratios: what a year of updates would show
                LessThanFixed.of(arms, first.task(), first.inputs()),
                energy(runs.stream().map(RunRecord::energy).toList()),
                bounds(runs.stream().map(RunRecord::bounds).toList()),
                new RunRecord.LinkSummary(
                        runs.stream().mapToLong(run -> run.link().frames()).sum(),
                        runs.stream()
                                .mapToLong(run -> run.link().retransmissions())
                                .sum(),
                        runs.stream()
                                .mapToLong(run -> run.link().corruptFrames())
                                .sum(),
                        mean(runs, run -> run.link().goodputBytesPerSecond())),
                new RunRecord.Wall(
                        runs.stream().mapToDouble(run -> run.wall().seconds()).sum(),
                        mean(runs, run -> run.wall().emulatedSeconds())),
                runs.stream().map(RunRecord::seed).toList(),
                first.inputs(),
                doubts());
    }

    private List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.doubts() != null) {
                run.doubts().forEach(doubt -> doubts.add("seed " + run.seed() + ": " + doubt));
            }
        }
        return doubts;
    }

    private Arm arm(int index) {
        List<Arm> arms = runs.stream().map(run -> run.arms().get(index)).toList();
        Arm first = arms.get(0);
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        for (String name : first.metrics().keySet()) {
            ToDoubleFunction<Arm> metric = arm -> arm.metrics().getOrDefault(name, Double.NaN);
            metrics.put(name, mean(arms, metric));
            errors.put(name, standardError(arms, metric));
        }
        errors.put(CORE_JOULES, standardError(arms, arm -> arm.perUpdate().coreJoules()));
        errors.put(ALL_IN_JOULES, standardError(arms, arm -> arm.perUpdate().allInJoules()));
        RunRecord.PerUpdate perUpdate = new RunRecord.PerUpdate(
                mean(arms, arm -> arm.perUpdate().coreJoules()),
                mean(arms, arm -> arm.perUpdate().allInJoules()),
                mean(arms, arm -> arm.perUpdate().coreStandardUncertaintyJoules()),
                mean(arms, arm -> arm.perUpdate().allInStandardUncertaintyJoules()));
        return new Arm(
                first.name(),
                metrics,
                first.barriersKt(),
                updates(arms),
                perUpdate,
                null,
                energy(arms.stream().map(Arm::energy).toList()),
                bounds(arms.stream().map(Arm::bounds).toList()),
                retention(arms),
                errors);
    }

    private static RunRecord.Updates updates(List<Arm> arms) {
        boolean jumpsKnown = arms.stream().allMatch(arm -> arm.updates().jumps() >= 0);
        return new RunRecord.Updates(
                arms.stream().mapToLong(arm -> arm.updates().commanded()).sum(),
                arms.stream().mapToLong(arm -> arm.updates().applied()).sum(),
                arms.stream()
                        .mapToLong(arm -> arm.updates().duplicatesSuppressed())
                        .sum(),
                arms.stream().mapToLong(arm -> arm.updates().indeterminate()).sum(),
                arms.stream().mapToLong(arm -> arm.updates().pulses()).sum(),
                jumpsKnown
                        ? arms.stream().mapToLong(arm -> arm.updates().jumps()).sum()
                        : -1,
                arms.stream().mapToLong(arm -> arm.updates().unaccounted()).sum());
    }

    private static RunRecord.Energy energy(List<RunRecord.Energy> energies) {
        Map<String, Double> accounts = new LinkedHashMap<>();
        for (String account : energies.get(0).accounts().keySet()) {
            accounts.put(account, mean(energies, energy -> energy.accounts().getOrDefault(account, 0.0)));
        }
        return new RunRecord.Energy(
                energies.get(0).provenance(),
                mean(energies, RunRecord.Energy::totalJoules),
                mean(energies, RunRecord.Energy::standardUncertaintyJoules),
                mean(energies, RunRecord.Energy::perUpdateJoules),
                accounts,
                losses(energies),
                walls(energies),
                energies.stream()
                        .map(RunRecord.Energy::notMeasured)
                        .filter(Objects::nonNull)
                        .reduce(NotMeasured::plus)
                        .orElse(null));
    }

    private static @Nullable List<RunRecord.Loss> losses(List<RunRecord.Energy> energies) {
        return means(
                energies,
                RunRecord.Energy::losses,
                each -> new RunRecord.Loss(
                        each.get(0).place(),
                        each.get(0).cause(),
                        mean(each, RunRecord.Loss::joules),
                        mean(each, RunRecord.Loss::standardUncertaintyJoules)));
    }

    private static @Nullable List<RunRecord.WallEnergy> walls(List<RunRecord.Energy> energies) {
        return means(
                energies,
                RunRecord.Energy::walls,
                each -> new RunRecord.WallEnergy(
                        each.get(0).wall(),
                        mean(each, RunRecord.WallEnergy::joules),
                        mean(each, RunRecord.WallEnergy::standardUncertaintyJoules),
                        mean(each, RunRecord.WallEnergy::perUpdateJoules),
                        mean(each, RunRecord.WallEnergy::perUpdateStandardUncertaintyJoules)));
    }

    /** Entry by entry of lists that all runs have alike; null where a run has none. */
    private static <T> @Nullable List<T> means(
            List<RunRecord.Energy> energies,
            Function<RunRecord.Energy, @Nullable List<T>> list,
            Function<List<T>, T> mean) {
        List<List<T>> lists = new ArrayList<>();
        for (RunRecord.Energy energy : energies) {
            List<T> own = list.apply(energy);
            if (own == null) {
                return null;
            }
            lists.add(own);
        }
        List<T> means = new ArrayList<>();
        for (int i = 0; i < lists.get(0).size(); i++) {
            int index = i;
            means.add(mean.apply(lists.stream().map(own -> own.get(index)).toList()));
        }
        return means;
    }

    private static List<BoundResult> bounds(List<List<BoundResult>> perRun) {
        List<BoundResult> summary = new ArrayList<>();
        for (int i = 0; i < perRun.get(0).size(); i++) {
            int index = i;
            summary.add(bound(perRun.stream().map(bounds -> bounds.get(index)).toList()));
        }
        return summary;
    }

    private static BoundResult bound(List<BoundResult> results) {
        BoundResult worst = results.get(0);
        for (BoundResult result : results) {
            if (severity(result.verdict()) > severity(worst.verdict())) {
                worst = result;
            }
        }
        if (results.stream().anyMatch(result -> result.joules() == null)) {
            return worst;
        }
        double joules = mean(results, result -> result.joules() == null ? 0 : result.joules());
        double compared = mean(results, BoundResult::comparedJoules);
        return new BoundResult(
                worst.id(),
                worst.segment(),
                worst.name(),
                worst.status(),
                joules,
                mean(results, BoundResult::standardUncertaintyJoules),
                compared,
                uncertainty(results),
                worst.ratio() == null || joules <= 0 ? null : compared / joules,
                worst.verdict(),
                worst.because());
    }

    /** Mean over the runs, whose meters are not the same ones; null where one does not tell. */
    private static @Nullable Double uncertainty(List<BoundResult> results) {
        double mean = mean(results, result -> {
            Double u = result.comparedStandardUncertaintyJoules();
            return u == null ? Double.NaN : u;
        });
        return Double.isNaN(mean) ? null : mean;
    }

    private static int severity(Verdict verdict) {
        return switch (verdict) {
            case NOT_APPLICABLE, DOES_NOT_BIND -> 0;
            case CONSISTENT -> 1;
            case INDISTINGUISHABLE -> 2;
            case UNDERCUT -> 3;
            case CONDITION_VIOLATED -> 4;
            case MEASUREMENT_FAULT -> 5;
        };
    }

    private static @Nullable List<RetentionPoint> retention(List<Arm> arms) {
        List<List<RetentionPoint>> curves = new ArrayList<>();
        for (Arm arm : arms) {
            if (arm.retention() == null) {
                return null;
            }
            curves.add(arm.retention());
        }
        int points = curves.stream().mapToInt(List::size).min().orElse(0);
        List<RetentionPoint> mean = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            int index = i;
            mean.add(new RetentionPoint(
                    curves.get(0).get(i).seconds(),
                    mean(curves, curve -> curve.get(index).accuracy())));
        }
        return mean;
    }

    private static <T> double mean(List<T> of, ToDoubleFunction<T> figure) {
        double sum = 0;
        for (T one : of) {
            sum += figure.applyAsDouble(one);
        }
        return sum / of.size();
    }

    private static <T> double standardError(List<T> of, ToDoubleFunction<T> figure) {
        double mean = mean(of, figure);
        double squares = 0;
        for (T one : of) {
            double d = figure.applyAsDouble(one) - mean;
            squares += d * d;
        }
        return Math.sqrt(squares / (of.size() - 1) / of.size());
    }
}
