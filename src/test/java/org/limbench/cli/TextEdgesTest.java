package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every text that a command takes, option or word, at its edges: empty, blank, with a control character, very long, beyond ASCII.
 * It is taken, or refused with the code for bad input in one line; the program's own model finds them, so that a new option is held
 * to it too.
 */
final class TextEdgesTest {
    private static final List<String> EDGES =
            List.of("", " ", "a\u0007\u001b[2Jb", "x".repeat(70_000), "na\u00efve \u65e5\u672c");
    private static final Set<Class<?>> TEXTS = Set.of(String.class, Path.class);
    /** What ends a command at once that would serve, and lets one that works do little. */
    private static final Map<String, List<String>> REST = Map.of(
            "run", List.of("--task=quadratic", "--arms=lim", "--updates=1", "--age=1 s", "--out=OUT"),
            "emulate", List.of("--tcp=127.0.0.1:TAKEN"),
            "proxy", List.of("--listen=tcp:127.0.0.1:TAKEN", "--to=tcp:127.0.0.1:1"),
            "profile compare", List.of("lim-chain", "--task=quadratic", "--updates=1", "--out=OUT"));

    private static final Set<String> RUNS = Set.of("run", "profile compare");

    @TempDir
    private Path directory;

    private record Place(String command, String name, boolean path) {
        @Override
        public String toString() {
            return command + " " + name;
        }
    }

    private static void gather(CommandLine line, String path, List<Place> found) {
        line.getSubcommands().forEach((name, below) -> {
            String command = (path + " " + name).strip();
            List<ArgSpec> all = new ArrayList<>(below.getCommandSpec().options());
            all.addAll(below.getCommandSpec().positionalParameters());
            for (ArgSpec spec : all) {
                if (TEXTS.contains(spec.typeInfo().isCollection() ? String.class : spec.type())) {
                    String word = spec instanceof OptionSpec option ? option.longestName() : "";
                    found.add(new Place(command, word, spec.type() == Path.class));
                }
            }
            gather(below, command, found);
        });
    }

    static Stream<Place> places() {
        List<Place> found = new ArrayList<>();
        gather(Main.commandLine(Said.nobody()), "", found);
        return found.stream();
    }

    @Test
    void thereAreTextsToTry() {
        assertThat(places()).hasSizeGreaterThan(40);
    }

    /** Two of the edges for each, one where a run may follow; all of them over all texts. */
    @ParameterizedTest
    @MethodSource("places")
    void isTakenOrRefusedInOneLine(Place place) throws IOException {
        int first = Math.floorMod(place.hashCode(), EDGES.size());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int k = 0; k < (RUNS.contains(place.command()) ? 1 : 2); k++) {
                String edge = EDGES.get((first + 2 * k) % EDGES.size());
                List<String> arguments = arguments(place, edge, taken.getLocalPort());
                Said said = Said.by(directory, arguments.toArray(String[]::new));

                assertThat(said.code())
                        .as(place + ": " + said.err())
                        .isIn(ExitCode.DONE, ExitCode.BAD_INPUT, ExitCode.DEVICE_FAILED);
                boolean serves = Set.of("emulate", "proxy").contains(place.command());
                assertThat(said.code() == ExitCode.DEVICE_FAILED)
                        .isEqualTo(serves && said.err().contains("in use"));
                assertThat(said.complaints())
                        .hasSize(said.code() == ExitCode.DONE || place.command().equals("profile validate") ? 0 : 1);
                assertThat(said.err()).doesNotContain("internal error").doesNotContain("\tat ");
                assertThat(said.err().lines()).allMatch(line -> line.length() < 2000);
            }
        }
    }

    private List<String> arguments(Place place, String edge, int taken) {
        String value = place.path() && !edge.isEmpty() ? directory + "/" + edge : edge;
        List<String> arguments = new ArrayList<>(List.of(place.command().split(" ")));
        arguments.add(place.name().isEmpty() ? value : place.name() + "=" + value);
        REST.getOrDefault(place.command(), List.of()).stream()
                .filter(rest -> !rest.startsWith(place.name() + "="))
                .filter(rest -> rest.startsWith("-") || !place.name().isEmpty())
                .map(rest -> rest.replace(
                        "OUT", directory.resolve("out " + edge.length()).toString()))
                .map(rest -> rest.replace("TAKEN", Integer.toString(taken)))
                .forEach(arguments::add);
        return arguments;
    }

    @Test
    void aPathThatNamesNothingIsNotTheWorkingDirectory() {
        Said.by(directory, "run", "--out=").refused(ExitCode.BAD_INPUT, "--out", "'' names nothing; allowed: a path");
        Said.by(directory, "report", " ").refused(ExitCode.BAD_INPUT, "' ' names nothing; allowed: a path");
    }

    @Test
    void whatNoPersonReadsIsShortenedAndNoSecretIsInIt() {
        Said said = Said.by(directory, "run", "mqtt://u:" + "secret".repeat(20_000) + "@h/b");

        said.refused(ExitCode.BAD_INPUT, "mqtt... (1200");
        assertThat(said.err()).doesNotContain("secret");
        assertThat(said.err().length()).isLessThan(1000);
    }

    @Test
    void anUnknownCoolingIsRefusedWhereNothingIsAnnealedToo() {
        Said.by(directory, "run", "--task=quadratic", "--anneal=slow", "--out=" + directory.resolve("out"))
                .refused(ExitCode.BAD_INPUT, "slow");
    }
}
