package org.limbench.training;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A CSV file of numbers whose last column is the class or the target. A first line none of whose features is a number is a
 * header; empty lines are passed over. Sizes are bounded before memory is taken.
 */
final class ExampleTable {
    /** Most features of all examples together. */
    static final int MOST_NUMBERS = 20_000_000;

    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_CLASSES = 1024;

    private final String name;
    private final int features;
    private final double[] flat;
    private final List<String> labels;
    private final double[] targets;

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
     */
    ExampleTable(String name, int features, double[] flat, List<String> labels, double[] targets) {
        this.name = name;
        this.features = features;
        this.flat = flat;
        this.labels = labels;
        this.targets = targets;
    }

    /**
     * Reads a file.
     *
     * @throws WorkloadException one line naming file, line, column, value and what is allowed
     */
    static ExampleTable read(Path file, Last last) {
        if (!Files.isRegularFile(file)) {
            throw new WorkloadException(file + " is not a file that can be read; allowed: a CSV file");
        }
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new WorkloadException(file + " has " + bytes + " bytes; allowed: at most " + MOST_BYTES);
            }
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return read(file.toString(), reader, last);
            }
        } catch (IOException e) {
            throw new WorkloadException(file + " cannot be read: " + e, e);
        }
    }

    /** Reads lines; {@code name} is what messages call them. */
    static ExampleTable read(String name, Reader reader, Last last) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = format.parse(reader)) {
            return new TableCollector(name, parser, last).collect();
        } catch (IOException | UncheckedIOException e) {
            throw new WorkloadException(name + " is not CSV in UTF-8: " + e.getMessage(), e);
        }
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
                    + "; allowed: 2 to " + MOST_CLASSES);
        }
        int[] numbered = new int[labels.size()];
        for (int k = 0; k < numbered.length; k++) {
            numbered[k] = Collections.binarySearch(classes, labels.get(k));
        }
        return new ClassLabels(numbered, classes.size());
    }
}
