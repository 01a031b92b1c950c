package org.limbench.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;
import org.limbench.thermodynamics.PhysicalConstants;

/** A run as text of at most 80 columns: the arms, then the bounds of the first one. */
final class RunTable {
    private static final String DASH = "-";

    private final RunRecord run;
    private final int columns;

    /** @param columns of the terminal, at which prose is broken */
    RunTable(RunRecord run, int columns) {
        this.run = run;
        this.columns = columns;
    }

    /** All lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(WrappedText.lines(
                String.format(
                        Locale.ROOT,
                        "%s on %s (%s), %s, %s K",
                        run.task().name(),
                        run.device().profile().name(),
                        run.energy().provenance(),
                        seeds(),
                        new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                                .format(run.temperatureKelvin())),
                columns));
        lines.add("");
        lines.addAll(AnnealingTable.fits(run) ? new AnnealingTable(run).lines() : arms());
        lines.addAll(notMeasured());
        lines.add("");
        lines.addAll(bounds());
        if (run.doubts() != null) {
            lines.add("");
            run.doubts().forEach(doubt -> lines.add("note: " + doubt));
        }
        return lines;
    }

    private String seeds() {
        List<Long> seeds = run.seeds();
        return seeds == null || seeds.size() < 2
                ? "seed " + run.seed()
                : seeds.size() + " seeds from " + seeds.get(0) + ", mean and standard error";
    }

    private List<String> arms() {
        Score score = Score.of(run.arms());
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-14s %19s  %21s  %20s", "", score.title(), "kT per update", "less than fixed"));
        lines.add(String.format(
                "%-14s %9s %9s  %10s %10s  %9s %10s", "arm", "trained", "aged", "core", "all-in", "core", "all-in"));
        double kt = PhysicalConstants.BOLTZMANN * run.temperatureKelvin();
        for (RunRecord.Arm arm : run.arms()) {
            RunRecord.Relative relative = arm.relativeToFixed();
            lines.add(String.format(
                            Locale.ROOT,
                            "%-14s %9s %9s  %10s %10s  %9s %10s",
                            arm.name(),
                            score.text(arm, "Trained"),
                            score.text(arm, "Aged"),
                            energy(
                                    arm.perUpdate().coreJoules() / kt,
                                    arm.perUpdate().coreStandardUncertaintyJoules() / kt,
                                    error(arm, "coreJoules", kt)),
                            energy(
                                    arm.perUpdate().allInJoules() / kt,
                                    arm.perUpdate().allInStandardUncertaintyJoules() / kt,
                                    error(arm, "allInJoules", kt)),
                            relative == null ? DASH : times(relative.core(), relative.coreUnknown()),
                            relative == null ? DASH : times(relative.allIn(), relative.allInUnknown()))
                    .stripTrailing());
        }
        lines.addAll(unknown());
        lines.addAll(score.references(run, columns));
        lines.addAll(walls(kt));
        return lines;
    }

    /** What reading, updating and consolidating cost with everything around the cells; none in records of earlier builds. */
    private List<String> walls(double kt) {
        List<String> lines = new ArrayList<>();
        for (RunRecord.Arm arm : run.arms()) {
            List<RunRecord.WallEnergy> walls = arm.energy().walls();
            if (walls == null) {
                return List.of();
            }
            if (lines.isEmpty()) {
                StringBuilder head = new StringBuilder(String.format("%-30s", "walls, kT per update, all-in"));
                walls.forEach(wall -> head.append(String.format("%16s", wall.wall())));
                lines.add("");
                lines.add(head.toString());
            }
            StringBuilder row = new StringBuilder(String.format("%-30s", arm.name()));
            walls.forEach(wall -> row.append(String.format("%16s", wall(wall, kt))));
            lines.add(row.toString());
        }
        return lines;
    }

    private static String wall(RunRecord.WallEnergy wall, double kt) {
        if (Double.isNaN(wall.perUpdateJoules())) {
            return "unmeasured";
        }
        if (Math.abs(wall.joules()) <= 2 * wall.standardUncertaintyJoules()) {
            return "unresolved";
        }
        double perUpdate = wall.perUpdateJoules() / kt;
        return Math.abs(perUpdate) >= 1e4 ? scientific(perUpdate) : figure(perUpdate, Double.NaN);
    }

