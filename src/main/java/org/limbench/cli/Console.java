package org.limbench.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Host;

/**
 * Where a command speaks: results on {@code out}, talk on {@code err}. Both make printable whatever comes through them
 * ({@link PrintableWriter}), so that no command has to think of it.
 *
 * @param out results, and nothing else
 * @param err talk, progress and errors
 * @param terminal whether a person watches {@code err}
 * @param environment environment variables by name
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, UnaryOperator<@Nullable String> environment) {
    /** As few as a help page can do with (picocli). */
    static final int LEAST_COLUMNS = 55;

    Console {
        out = PrintableOutput.of(out);
        err = PrintableOutput.of(err);
    }

    /** Results, with colours left in: for help, which is our own text alone. */
    PrintWriter styled() {
        return out instanceof PrintableOutput printable ? printable.plain() : out;
    }

    /** The process's own streams. */
    static Console ofProcess(OutputStream results) {
        return new Console(
                new PrintWriter(results, true, java.nio.charset.StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8),
                watched(),
                System::getenv);
    }

    /** Columns of the terminal as the shell tells them, {@value #LEAST_COLUMNS} to 400; 80 where it does not. */
    int columns() {
        String told = environment.apply("COLUMNS");
        return told != null && told.matches("[0-9]{2,3}")
                ? Math.min(400, Math.max(LEAST_COLUMNS, Integer.parseInt(told)))
                : 80;
    }

    /** Prints results for a person, no wider than the terminal. */
    void print(List<String> lines) {
        NarrowLines.of(lines, columns()).forEach(out::println);
    }

    /** Whether colours and other terminal control are wanted (no-color.org). */
    boolean decorated() {
        String noColor = environment.apply("NO_COLOR");
        return terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(environment.apply("TERM"));
    }

    /** Whether stderr is a terminal: Linux tells for that stream alone, elsewhere Java tells for the process. */
    @SuppressWarnings("SystemConsoleNull") // up to JDK 21 null is how Java says so
    private static boolean watched() {
        Path stderr = Path.of("/proc/self/fd/2");
        if (Files.isSymbolicLink(stderr)) {
            try {
                String target = Files.readSymbolicLink(stderr).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            } catch (IOException unreadable) {
                return false;
            }
        }
        return System.console() != null;
    }

    /** What the bench takes from this machine. */
    Host host() {
        SecureRandom entropy = new SecureRandom();
        return new Host(System::nanoTime, entropy::nextLong, environment);
    }

    /** Says a line to the person, not to the pipe. */
    void say(String line) {
        err.println(line);
    }
}
