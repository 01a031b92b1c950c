package org.limbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limbench.ledger.RunRecord;
import org.limbench.thermodynamics.PhysicalConstants;

/** The arms of an annealing run as text of at most 80 columns. */
final class AnnealingTable {
    private static final String DASH = "-";
    /** Seven characters at most; what it means is told below the table, with the count. */
    private static final String NOT_MEASURED = "n/m";

    private static final String BEST = "cutBest";
    private static final String ROW = "%-8s %10s %10s %10s %6s %8s %7s %6s %7s";

    private final RunRecord run;
    private final double kt;

    AnnealingTable(RunRecord run) {
        this.run = run;
        this.kt = PhysicalConstants.BOLTZMANN * run.temperatureKelvin();
    }

    /** Whether a run is one of annealing. */
    static boolean fits(RunRecord run) {
        return !run.arms().isEmpty() && run.arms().get(0).metrics().containsKey(BEST);
    }

    List<String> lines() {
        RunRecord.Arm first = run.arms().get(0);
        Double known = first.metrics().get("bestKnown");
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%.0f sweeps, cooling %s; best cut known: %s",
                first.metrics().getOrDefault("sweeps", 0.0),
                run.schedule().rate(),
                known == null ? DASH : String.format(Locale.ROOT, "%.0f", known)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-8s %32s %6s %16s %14s", "", "cut", "best/", "kT per sweep", "kT per attempt"));
        lines.add(String.format(
                Locale.ROOT, ROW, "arm", "best", "final", "aged", "known", "core", "all-in", "core", "all-in"));
        for (RunRecord.Arm arm : run.arms()) {
            lines.add(row(arm).stripTrailing());
        }
        if (lines.stream().anyMatch(line -> line.contains(NOT_MEASURED))) {
            lines.add(NOT_MEASURED + ": not measured");
        }
        return lines;
    }

    private String row(RunRecord.Arm arm) {
        double sweeps = arm.metrics().getOrDefault("sweeps", Double.NaN);
        double attempts = arm.metrics().getOrDefault("flipAttempts", Double.NaN);
        double core = arm.coreJoules() / kt;
        double all = arm.energy().totalJoules() / kt;
        Double ratio = arm.metrics().get("ratioBest");
        return String.format(
                Locale.ROOT,
                ROW,
                arm.name(),
                cut(arm, BEST),
                cut(arm, "cutFinal"),
                cut(arm, "cutAged"),
                ratio == null ? DASH : String.format(Locale.ROOT, "%.4f", ratio),
                figure(core / sweeps),
                figure(all / sweeps),
                figure(core / attempts),
                figure(all / attempts));
    }

    private static String cut(RunRecord.Arm arm, String metric) {
        Double value = arm.metrics().get(metric);
        if (value == null) {
            return DASH;
        }
        Map<String, Double> errors = arm.standardErrors();
        Double error = errors == null ? null : errors.get(metric);
        return error == null
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value < 1000 ? "%.1f ±%.1f" : "%.0f ±%.0f", value, error);
    }

    /** In at most seven characters. */
    private static String figure(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? NOT_MEASURED : DASH; // nothing was done that it could be divided by
        }
        return Math.abs(value) >= 1e3
                ? String.format(Locale.ROOT, "%.2e", value).replace("e+0", "e").replace("e+", "e")
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