    /** What the words in place of ratios mean. */
    private List<String> unknown() {
        Set<RunRecord.Relative.Why> told = EnumSet.noneOf(RunRecord.Relative.Why.class);
        for (RunRecord.Arm arm : run.arms()) {
            RunRecord.Relative relative = arm.relativeToFixed();
            if (relative != null && relative.coreUnknown() != null) {
                told.add(relative.coreUnknown());
            }
            if (relative != null && relative.allInUnknown() != null) {
                told.add(relative.allInUnknown());
            }
        }
        List<String> lines = new ArrayList<>();
        for (RunRecord.Relative.Why why : told) {
            lines.addAll(WrappedText.lines(why.label() + ": " + why.meaning(), columns));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    private static String times(double ratio, RunRecord.Relative.@Nullable Why unknown) {
        return unknown == null ? times(ratio) : unknown.label();
    }

    /** An energy in at most ten characters, or a word where it is not known to be more than nothing. */
    private static String energy(double value, double uncertainty, double standardError) {
        return Math.abs(value) <= 2 * uncertainty ? "unresolved" : figure(value, standardError);
    }

    private List<String> notMeasured() {
        List<String> lines = new ArrayList<>();
        for (RunRecord.Arm arm : run.arms()) {
            NotMeasured not = arm.energy().notMeasured();
            if (not != null) {
                lines.add("");
                not.words().forEach(line -> lines.add(arm.name() + ": " + line));
            }
        }
        return lines;
    }

    /** A quotient in at most eight characters; a dash where one of the two is missing or was not measured. */
    private static String times(@Nullable Double ratio) {
        return ratio == null || !Double.isFinite(ratio) ? DASH : String.format(Locale.ROOT, "%.3g x", ratio);
    }

    private static double error(RunRecord.Arm arm, String name, double unit) {
        Map<String, Double> errors = arm.standardErrors();
        Double error = errors == null ? null : errors.get(name);
        return error == null ? Double.NaN : error / unit;
    }

    /** Value, with its standard error where there is one, in at most ten characters. */
    private static String figure(double value, double standardError) {
        if (Double.isNaN(value)) {
            return "unmeasured";
        }
        String text = Math.abs(value) >= 1e5 ? scientific(value) : String.format(Locale.ROOT, "%.4g", value);
        if (Double.isNaN(standardError)) {
            return text;
        }
        if (Math.abs(value) >= 1000) {
            return scientific(value) + "±" + percent(standardError / Math.abs(value));
        }
        return String.format(Locale.ROOT, "%.1f ±%.1f", value, standardError);
    }

    /** A share in at most three characters. */
    private static String percent(double share) {
        long tenths = Math.round(share * 1000);
        return tenths < 10 ? "." + tenths + "%" : Math.round(share * 100) + "%";
    }

    private static String measured(double joules) {
        return Double.isNaN(joules) ? "unmeasured" : String.format(Locale.ROOT, "%.3e", joules);
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.2e", value).replace("e+0", "e").replace("e+", "e");
    }

    private List<String> bounds() {
        List<String> lines = new ArrayList<>();
        String arm = run.arms().isEmpty() ? "" : run.arms().get(0).name();
        lines.add("bounds and estimates, arm " + arm + " (joules)");
        lines.add(String.format(
                "%-3s %-13s %-11s %10s %10s %8s  %s",
                "", "segment", "status", "bound", "measured", "ratio", "verdict"));
        for (BoundResult bound : run.bounds()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-3s %-13s %-11s %10s %10s %8s  %s",
                    bound.id(),
                    bound.segment().label(),
                    bound.status().label(),
                    bound.joules() == null ? DASH : String.format(Locale.ROOT, "%.3e", bound.joules()),
                    bound.isResolved() ? measured(bound.comparedJoules()) : "unresolved",
                    bound.isResolved() || bound.ratio() == null ? times(bound.ratio()) : DASH,
                    bound.verdict().label()));
        }
        return lines;
    }

    /**
     * The figure of merit of a task, found by its two metrics, e.g. accuracyTrained and accuracyAged.
     *
     * @param stem of the metric names
     */
    private record Score(@Nullable String stem) {
        static Score of(List<RunRecord.Arm> arms) {
            return new Score(arms.stream()
                    .flatMap(arm -> arm.metrics().keySet().stream())
                    .filter(name -> name.endsWith("Trained"))
                    .findFirst()
                    .map(name -> name.substring(0, name.length() - "Trained".length()))
                    .orElse(null));
        }

        /** What the score is read beside, one line; none where nothing is known. */
        List<String> references(RunRecord run, int columns) {
            if (stem == null) {
                return List.of();
            }
            List<String> parts = new ArrayList<>();
            if (Boolean.TRUE.equals(run.task().lowerIsBetter())) {
                parts.add("less is better");
            }
            for (RunRecord.Arm arm : run.arms().stream().limit(1).toList()) {
                arm.metrics().keySet().stream()
                        .filter(name -> name.startsWith(stem) && !name.endsWith("Trained") && !name.endsWith("Aged"))
                        .forEach(name -> {
                            String suffix = name.substring(stem.length());
                            String words =
                                    suffix.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
                            parts.add(words + " " + text(arm, suffix));
                        });
            }
            return parts.isEmpty()
                    ? List.of()
                    : Stream.concat(
                                    Stream.of(""),
                                    WrappedText.lines("beside " + title() + ": " + String.join(", ", parts), columns)
                                            .stream())
                            .toList();
        }

        private boolean isShare() {
            return "accuracy".equals(stem);
        }

        String title() {
            return stem == null ? "score" : isShare() ? "accuracy, %" : stem;
        }

        String text(RunRecord.Arm arm, String suffix) {
            Double value = stem == null ? null : arm.metrics().get(stem + suffix);
            if (value == null) {
                return DASH;
            }
            double scale = isShare() ? 100 : 1;
            double error = error(arm, stem + suffix, 1 / scale);
            return Double.isNaN(error)
                    ? String.format(Locale.ROOT, isShare() ? "%.1f" : "%.4g", value * scale)
                    : String.format(Locale.ROOT, isShare() ? "%.1f ±%.1f" : "%.3g±%.1g", value * scale, error);
        }
    }
}
