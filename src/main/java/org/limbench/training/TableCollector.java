package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;
import org.limbench.text.PlainNumber;

/** Gathers the records of a table one by one; refuses, by line and column, what does not belong. Used once. */
final class TableCollector {
    private static final int MOST_FEATURES = 65_535;
    private static final int BLOCK = 1 << 14;
    private static final int MOST_LABEL_CHARACTERS = 200;
    private static final String GROUPED = "[+-]?[0-9]{1,3}([., '’\u00a0][0-9]{3})+([.,][0-9]+)?";

    private final String name;
    private final CSVParser parser;
    private final ExampleTable.Last kind;
    private final TableDialect dialect;
    private final List<String> labels = new ArrayList<>();
    private double[] targets = new double[16];
    /** Numbers in order, so many in each: none is copied while more come. */
    private final List<double[]> blocks = new ArrayList<>();

    private int examples;
    private int used;
    private int width;
    private long firstLine;
    private @Nullable TableHeader header;

    /**
     * @param kind of the last column
     * @param dialect what the task says of the table
     */
    TableCollector(String name, CSVParser parser, ExampleTable.Last kind, TableDialect dialect) {
        this.name = name;
        this.parser = parser;
        this.kind = kind;
        this.dialect = dialect;
    }

    ExampleTable collect() {
        for (CSVRecord record : parser) {
            if (header == null) {
                header = start(record);
                if (header.headed()) {
                    continue;
                }
            }
            add(record);
        }
        if (examples < 2 || header == null) {
            throw new WorkloadException(name + " holds " + (examples == 0 ? "no examples" : "one example")
                    + "; allowed: 2 or more lines of numbers and a " + kind.label());
        }
        requireUndoubted(header);
        return new ExampleTable(
                name, kind, width - 1, flat(), labels, Arrays.copyOf(targets, examples), dialect, header.headed());
    }

    private TableHeader start(CSVRecord record) {
        width = record.size();
        firstLine = parser.getCurrentLineNumber();
        List<String> fields = record.toList();
        for (String field : fields) {
            Optional<String> other = dialect.otherDelimiter(field);
            if (other.isPresent()) {
                throw at(
                        firstLine,
                        quoted(field) + " holds a " + other.get() + "; ?delimiter=" + other.get()
                                + " reads it as one between fields, ?delimiter=comma as part of the field");
            }
        }
        if (width < 2 || width - 1 > MOST_FEATURES) {
            throw at(
                    firstLine,
                    "has " + width + (width == 1 ? " field, " + quoted(record.get(0)) : " fields") + "; allowed: 2 to "
                            + (MOST_FEATURES + 1) + ", the last one the " + kind.label()
                            + " (?delimiter= says what is between them; " + TableDialect.word(dialect.delimiter())
                            + " was looked for)");
        }
        List<Boolean> numeric = fields.subList(0, width - 1).stream()
                .map(field -> !Double.isNaN(number(field)))
                .toList();
        TableHeader first = new TableHeader(fields, numeric, dialect);
        first.doubt().ifPresent(doubt -> {
            throw at(firstLine, doubt + hint(fields.get(0)));
        });
        return first;
    }

    private void requireUndoubted(TableHeader first) {
        if (kind == ExampleTable.Last.CLASS) {
            Set<String> others = new HashSet<>(labels.subList(first.headed() ? 0 : 1, labels.size()));
            first.doubt(others).ifPresent(doubt -> {
                throw at(firstLine, doubt);
            });
        }
    }

    private void add(CSVRecord record) {
        if (record.size() != width) {
            throw at("has " + record.size() + (record.size() == 1 ? " field" : " fields") + "; allowed: " + width
                    + " as in the first line");
        }
        if (used + width - 1 > ExampleTable.MOST_NUMBERS) {
            throw at("exceeds " + ExampleTable.MOST_NUMBERS + " numbers; allowed: at most so many in a file");
        }
        for (int column = 0; column < width - 1; column++) {
            if (used % BLOCK == 0) {
                requireMemory();
                blocks.add(new double[BLOCK]);
            }
            blocks.get(used / BLOCK)[used++ % BLOCK] = finite(record, column, "");
        }
        switch (kind) {
            case CLASS -> labels.add(label(record));
            case NUMBER -> {
                if (examples == targets.length) {
                    targets = Arrays.copyOf(targets, 2 * examples);
                }
                targets[examples] = finite(record, width - 1, " (the target)");
            }
        }
        examples++;
    }

    /** What the numbers so far take until they are examples. */
    private void requireMemory() {
        Require.memory(
                name + ", line " + parser.getCurrentLineNumber() + ": a table of " + (examples + 1) + " x "
                        + (width - 1) + " numbers so far, " + ExampleTable.BYTES_OF_A_NUMBER + " bytes each,",
                (examples + 1L) * (width - 1) * ExampleTable.BYTES_OF_A_NUMBER);
    }

    private double[] flat() {
        double[] flat = new double[used];
        for (int from = 0; from < used; from += BLOCK) {
            System.arraycopy(blocks.get(from / BLOCK), 0, flat, from, Math.min(BLOCK, used - from));
        }
        return flat;
    }

    private double finite(CSVRecord record, int column, String what) {
        String field = record.get(column);
        double value = number(field);
        if (Double.isNaN(value)) {
            throw at("column " + (column + 1) + what + " is " + quoted(field) + "; allowed: a finite decimal number"
                    + hint(field)
                    + (parser.getCurrentLineNumber() == firstLine
                            ? " (?header=yes where the first line names the columns)"
                            : ""));
        }
        return value;
    }

    /** What a field may have meant that is no number here. */
    private String hint(String field) {
        Optional<String> other = dialect.otherDelimiter(field);
        if (other.isPresent()) {
            return " (?delimiter=" + other.get() + " where a " + other.get() + " is between fields)";
        }
        if (field.matches("[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?") && dialect.decimal() == '.') {
            return " (?decimal=comma where a comma stands before the fraction)";
        }
        if (field.matches(GROUPED)) {
            return " without separators of thousands";
        }
        return "";
    }

    private String label(CSVRecord record) {
        String label = record.get(width - 1);
        String what = "column " + width + " (the class) is " + quoted(label);
        if (label.isEmpty() || label.length() > MOST_LABEL_CHARACTERS) {
            throw at(what + "; allowed: 1 to " + MOST_LABEL_CHARACTERS + " characters");
        }
        if (!printable(label).equals(label)) {
            throw at(what + " with characters that cannot be seen; allowed: those that can");
        }
        Optional<String> other = dialect.otherDelimiter(label);
        if (other.isPresent()) {
            throw at(what + " and holds a " + other.get()
                    + "; ?delimiter=comma takes it for part of the class, ?delimiter=" + other.get() + " reads fields");
        }
        return label;
    }

    /** The number a field spells in the table's dialect; NaN where it spells none. */
    private double number(String field) {
        if (dialect.decimal() == ',') {
            return field.indexOf('.') >= 0 ? Double.NaN : plain(field.replace(',', '.'));
        }
        return plain(field);
    }

    private static double plain(String field) {
        try {
            return PlainNumber.real(field);
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    static String quoted(String value) {
        String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        return "\"" + printable(shown) + "\"";
    }

    /** A foreign text without what a terminal acts upon or nobody can see. */
    static String printable(String value) {
        return value.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "?");
    }

    private WorkloadException at(String what) {
        return at(parser.getCurrentLineNumber(), what);
    }

    private WorkloadException at(long line, String what) {
        return new WorkloadException(name + ", line " + line + ": " + what);
    }
}
