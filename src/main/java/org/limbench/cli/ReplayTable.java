package org.limbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limbench.assessment.BoundResult;
import org.limbench.ledger.ReplayRecord;

/** A replay beside what was recorded, as text of at most 80 columns, and the bounds on it with their reasons. */
final class ReplayTable {
    private static final String DASH = "-";
    private static final String INDENT = "    ";

    private final ReplayRecord replay;
    private final int columns;

    /** @param columns of the terminal, at which prose is broken */
    ReplayTable(ReplayRecord replay, int columns) {
        this.replay = replay;
        this.columns = columns;
    }

    /** All lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        ReplayRecord.Original original = replay.original();
        lines.add("blind replay of arm " + original.arm() + ", " + original.updates() + " updates, of "
                + original.runId());
        lines.add(replay.repeats() + " times on " + replay.device().profile().name() + ", seed " + replay.seed());
        lines.add("");
        lines.add(String.format("%-14s %32s  %31s", "joules", "heat of the cells", "all-in"));
        lines.add(String.format(
                "%-14s %10s %11s %9s  %15s %15s", "segment", "recorded", "replayed", "+-", "recorded", "replayed"));
        for (ReplayRecord.SegmentEnergy segment : replay.segments()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s %10s %11s %9s  %15s %15s",
                    segment.segment().label(),
                    joules("%.3e", segment.original().cellHeatJoules()),
                    joules("%.3e", segment.replay().cellHeatJoules()),
                    Double.isNaN(segment.standardErrorJoules()) ? DASH : joules("%.1e", segment.standardErrorJoules()),
                    joules("%.3e", segment.original().allInJoules()),
                    joules("%.3e", segment.replay().allInJoules())));
        }
        lines.addAll(notMeasured());
        lines.addAll(score());
        lines.add("");
        lines.addAll(bounds());
        return lines;
    }

    private static String joules(String format, double joules) {
        return Double.isNaN(joules) ? "unmeasured" : String.format(Locale.ROOT, format, joules);
    }

    /** The counts behind what is not told. */
    private List<String> notMeasured() {
        return replay.segments().stream()
                .filter(segment ->
                        segment.original().notMeasured() + segment.replay().notMeasured() > 0)
                .map(segment -> "not measured whole, " + segment.segment().label() + ": "
                        + segment.original().notMeasured() + " recorded and "
                        + segment.replay().notMeasured() + " replayed commands")
                .toList();
    }

    private List<String> score() {
        ReplayRecord.Score score = replay.score();
        if (score == null) {
            return List.of();
        }
        Double original = score.original();
        return List.of(
                "",
                String.format(
                        Locale.ROOT,
                        "%-14s %10s %11.4f %9.4f",
                        score.name(),
                        original == null ? DASH : String.format(Locale.ROOT, "%.4f", original),
                        score.replayed(),
                        score.standardError()));
    }

    private List<String> bounds() {
        List<String> lines = new ArrayList<>();
        lines.add("bounds on the whole blind run (joules)");
        lines.add(String.format("%-3s %-11s %10s %10s %8s  %s", "", "status", "bound", "measured", "ratio", "verdict"));
        for (BoundResult bound : replay.bounds()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-3s %-11s %10s %10s %8s  %s",
                    bound.id(),
                    bound.status().label(),
                    bound.joules() == null ? DASH : String.format(Locale.ROOT, "%.3e", bound.joules()),
                    joules("%.3e", bound.comparedJoules()),
                    bound.ratio() == null ? DASH : String.format(Locale.ROOT, "%.3g x", bound.ratio()),
                    bound.verdict().label()));
        }
        for (BoundResult bound : replay.bounds()) {
            List<String> because = WrappedText.lines(bound.id() + ": " + bound.because(), columns - INDENT.length());
            for (int i = 0; i < because.size(); i++) {
                lines.add((i == 0 ? "" : INDENT) + because.get(i));
            }
        }
        return lines;
    }
}
