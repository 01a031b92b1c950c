package org.limbench.training;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A CSV file of numbers whose last column is the class or the target. What could be
 * read in two ways is refused with the option of the task that settles it; empty lines are passed over. Sizes are bounded before memory is taken.
 */
final class ExampleTable {
    /** Most features of all examples together. */
    static final int MOST_NUMBERS = 20_000_000;

    /** What a number takes at most: as read, in the copy a task works on, and among the examples to train or test on. */
    static final int BYTES_OF_A_NUMBER = 3 * Double.BYTES;

    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_CLASSES = 1024;
    private static final String OR_A_TARGET = "; ?model=linear takes the last column for a target";

    private final String name;
    private final Last last;
    private final int features;
    private final double[] flat;
    private final List<String> labels;
    private final double[] targets;
    private final TableDialect dialect;
    private final boolean headed;

    /** What the last column holds. */
    enum Last {
        /** Any text: classes. */
        CLASS("class"),
        /** Finite numbers: a target. */
        NUMBER("target");

        private final String label;

        Last(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * @param flat features row-major, one example a row
     * @param labels of each example; empty where the last column is a target
     * @param targets of each example; without meaning where the last column is a class
     * @param dialect how it was to be read
     * @param headed whether the first line named the columns
     */
    ExampleTable(
            String name,
            Last last,
            int features,
            double[] flat,
            List<String> labels,
            double[] targets,
            TableDialect dialect,
            boolean headed) {
        this.name = name;
        this.last = last;
        this.features = features;
        this.flat = flat;
        this.labels = labels;
        this.targets = targets;
        this.dialect = dialect;
        this.headed = headed;
    }

    /**
     * Reads a file, packed by gzip or not.
     *
     * @param dialect how it is written, as far as its task says so
     * @param inputs told of the file
     * @throws WorkloadException one line naming file, line, column, value and what is allowed
     */
    static ExampleTable read(String path, Last last, TableDialect dialect, Consumer<TaskInput> inputs) {
        return DataFile.read(path, "a CSV file", MOST_BYTES, file -> {
            ExampleTable table = read(path, file.text(), last, dialect);
            file.tell(inputs, "table", table.counts(), table.form());
            return table;
        });
    }

    /**
     * Reads lines; {@code name} is what messages call them, and the reader stays the caller's.
     *
     * @throws IOException when the reader fails
     */
    static ExampleTable read(String name, Reader reader, Last last, TableDialect dialect) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(dialect.delimiter())
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try {
            CSVParser parser = format.parse(reader);
            return new TableCollector(name, parser, last, dialect).collect();
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof CSVException) {
                throw new WorkloadException(name + " is not CSV: " + cause.getMessage(), e);
            }
            throw cause;
        }
    }

    /** How it was read, for people. */
    private String form() {
        int constant = 0;
        for (int column = 0; column < features; column++) {
            boolean same = true;
            for (int k = column + features; same && k < flat.length; k += features) {
                same = flat[k] == flat[column];
            }
            constant += same ? 1 : 0;
        }
        return dialect.form(headed) + (constant == 0 ? "" : ", " + constant + " features the same in every example");
    }

    /** What a record says of it. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(Map.of("examples", (long) examples(), "features", (long) features));
        if (last == Last.CLASS) {
            counts.put("classes", (long) classes().count());
        }
        return counts;
    }

    int examples() {
        return flat.length / features;
    }

    int features() {
        return features;
    }

    /** The features as read, row-major; the caller owns the copy. */
    double[] flat() {
        return flat.clone();
    }

    /** The targets as read; the caller owns the copy. */
    double[] targets() {
        return targets.clone();
    }

    /** The classes, numbered in the order of their sorted names, so that columns do not depend on the order of lines. */
    ClassLabels classes() {
        List<String> classes = List.copyOf(new TreeSet<>(labels));
        if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
            throw new WorkloadException(name + " holds " + classes.size() + " class"
                    + (classes.size() == 1 ? ", " + TableCollector.quoted(classes.get(0)) : "es")
                    + "; allowed: 2 to " + MOST_CLASSES + (classes.size() > 2 ? OR_A_TARGET : ""));
        }
        if (!dialect.modelSaid() && classes.size() > 2 && 2 * classes.size() > labels.size()) {
            throw new WorkloadException(name + " holds " + classes.size() + " classes in " + labels.size()
                    + " examples, as a column of numbers or names does; allowed: half as many, or a model that is named"
                    + OR_A_TARGET);
        }
        int[] numbered = new int[labels.size()];
        for (int k = 0; k < numbered.length; k++) {
            numbered[k] = Collections.binarySearch(classes, labels.get(k));
        }
        return new ClassLabels(numbered, classes.size());
    }
}
