package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Gathers the records of a table one by one; refuses, by line and column, what does not belong. Used once. */
final class TableCollector {
    private static final int MOST_FEATURES = 65_535;
    private static final int MOST_LABEL_CHARACTERS = 200;

    private final String name;
    private final CSVParser parser;
    private final ExampleTable.Last kind;
    private final List<String> labels = new ArrayList<>();
    private double[] targets = new double[16];
    private double[] flat = new double[1024];
    private int examples;
    private int used;
    private int width;

    /**
     * @param kind of the last column
     */
    TableCollector(String name, CSVParser parser, ExampleTable.Last kind) {
        this.name = name;
        this.parser = parser;
        this.kind = kind;
    }

    ExampleTable collect() {
        for (CSVRecord record : parser) {
            if (width == 0) {
                start(record);
                if (isHeader(record)) {
                    continue;
                }
            }
            add(record);
        }
        if (examples < 2) {
            throw new WorkloadException(name + " holds " + (examples == 0 ? "no examples" : "one example")
                    + "; allowed: 2 or more lines of numbers and a " + kind.label());
        }
        return new ExampleTable(name, width - 1, Arrays.copyOf(flat, used), labels, Arrays.copyOf(targets, examples));
    }

    private void start(CSVRecord record) {
        width = record.size();
        if (width < 2 || width - 1 > MOST_FEATURES) {
            throw at(
                    record,
                    "has " + width + " fields; allowed: 2 to " + (MOST_FEATURES + 1) + ", the last one the "
                            + kind.label());
        }
    }

    private boolean isHeader(CSVRecord record) {
        for (int column = 0; column < width - 1; column++) {
            String field = record.get(column);
            if (field.isEmpty() || !Double.isNaN(number(field)) || field.equalsIgnoreCase("nan")) {
                return false;
            }
        }
        return true;
    }

    private void add(CSVRecord record) {
        if (record.size() != width) {
            throw at(record, "has " + record.size() + " fields; allowed: " + width + " as in the first line");
        }
        if (used + width - 1 > ExampleTable.MOST_NUMBERS) {
            throw at(record, "exceeds " + ExampleTable.MOST_NUMBERS + " numbers; allowed: at most so many in a file");
        }
        if (used + width - 1 > flat.length) {
            flat = Arrays.copyOf(
                    flat, Math.min(ExampleTable.MOST_NUMBERS, Math.max(2 * flat.length, used + width - 1)));
        }
        for (int column = 0; column < width - 1; column++) {
            flat[used++] = finite(record, column, "");
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

    private double finite(CSVRecord record, int column, String what) {
        double value = number(record.get(column));
        if (!Double.isFinite(value)) {
            throw at(
                    record,
                    "column " + (column + 1) + what + " is " + quoted(record.get(column))
                            + "; allowed: a finite number");
        }
        return value;
    }

    private String label(CSVRecord record) {
        String label = record.get(width - 1);
        if (label.isEmpty() || label.length() > MOST_LABEL_CHARACTERS) {
            throw at(
                    record,
                    "column " + width + " (the class) is " + quoted(label) + "; allowed: 1 to " + MOST_LABEL_CHARACTERS
                            + " characters");
        }
        return label;
    }

    /** The number a field spells; NaN where it spells none. Java's own suffixes (1d, 1f) are not CSV's. */
    private static double number(String field) {
        if (field.isEmpty() || "dDfF".indexOf(field.charAt(field.length() - 1)) >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    static String quoted(String value) {
        String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private WorkloadException at(CSVRecord record, String what) {
        long line = parser.getCurrentLineNumber();
        return new WorkloadException(name + ", line " + line + " (record " + record.getRecordNumber() + "): " + what);
    }
}
