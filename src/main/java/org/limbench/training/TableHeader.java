package org.limbench.training;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.limbench.text.PlainNumber;

/**
 * Whether a table's first line names its columns. It does where every feature is a name, it does not where every feature is a
 * number; what could be either is refused, with the option that settles it.
 */
final class TableHeader {
    private static final Set<String> NOT_KNOWN =
            Set.of("na", "nan", "n/a", "null", "none", "nil", "inf", "infinity", "missing", "unknown", "true", "false");
    private static final String SETTLED = "; ?header=yes or ?header=no settles it";

    private final List<String> fields;
    private final boolean headed;
    private final boolean said;

    /**
     * @param fields of the first line
     * @param numeric whether each feature is a number in the table's dialect
     * @param dialect what the task says
     */
    TableHeader(List<String> fields, List<Boolean> numeric, TableDialect dialect) {
        this.fields = List.copyOf(fields);
        this.said = dialect.header().isPresent();
        this.headed = dialect.header().orElse(!numeric.contains(true));
    }

    boolean headed() {
        return headed;
    }

    private String last() {
        return fields.get(fields.size() - 1);
    }

    /** What makes the first line doubtful by itself; empty where nothing does or the task has settled it. */
    Optional<String> doubt() {
        if (said) {
            return Optional.empty();
        }
        return headed ? doubtfulNames() : doubtfulNumbers();
    }

    private Optional<String> doubtfulNames() {
        Set<String> seen = new HashSet<>();
        for (int column = 0; column < fields.size(); column++) {
            String field = fields.get(column);
            boolean name = !field.isEmpty()
                    && (Character.isLetter(field.codePointAt(0)) || field.charAt(0) == '_')
                    && !NOT_KNOWN.contains(field.toLowerCase(Locale.ROOT));
            if (column < fields.size() - 1 && !name) {
                return Optional.of("column " + (column + 1) + " is " + TableCollector.quoted(field)
                        + ", neither a number nor the name of a column" + SETTLED);
            }
            if (!seen.add(field)) {
                return Optional.of("names " + TableCollector.quoted(field) + " twice" + SETTLED);
            }
        }
        return Optional.empty();
    }

    private Optional<String> doubtfulNumbers() {
        boolean counts = fields.size() > 2 && fields.get(0).matches("[01]");
        for (int column = 1; counts && column < fields.size(); column++) {
            counts = isWhole(fields.get(column))
                    && PlainNumber.whole(fields.get(column)) == PlainNumber.whole(fields.get(0)) + column;
        }
        return counts ? Optional.of("counts its columns, as the header of a program does" + SETTLED) : Optional.empty();
    }

    private static boolean isWhole(String field) {
        return field.matches("[0-9]{1,9}");
    }

    /**
     * What makes it doubtful beside the classes of all other lines: a header whose last field is one of them, or numbers whose
     * class occurs nowhere else.
     *
     * @param classes of the lines after the first
     */
    Optional<String> doubt(Set<String> classes) {
        if (said || headed != classes.contains(last())) {
            return Optional.empty();
        }
        return Optional.of(
                headed
                        ? "its last field " + TableCollector.quoted(last())
                                + " is a class of other lines, so it may be an example whose features cannot be read"
                                + SETTLED
                        : "its class " + TableCollector.quoted(last())
                                + " occurs in no other line, so it may be a header of numbers" + SETTLED);
    }
}
