package org.limbench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A weighted graph in the format of the Gset collection: a line {@code n m}, then m lines {@code i j w}, spins counted from 1,
 * whole weights. Empty lines are passed over; a line that begins with {@code #} is a comment, and {@code # best-known 44} tells
 * the largest cut anybody knows of, which files of the collection itself do not carry.
 *
 * <p>Nothing in a file is trusted: lines and counts are bounded, and memory grows with what was read, not with what was said.
 */
final class GsetFile {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_LINE = 400;
    private static final String BEST_KNOWN = "best-known";
    /** An edge packed for finding it again: two spins of 15 bits, then the line. */
    private static final int LINE_BITS = 30;

    private final String task;
    private final String name;
    private final BufferedReader reader;
    private final List<IsingProblem.Edge> edges = new ArrayList<>();
    private long[] seen = new long[1024];
    private int line;
    private int spins;
    private int declared;
    private @Nullable Long bestKnown;

    private GsetFile(String task, String name, BufferedReader reader) {
        this.task = task;
        this.name = name;
        this.reader = reader;
    }

    /**
     * Reads a file.
     *
     * @param task name of the problem
     * @throws WorkloadException one line naming file, line, value and what is allowed
     */
    static IsingProblem read(String task, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WorkloadException(file + " is not a file that can be read; allowed: a graph in Gset format");
        }
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new WorkloadException(file + " has " + bytes + " bytes; allowed: at most " + MOST_BYTES);
            }
            // a byte is a character, so that no byte fails to decode
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                return read(task, file.toString(), reader);
            }
        } catch (IOException e) {
            throw new WorkloadException(file + " cannot be read: " + e, e);
        }
    }

    /** Reads lines; {@code name} is what messages call them. */
    static IsingProblem read(String task, String name, Reader reader) throws IOException {
        return new GsetFile(task, name, new BufferedReader(reader)).read();
    }

    private IsingProblem read() throws IOException {
        for (String text = nextLine(); text != null; text = nextLine()) {
            String content = text.strip();
            if (content.startsWith("#")) {
                comment(content.substring(1).strip());
            } else if (!content.isEmpty()) {
                fields(content);
            }
        }
        if (spins == 0) {
            throw new WorkloadException(name + " holds no graph; allowed: a line 'n m', then m lines 'i j w'");
        }
        if (edges.size() != declared) {
            throw new WorkloadException(name + " ends after " + edges.size() + " edges; allowed: the " + declared
                    + " its first line tells of");
        }
        requireDistinct();
        IsingProblem problem = IsingProblem.of(task, spins, edges, bestKnown);
        if (bestKnown != null && (bestKnown < 0 || bestKnown > problem.positiveWeight())) {
            throw new WorkloadException(name + ": " + BEST_KNOWN + " is " + bestKnown
                    + "; allowed: 0, the cut of no spin, to the sum of the weights above 0, "
                    + problem.positiveWeight());
        }
        return problem;
    }

    /** The next line without its end; null after the last. */
    private @Nullable String nextLine() throws IOException {
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        line++;
        StringBuilder text = new StringBuilder();
        while (next >= 0 && next != '\n') {
            if (text.length() == MOST_LINE) {
                throw at("has more than " + MOST_LINE + " characters; allowed: at most so many in a line");
            }
            text.append((char) next);
            next = reader.read();
        }
        return text.toString();
    }

    private void comment(String content) {
        StringTokenizer words = new StringTokenizer(content);
        if (!words.hasMoreTokens() || !words.nextToken().equals(BEST_KNOWN)) {
            return;
        }
        if (bestKnown != null) {
            throw at(BEST_KNOWN + " is told a second time; allowed: once");
        }
        String value = words.hasMoreTokens() ? words.nextToken() : "";
        Long number = whole(value);
        if (number == null || words.hasMoreTokens()) {
            throw at(BEST_KNOWN + " is "
                    + quoted(content.substring(BEST_KNOWN.length()).strip()) + "; allowed: a whole number");
        }
        bestKnown = number;
    }

    private void fields(String content) {
        StringTokenizer words = new StringTokenizer(content);
        int wanted = spins == 0 ? 2 : 3;
        if (words.countTokens() != wanted) {
            throw at("has " + words.countTokens() + " fields, " + quoted(content) + "; allowed: "
                    + (spins == 0 ? "two, 'n m'" : "three, 'i j w'"));
        }
        if (spins == 0) {
            int n = number("n", words.nextToken(), 1, IsingProblem.MOST_SPINS);
            declared = number("m", words.nextToken(), 1, IsingProblem.MOST_EDGES);
            spins = n;
            return;
        }
        if (edges.size() == declared) {
            throw at("is one edge too many, " + quoted(content) + "; allowed: the " + declared
                    + " the first line tells of");
        }
        int i = number("i", words.nextToken(), 1, spins);
        int j = number("j", words.nextToken(), 1, spins);
        int weight = number("w", words.nextToken(), -IsingProblem.MOST_WEIGHT, IsingProblem.MOST_WEIGHT);
        if (i == j) {
            throw at("joins " + i + " to itself; allowed: two different spins");
        }
        add(Math.min(i, j) - 1, Math.max(i, j) - 1, weight);
    }

    private void add(int low, int high, int weight) {
        if (edges.size() == seen.length) {
            seen = Arrays.copyOf(seen, 2 * seen.length);
        }
        seen[edges.size()] = (((long) low << 15) | high) << LINE_BITS | line;
        edges.add(new IsingProblem.Edge(low, high, weight));
    }

    private void requireDistinct() {
        long[] sorted = Arrays.copyOf(seen, edges.size());
        Arrays.sort(sorted);
        for (int k = 1; k < sorted.length; k++) {
            long pair = sorted[k] >>> LINE_BITS;
            if (pair == sorted[k - 1] >>> LINE_BITS) {
                line = (int) (sorted[k] & ((1L << LINE_BITS) - 1));
                long before = sorted[k - 1] & ((1L << LINE_BITS) - 1);
                throw at("joins " + ((pair >>> 15) + 1) + " and " + ((pair & 0x7FFF) + 1) + " again, as line " + before
                        + " does; allowed: each pair once");
            }
        }
    }

    private int number(String what, String text, int least, int most) {
        Long value = whole(text);
        if (value == null || value < least || value > most) {
            throw at(what + " is " + quoted(text) + "; allowed: a whole number from " + least + " to " + most);
        }
        return (int) (long) value;
    }

    /** The whole number a field spells in ASCII digits; null where it spells none, or one of more than 18 digits. */
    private static @Nullable Long whole(String text) {
        return text.matches("[+-]?[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    private static String quoted(String value) {
        String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        return "\"" + shown.replaceAll("[^ -~…]", "?") + "\"";
    }

    private WorkloadException at(String what) {
        return new WorkloadException(name + ", line " + line + ": " + what);
    }
}
