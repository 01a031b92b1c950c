package org.limbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;

/**
 * Runs of one task on several devices, side by side: a row for every arm, with its score, joules per update, the ratio of
 * its energy to every bound and how long it kept what it had learnt.
 *
 * <p>A bound that does not bind or does not apply has no ratio and shows as a dash; nothing is divided by it.
 */
public final class DeviceComparison {
    /** Loss of accuracy that still counts as kept: 5 points, two standard errors of the 360 held-out digits at 96 %. */
    private static final double KEPT_WITHIN = 0.05;

    private static final String DASH = "–";
    private static final double YEAR_SECONDS = 365.25 * 86_400;

    private final List<Row> rows = new ArrayList<>();
    private final Set<String> bounds = new LinkedHashSet<>();

    /** A row before it is laid out. */
    private record Row(String device, RunRecord.Arm arm) {}

    /** @param runs of one task, one or more, in the order to show */
    public DeviceComparison(List<RunRecord> runs) {
        for (RunRecord run : runs) {
            for (RunRecord.Arm arm : run.arms()) {
                rows.add(new Row(run.device().profile().name(), arm));
                for (BoundResult bound : arm.bounds()) {
                    if (bound.ratio() != null) {
                        bounds.add(key(bound));
                    }
                }
            }
        }
    }

    private static String key(BoundResult bound) {
        return bound.id() + " " + bound.segment().label();
    }

    /** A table in Markdown. */
    public String markdown() {
        List<List<String>> cells = cells(bounds);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append("| ").append(String.join(" | ", cells.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|")
                        .append(cells.get(0).stream().map(cell -> "---|").collect(Collectors.joining()))
                        .append('\n');
            }
        }
        List<String> not = notMeasured();
        return text + (not.isEmpty() ? "" : "\n" + String.join("\n", not) + "\n");
    }

    /** What the figures leave out, with its count. */
    private List<String> notMeasured() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            NotMeasured not = row.arm().energy().notMeasured();
            if (not != null) {
                not.words()
                        .forEach(line ->
                                lines.add(row.device() + ", " + row.arm().name() + ": " + line));
            }
        }
        return lines;
    }

    /**
     * For a terminal: what each arm reached and cost, then its ratios to the bounds that bind.
     *
     * @param columns at which prose is broken
     */
    public String text(int columns) {
        StringBuilder text = new StringBuilder(aligned(cells(Set.of())));
        for (String line : notMeasured()) {
            text.append(wrapped("", List.of(line.split(" ", -1)), "", columns).stripLeading());
        }
        text.append("\nenergy over bound, where one binds\n");
        for (Row row : rows) {
            List<String> ratios = row.arm().bounds().stream()
                    .filter(bound -> bound.ratio() != null)
                    .map(bound -> key(bound) + " " + ratio(row.arm(), key(bound)))
                    .toList();
            String label = row.device() + ", " + row.arm().name() + ":";
            text.append(wrapped(label, ratios.isEmpty() ? List.of("none") : ratios, ",", columns));
        }
        return text.toString();
    }

    private static String wrapped(String label, List<String> items, String separator, int columns) {
        StringBuilder text = new StringBuilder(label);
        int column = label.length();
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i < items.size() - 1 ? separator : "");
            if (column + 1 + item.length() > columns) {
                text.append("\n   ");
                column = 3;
            }
            text.append(' ').append(item);
            column += 1 + item.length();
        }
        return text.append('\n').toString();
    }

    private List<List<String>> cells(Set<String> withBounds) {
        String score = scoreName();
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(
                "device", "arm", isShare(score) ? "trained, %" : score, "aged", "kept for", "J/update", "all-in"));
        head.addAll(withBounds);
        cells.add(head);
        for (Row row : rows) {
            RunRecord.Arm arm = row.arm();
            List<String> line = new ArrayList<>(List.of(
                    row.device(),
                    arm.name(),
                    metric(arm, score + "Trained", isShare(score)),
                    metric(arm, score + "Aged", isShare(score)),
                    keptFor(arm, score),
                    perUpdate(arm, arm.perUpdate().coreJoules(), arm.perUpdate().coreStandardUncertaintyJoules()),
                    perUpdate(
                            arm, arm.perUpdate().allInJoules(), arm.perUpdate().allInStandardUncertaintyJoules())));
            withBounds.forEach(bound -> line.add(ratio(arm, bound)));
            cells.add(line);
        }
        return cells;
    }

    /** A dash where there was no update to divide by. */
    private static String perUpdate(RunRecord.Arm arm, double value, double standardUncertainty) {
        return arm.updates().applied() == 0 ? DASH : joules(value, standardUncertainty);
    }

    /** An energy, or its upper limit at two standard uncertainties where it is not told from none. */
    private static String joules(double value, double standardUncertainty) {
        return value < 2 * standardUncertainty
                ? "< " + Engineering.of(Math.max(0, value) + 2 * standardUncertainty, "J")
                : Engineering.of(value, "J");
    }

    private String scoreName() {
        return rows.stream()
                .flatMap(row -> row.arm().metrics().keySet().stream())
                .filter(name -> name.endsWith("Trained"))
                .findFirst()
                .map(name -> name.substring(0, name.length() - "Trained".length()))
                .orElse("score");
    }

    private static boolean isShare(String score) {
        return score.equals("accuracy");
    }

    private static String metric(RunRecord.Arm arm, String name, boolean share) {
        Double value = arm.metrics().get(name);
        if (value == null) {
            return DASH;
        }
        return share ? String.format(Locale.ROOT, "%.1f", 100 * value) : Engineering.plain(value);
    }

    private static String ratio(RunRecord.Arm arm, String bound) {
        return arm.bounds().stream()
                .filter(candidate -> key(candidate).equals(bound))
                .findFirst()
                .map(DeviceComparison::ratio)
                .orElse(DASH);
    }

    /** {@code unresolved} where the meter's uncertainty hides an energy that reads less than half the bound. */
    private static String ratio(BoundResult bound) {
        Double ratio = bound.ratio();
        if (ratio == null || !Double.isFinite(ratio)) {
            return DASH;
        }
        return !bound.isResolved() ? "unresolved" : Engineering.plain(ratio) + " x";
    }

    /** The last age up to which every reading was within {@link #KEPT_WITHIN} of the trained accuracy. */
    private static String keptFor(RunRecord.Arm arm, String score) {
        Double trained = arm.metrics().get(score + "Trained");
        List<RunRecord.RetentionPoint> curve = arm.retention();
        if (!isShare(score) || trained == null || curve == null || curve.isEmpty()) {
            return DASH;
        }
        RunRecord.@Nullable RetentionPoint kept = null;
        for (RunRecord.RetentionPoint point : curve) {
            if (point.accuracy() < trained - KEPT_WITHIN) {
                return kept == null ? "< " + time(point.seconds()) : time(kept.seconds());
            }
            kept = point;
        }
        return "≥ " + time(curve.get(curve.size() - 1).seconds());
    }

    private static String time(double seconds) {
        if (seconds >= YEAR_SECONDS) {
            return Engineering.plain(seconds / YEAR_SECONDS) + " a";
        }
        if (seconds >= 86_400) {
            return Engineering.plain(seconds / 86_400) + " d";
        }
        return Engineering.of(seconds, "s");
    }

    /** Columns two spaces apart. */
    private static String aligned(List<List<String>> cells) {
        int columns = cells.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : cells) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c)).append(" ".repeat(widths[c] - row.get(c).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
