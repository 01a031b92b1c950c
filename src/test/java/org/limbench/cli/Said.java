package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a command said, run in this process without a terminal.
 *
 * @param code it ended with
 * @param out results
 * @param err talk and errors
 */
record Said(int code, String out, String err) {
    /** Runs a command with the settings of a directory and an empty environment. */
    static Said by(Path directory, String... arguments) {
        return by(directory.resolve("limbench.yaml"), Map.of(), arguments);
    }

    /** Runs a command with a file of settings, which need not exist, and variables. */
    static Said by(Path settings, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, environment::get);
        int code = Main.run(console, settings, environment.keySet(), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /** A program that speaks to nobody, to be asked for its options. */
    static Console nobody() {
        PrintWriter nobody = new PrintWriter(new StringWriter());
        return new Console(nobody, nobody, false, name -> null);
    }

    /** Results of a command that did what it was asked for. */
    String done() {
        assertThat(code).as(err).isZero();
        return out;
    }

    /** Lines of the results. */
    List<String> lines() {
        return out.lines().toList();
    }

    /** Lines that complain. */
    List<String> complaints() {
        return err.lines().filter(line -> line.startsWith("limbench: ")).toList();
    }

    /** That it ended with a code and one line, which says so much, and no trace of the program's inside. */
    void refused(int expected, String... parts) {
        assertThat(code).as(err).isEqualTo(expected);
        assertThat(complaints()).as(err).hasSize(1);
        assertThat(err).doesNotContain("internal error").doesNotContain("\tat ");
        for (String part : parts) {
            assertThat(err).contains(part);
        }
    }
}
