package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a person reads is as wide as the terminal: every table and every help page, and nothing of them is lost. */
final class ColumnsTest {
    @TempDir
    private static Path directory;

    /** A run and a trace to show. */
    @BeforeAll
    static void make() {
        said(80, "run", "--task", "quadratic", "--arms", "lim,fixed", "--updates", "8", "--out", at("run"));
        said(80, "probe", "--trace", at("trace.pcapng"));
    }

    private static String at(String name) {
        return directory.resolve(name).toString();
    }

    private static String said(int columns, String... arguments) {
        return Said.by(directory.resolve("limbench.yaml"), Map.of("COLUMNS", Integer.toString(columns)), arguments)
                .done();
    }

    private static void gather(CommandLine line, List<String> path, List<List<String>> found) {
        List<String> help = new ArrayList<>(path);
        help.add("--help");
        found.add(help);
        line.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            gather(below, longer, found);
        });
    }

    static Stream<List<String>> pages() {
        List<List<String>> found = new ArrayList<>();
        gather(Main.commandLine(Said.nobody()), List.of(), found);
        return found.stream();
    }

    static Stream<List<String>> tables() {
        return Stream.of(
                List.of("run", "--resume", "@run"),
                List.of("replay", "@run", "--repeats", "2", "--out", "@replay"),
                List.of("probe"),
                List.of("trace", "@trace.pcapng"),
                List.of("bounds", "schedule"),
                List.of("bounds", "project"),
                List.of("bounds", "eval"),
                List.of("profile", "list"),
                List.of("profile", "show", "pcm"),
                List.of(
                        "profile",
                        "compare",
                        "lim-chain",
                        "--updates",
                        "4",
                        "--task",
                        "quadratic",
                        "--out",
                        "@compare"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noTableIsWiderThanTheTerminal(List<String> command) {
        fits(shown(60, command), 60);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noHelpPageIsWiderThanTheTerminalAndNoWordIsLost(List<String> command) {
        String narrow = shown(60, command);
        String wide = shown(120, command);

        fits(narrow, 60);
        fits(wide, 120);
        assertThat(words(narrow)).isEqualTo(words(wide));
    }

    private static void fits(String text, int columns) {
        assertThat(text.lines().filter(line -> !isWhole(line)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(columns));
    }

    private String shown(int columns, List<String> command) {
        String[] arguments = command.stream()
                .map(word -> word.equals("@replay") || word.equals("@compare") ? word + columns : word)
                .map(word -> word.startsWith("@") ? at(word.substring(1)) : word)
                .toArray(String[]::new);
        return said(columns, arguments);
    }

    /** A command to be pasted, a digest, a path: they are one word. */
    private static boolean isWhole(String line) {
        return line.startsWith("  limbench ")
                || line.startsWith("Usage: ")
                || line.startsWith("  source ")
                || line.contains("  sha256 ")
                || line.strip().indexOf(' ') < 0;
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(Arrays.asList(text.strip().split("\\s+")));
    }

    @Test
    void proseAndTracesTakeTheRoomThereIs() {
        assertThat(said(120, "run", "--help").lines()).anyMatch(line -> line.length() > 80);
        assertThat(said(120, "trace", at("trace.pcapng"))).doesNotContain("...");
        assertThat(said(60, "trace", at("trace.pcapng")).lines())
                .anyMatch(line -> line.length() == 60 && line.endsWith("..."));
        assertThat(said(120, "profile", "show", "pcm").lines()).anyMatch(line -> line.length() > 80);
    }

    @Test
    void aTableIsCutBetweenColumnsAndItsFirstColumnStandsBeforeEachPart() {
        List<String> table = List.of(
                "a heading that is prose and wider than the table",
                "arm     first   second   third",
                "lim         1       22     333",
                "section",
                "fixed    4444        5   66666");

        assertThat(NarrowLines.of(table, 24))
                .containsExactly(
                        "a heading that is prose",
                        "and wider than the table",
                        "arm     first   second",
                        "lim         1       22",
                        "section",
                        "fixed    4444        5",
                        "",
                        "arm     third",
                        "lim       333",
                        "section",
                        "fixed   66666");
        assertThat(NarrowLines.of(table, 80)).isSameAs(table);
    }
}
