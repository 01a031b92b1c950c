package org.limbench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.Recovery;
import org.limbench.text.ForeignText;

/**
 * A run as {@code limbench report} tells it.
 *
 * @param directory it lies in
 * @param run as its journal tells it
 * @param changed names of files that were missing or other before
 */
record RemadeRun(Path directory, Recovery run, List<String> changed) {
    RemadeRun {
        changed = List.copyOf(changed);
    }

    /** A line for every arm. */
    List<String> lines() {
        return run.arms().stream().map(RemadeRun::line).toList();
    }

    /** An arm in one line; what the meter did not see is told with its count, and no total then. */
    private static String line(ArmTotals arm) {
        NotMeasured not = arm.recordEnergy(false).notMeasured();
        String energy = Double.isFinite(arm.totalJoules())
                ? String.format(Locale.ROOT, "%.6e J", arm.totalJoules())
                : not == null
                        ? "not measured"
                        : String.format(
                                Locale.ROOT,
                                "not measured: %d of %d rows, %.6e J seen",
                                not.rows(),
                                not.ofRows(),
                                not.seenJoules());
        return String.format(Locale.ROOT, "%-14s %8d rows  %s", ForeignText.oneLine(arm.name()), arm.rows(), energy);
    }

    /** The same as a tree of plain values; what was not measured is null. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", directory.toString());
        document.put("runId", run.header().runId());
        document.put("finished", run.finished());
        document.put("undecided", run.undecided().size());
        document.put("tornBytes", run.tornBytes());
        document.put("changed", changed);
        document.put("arms", run.arms().stream().map(RemadeRun::document).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(ArmTotals arm) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", arm.name());
        document.put("rows", arm.rows());
        document.put("totalJoules", orNull(arm.totalJoules()));
        document.put("standardUncertaintyJoules", orNull(arm.energy().totalStandardUncertaintyJoules()));
        document.put("notMeasured", arm.recordEnergy(false).notMeasured());
        return document;
    }

    private static @Nullable Double orNull(double joules) {
        return Double.isFinite(joules) ? joules : null;
    }
}
