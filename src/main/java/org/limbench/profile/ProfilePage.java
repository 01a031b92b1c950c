package org.limbench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One profile as a page of plain text: what it is, what a pulse costs, then every
 * number with value, unit, confidence and a mark that leads to its source. Pure functions.
 */
final class ProfilePage {
    private static final List<String> SECTIONS = List.of(
            "temperature",
            "geometry",
            "cell",
            "powerOn",
            "barrier",
            "drive",
            "read",
            "energy",
            "ageing",
            "meter",
            "limits");
    private static final int KEY = 31;
    private static final int WRITTEN = 14;
    private static final int SI = 17;
    private static final int CONFIDENCE = 10;

    private ProfilePage() {}

    /** @param columns at which prose is broken; longer words than that stay whole, and tables are 80 wide */
    static String of(DeviceProfile profile, int columns) {
        StringBuilder page = new StringBuilder();
        page.append(profile.name()).append('\n');
        wrap(page, "  ", "  ", profile.summary(), columns);
        page.append('\n');
        head(page, columns, "model", profile.modelName());
        head(page, columns, "barrier", profile.model().barrierLimits() == null ? "none" : "tunable");
        head(
                page,
                columns,
                "array",
                profile.geometry().rows() + " rows x " + profile.geometry().columns() + " columns at "
                        + figure(profile.temperatureKelvin()) + " K");
        OptionalDouble retention = profile.publishedRetentionSeconds();
        head(
                page,
                columns,
                "retention",
                retention.isPresent() ? figure(retention.getAsDouble()) + " s, published" : "unpublished");
        head(page, columns, "numbers", counts(profile));
        head(page, columns, "sha256", profile.sha256());
        energy(page, profile);
        numbers(page, profile, columns);
        return page.toString();
    }

    private static void head(StringBuilder page, int columns, String name, String text) {
        wrap(page, "  " + pad(name, 11), " ".repeat(13), text, columns);
    }

    private static String counts(DeviceProfile profile) {
        StringBuilder counts = new StringBuilder().append(profile.quantities().size());
        String separator = ": ";
        for (Confidence confidence : Confidence.values()) {
            counts.append(separator)
                    .append(profile.quantities().stream()
                            .filter(q -> q.confidence() == confidence)
                            .count())
                    .append(' ')
                    .append(confidence.word());
            separator = ", ";
        }
        return counts.toString();
    }

    private static void energy(StringBuilder page, DeviceProfile profile) {
        EnergySplit split = EnergySplit.of(profile);
        double kt = EnergySplit.BOLTZMANN * profile.temperatureKelvin();
        page.append('\n').append(pad("ENERGY OF A POTENTIATING PULSE", KEY + WRITTEN));
        page.append(pad("J", SI)).append("kT\n");
        joules(page, "cell: heat of the pulse", split.tilt(), kt);
        joules(page, "cell: its barrier opened and closed", split.motion(), kt);
        joules(page, "actuator: what moves the barrier", split.actuator(), kt);
        joules(page, "wires: its row and its column", split.wires(), kt);
        joules(page, "half-selected cells on the two", split.halfSelect(), kt);
        joules(page, "periphery: a pulse slot", split.slot(), kt);
        joules(page, "periphery: a command", split.command(), kt);
        joules(page, "reading one cell", split.read(), kt);
        page.append(pad("  idle power", KEY + WRITTEN))
                .append(figure(split.idleWatts()))
                .append(" W\n");
    }

    private static void joules(StringBuilder page, String what, double joules, double kt) {
        page.append(pad("  " + what, KEY + WRITTEN))
                .append(pad(String.format(Locale.ROOT, "%.3g", joules), SI))
                .append(String.format(Locale.ROOT, "%.3g", joules / kt))
                .append('\n');
    }

    private static void numbers(StringBuilder page, DeviceProfile profile, int columns) {
        Map<String, Integer> marks = new LinkedHashMap<>();
        page.append('\n')
                .append(pad("KEY", KEY))
                .append(pad("WRITTEN", WRITTEN))
                .append(pad("SI", SI))
                .append(pad("CONFIDENCE", CONFIDENCE + 1))
                .append("SOURCE\n");
        String section = "";
        for (Quantity q : ordered(profile.quantities())) {
            String own = section(q);
            boolean alone = own.equals(q.keyPath());
            if (!own.equals(section) && !alone) {
                page.append(own).append('\n');
            }
            section = own;
            int mark = marks.computeIfAbsent(q.source(), source -> marks.size() + 1);
            String key = alone ? own : "  " + q.keyPath().substring(own.length() + 1);
            page.append(pad(key, KEY))
                    .append(pad(q.written(), WRITTEN))
                    .append(pad(si(q), SI))
                    .append(pad(q.confidence().word(), CONFIDENCE + 1))
                    .append('[')
                    .append(mark)
                    .append("]\n");
        }
        page.append("\nSOURCES\n");
        marks.forEach((source, mark) -> wrap(page, pad("  [" + mark + "]", 8), " ".repeat(8), source, columns));
    }

    private static String si(Quantity q) {
        if (q.written().matches("[a-z]+")) {
            return "-";
        }
        return figure(q.value()) + (q.unit().equals("1") ? "" : " " + q.unit());
    }

    private static List<Quantity> ordered(List<Quantity> quantities) {
        List<Quantity> ordered = new ArrayList<>(quantities);
        // a stable sort: within a section the order of the records stays
        ordered.sort(Comparator.comparingInt(q -> SECTIONS.indexOf(section(q))));
        return ordered;
    }

    private static String section(Quantity q) {
        int dot = q.keyPath().indexOf('.');
        return dot < 0 ? q.keyPath() : q.keyPath().substring(0, dot);
    }

    /** Six digits, without the zeros that say nothing; those of an exponent stay. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.6g", value)
                .replaceFirst("(\\.[0-9]*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
    }

    /** At least one space after it. */
    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    static void wrap(StringBuilder page, String first, String next, String text, int columns) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > columns) {
                page.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        page.append(line.toString().stripTrailing()).append('\n');
    }
}
