package org.limbench.training;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.limbench.device.RandomStream;

/**
 * A CSV file of numbers whose last column is the class. A first line none of whose features is a number is a header; empty
 * lines are passed over. Sizes are bounded before memory is taken.
 */
final class LabelledTable {
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_FEATURES = 65_535;
    private static final int MOST_CLASSES = 1024;
    private static final int MOST_NUMBERS = 20_000_000;
    private static final int MOST_LABEL_CHARACTERS = 200;

    private final int features;
    private final double[] flat;
    private final int[] labels;
    private final int classes;

    private LabelledTable(int features, double[] flat, int[] labels, int classes) {
        this.features = features;
        this.flat = flat;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Reads a file.
     *
     * @throws WorkloadException one line naming file, line, column, value and what is allowed
     */
    static LabelledTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WorkloadException(file + " is not a file that can be read; allowed: a CSV file");
        }
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new WorkloadException(file + " has " + bytes + " bytes; allowed: at most " + MOST_BYTES);
            }
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return read(file.toString(), reader);
            }
        } catch (IOException e) {
            throw new WorkloadException(file + " cannot be read: " + e, e);
        }
    }

    /** Reads lines; {@code name} is what messages call them. */
    static LabelledTable read(String name, Reader reader) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = format.parse(reader)) {
            return new Collector(name, parser).collect();
        } catch (IOException | UncheckedIOException e) {
            throw new WorkloadException(name + " is not CSV in UTF-8: " + e.getMessage(), e);
        }
    }

    int examples() {
        return labels.length;
    }

    /** The features as read, row-major; the caller owns the copy. */
    double[] features() {
        return flat.clone();
    }

    /** Splits by a shuffle of the stream. */
    LabelledExamples split(double[] scaled, int trainCount, RandomStream stream) {
        int[] order = Shuffle.permutation(labels.length, stream);
        return new LabelledExamples(scaled, labels, features, classes, order, trainCount);
    }

    /** Gathers records one by one. */
    private static final class Collector {
        private final String name;
        private final CSVParser parser;
        private final List<String> labels = new ArrayList<>();
        private double[] flat = new double[1024];
        private int used;
        private int width;

        Collector(String name, CSVParser parser) {
            this.name = name;
            this.parser = parser;
        }

        LabelledTable collect() {
            for (CSVRecord record : parser) {
                if (width == 0) {
                    start(record);
                    if (isHeader(record)) {
                        continue;
                    }
                }
                add(record);
            }
            return finish();
        }

        private void start(CSVRecord record) {
            width = record.size();
            if (width < 2 || width - 1 > MOST_FEATURES) {
                throw at(
                        record,
                        "has " + width + " fields; allowed: 2 to " + (MOST_FEATURES + 1) + ", the last one the class");
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
            if (used + width - 1 > MOST_NUMBERS) {
                throw at(record, "exceeds " + MOST_NUMBERS + " numbers; allowed: at most so many in a file");
            }
            if (used + width - 1 > flat.length) {
                flat = Arrays.copyOf(flat, Math.min(MOST_NUMBERS, Math.max(2 * flat.length, used + width - 1)));
            }
            for (int column = 0; column < width - 1; column++) {
                double value = number(record.get(column));
                if (!Double.isFinite(value)) {
                    throw at(
                            record,
                            "column " + (column + 1) + " is " + quoted(record.get(column))
                                    + "; allowed: a finite number");
                }
                flat[used++] = value;
            }
            String label = record.get(width - 1);
            if (label.isEmpty() || label.length() > MOST_LABEL_CHARACTERS) {
                throw at(
                        record,
                        "column " + width + " (the class) is " + quoted(label) + "; allowed: 1 to "
                                + MOST_LABEL_CHARACTERS + " characters");
            }
            labels.add(label);
        }

        private LabelledTable finish() {
            if (labels.isEmpty()) {
                throw new WorkloadException(
                        name + " holds no examples; allowed: 2 or more lines of numbers and a class");
            }
            // sorted, so that the columns of the array do not depend on the order of the lines
            List<String> classes = List.copyOf(new TreeSet<>(labels));
            if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
                throw new WorkloadException(name + " holds " + classes.size() + " class"
                        + (classes.size() == 1 ? ", " + quoted(classes.get(0)) : "es")
                        + "; allowed: 2 to " + MOST_CLASSES);
            }
            int[] numbered = new int[labels.size()];
            for (int k = 0; k < numbered.length; k++) {
                numbered[k] = Collections.binarySearch(classes, labels.get(k));
            }
            return new LabelledTable(width - 1, Arrays.copyOf(flat, used), numbered, classes.size());
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

        private static String quoted(String value) {
            String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
            return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
        }

        private WorkloadException at(CSVRecord record, String what) {
            long line = parser.getCurrentLineNumber();
            return new WorkloadException(
                    name + ", line " + line + " (record " + record.getRecordNumber() + "): " + what);
        }
    }
}
