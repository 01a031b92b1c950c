package org.limbench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.text.PlainNumber;

/**
 * A weighted graph, packed by gzip or not, in one of two formats. That of the Gset collection: a line {@code n m}, then m lines
 * {@code i j w}; a line that begins with {@code #} is a comment. That of DIMACS: a line {@code p edge n m} (or {@code p col}), then
 * m lines {@code e i j} with weight 1 or {@code e i j w}; a line that begins with {@code c} is a comment. Spins are counted from
 * 1; weights are decimal numbers, held exactly, with at most {@value IsingProblem#MOST_DECIMALS} digits behind the point. Empty
 * lines are passed over; a comment {@code best-known 44} tells the largest cut anybody knows of, which files of the collection
 * itself do not carry.
 *
 * <p>Nothing in a file is trusted: lines and counts are bounded, and memory grows with what was read, not with what was said.
 */
final class GsetFile {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_LINE = 400;
    private static final String BEST_KNOWN = "best-known";
    /** Every edge of the largest weight. */
    private static final BigDecimal MOST_CUT =
            BigDecimal.valueOf((long) IsingProblem.MOST_EDGES * IsingProblem.MOST_WEIGHT);
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
    private int decimals;
    private boolean dimacs;
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
     * @param inputs told of the file
     * @throws WorkloadException one line naming file, line, value and what is allowed
     */
    static IsingProblem read(String task, String path, Consumer<TaskInput> inputs) {
        return DataFile.read(path, "a graph in the format of Gset or DIMACS", MOST_BYTES, file -> {
            GsetFile graph = new GsetFile(task, path, new BufferedReader(file.text()));
            IsingProblem problem = graph.read();
            Map<String, Long> counts = Map.of("nodes", (long) graph.spins, "edges", (long) graph.declared);
            file.tell(inputs, "graph", counts, graph.form());
            return problem;
        });
    }

    /** Reads lines; {@code name} is what messages call them. */
    static IsingProblem read(String task, String name, Reader reader) throws IOException {
        return new GsetFile(task, name, new BufferedReader(reader)).read();
    }

    private IsingProblem read() throws IOException {
        for (String text = nextLine(); text != null; text = nextLine()) {
            String content = text.strip();
            if (content.startsWith("#") || content.equals("c") || content.startsWith("c ")) {
                comment(content.substring(1).strip());
            } else if (!content.isEmpty()) {
                fields(content);
            }
        }
        if (spins == 0) {
            throw new WorkloadException(name + " holds no graph; allowed: a line 'n m', then m lines 'i j w', or"
                    + " a line 'p edge n m', then m lines 'e i j' or 'e i j w'");
        }
        if (edges.size() != declared) {
            throw new WorkloadException(name + " ends after " + edges.size() + " edges; allowed: the " + declared
                    + " its first line tells of");
        }
        requireDistinct();
        return problem();
    }

    /** The problem in units of the finest weight. */
    private IsingProblem problem() {
        long unit = 1;
        for (int k = decimals; k < IsingProblem.MOST_DECIMALS; k++) {
            unit *= 10;
        }
        List<IsingProblem.Edge> inUnits = new ArrayList<>(edges.size());
        for (IsingProblem.Edge edge : edges) {
            inUnits.add(new IsingProblem.Edge(edge.one(), edge.other(), edge.weight() / unit));
        }
        Long best = bestKnown == null ? null : bestKnown / unit;
        IsingProblem problem = IsingProblem.of(task, spins, inUnits, decimals, best);
        if (best != null && (best < 0 || best > problem.positiveWeight())) {
            throw new WorkloadException(name + ": " + BEST_KNOWN + " is " + plain(problem.weight(best))
                    + "; allowed: 0, the cut of no spin, to the sum of the weights above 0, "
                    + plain(problem.weight(problem.positiveWeight())));
        }
        return problem;
    }

    private static String plain(double weight) {
        return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
    }

    /** How it was read, for people. */
    private String form() {
        return (dimacs ? "DIMACS" : "Gset") + ", weights with " + decimals + " decimals";
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
        if (words.hasMoreTokens()) {
            throw at(BEST_KNOWN + " is "
                    + quoted(content.substring(BEST_KNOWN.length()).strip()) + "; allowed: one number");
        }
        bestKnown = weight(BEST_KNOWN, value, MOST_CUT);
    }

    private void fields(String content) {
        StringTokenizer words = new StringTokenizer(content);
        if (spins == 0) {
            dimacs = content.startsWith("p ") || content.startsWith("p\t");
            counts(words, content);
        } else {
            edge(words, content);
        }
    }

    private void counts(StringTokenizer words, String content) {
        if (words.countTokens() != (dimacs ? 4 : 2)) {
            throw at("has " + words.countTokens() + " fields, " + quoted(content)
                    + "; allowed: two, 'n m', or four, 'p edge n m'");
        }
        if (dimacs) {
            words.nextToken();
            String kind = words.nextToken();
            if (!kind.equals("edge") && !kind.equals("col")) {
                throw at("is of kind " + quoted(kind) + "; allowed: p edge, p col");
            }
        }
        int n = number("n", words.nextToken(), 1, IsingProblem.MOST_SPINS);
        declared = number("m", words.nextToken(), 1, IsingProblem.MOST_EDGES);
        spins = n;
    }

    private void edge(StringTokenizer words, String content) {
        int count = words.countTokens();
        if (dimacs ? count < 3 || count > 4 || !words.nextToken().equals("e") : count != 3) {
            throw at("has " + count + " fields, " + quoted(content) + "; allowed: "
                    + (dimacs ? "'e i j' or 'e i j w'" : "three, 'i j w'"));
        }
        if (edges.size() == declared) {
            throw at("is one edge too many, " + quoted(content) + "; allowed: the " + declared
                    + " the first line tells of");
        }
        int i = number("i", words.nextToken(), 1, spins);
        int j = number("j", words.nextToken(), 1, spins);
        String written = words.hasMoreTokens() ? words.nextToken() : "1";
        long weight = weight("w", written, BigDecimal.valueOf(IsingProblem.MOST_WEIGHT));
        if (i == j) {
            throw at("joins " + i + " to itself; allowed: two different spins");
        }
        add(Math.min(i, j) - 1, Math.max(i, j) - 1, weight);
    }

    private void add(int low, int high, long weight) {
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

    /** A weight in millionths, exactly as written. */
    private long weight(String what, String text, BigDecimal most) {
        if (PlainNumber.isReal(text)) {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            if (value.abs().compareTo(most) <= 0 && value.scale() <= IsingProblem.MOST_DECIMALS) {
                decimals = Math.max(decimals, value.scale());
                return value.movePointRight(IsingProblem.MOST_DECIMALS).longValueExact();
            }
        }
        throw at(what + " is " + quoted(text) + "; allowed: a number from -" + most + " to " + most + " with at most "
                + IsingProblem.MOST_DECIMALS + " digits behind the point");
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
