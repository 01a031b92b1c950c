package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option at the edges of its values, found by the program's own model, so that a new option is held to it too. */
final class OptionEdgesTest {
    private static final Set<Class<?>> REALS = Set.of(double.class, Double.class);
    private static final Set<Class<?>> WHOLES = Set.of(int.class, Integer.class, long.class, Long.class);
    /** Any whole number is a seed. */
    private static final Set<String> ANY_VALUE = Set.of("--seed", "--split", "--device-seed");
    /** What annealed tasks alone take. */
    private static final Set<String> ANNEALING = Set.of(
            "--sweeps", "--t-first", "--t-last", "--t-scale", "--activity-first", "--activity-last", "--tilt-most");

    private static final List<String> NO_NUMBERS = List.of(
            "",
            " ",
            "x",
            "NaN",
            "Infinity",
            "-Infinity",
            "0x10",
            "1d",
            "300f",
            "1_0",
            "1,5",
            " 1",
            "+-1",
            "\u0661",
            "1e400");

    @TempDir
    private Path directory;

    private Said limbench(List<String> arguments) {
        return Said.by(directory, arguments.toArray(String[]::new));
    }

    private static CommandLine program() {
        return Main.commandLine(Said.nobody());
    }

    private static void gather(CommandLine line, List<String> path, List<List<String>> found) {
        for (var sub : line.getSubcommands().entrySet()) {
            List<String> below = new ArrayList<>(path);
            below.add(sub.getKey());
            for (OptionSpec option : sub.getValue().getCommandSpec().options()) {
                if (REALS.contains(option.type()) || WHOLES.contains(option.type())) {
                    List<String> command = new ArrayList<>(below);
                    command.add(option.longestName());
                    found.add(command);
                }
            }
            gather(sub.getValue(), below, found);
        }
    }

    static Stream<List<String>> numeric() {
        List<List<String>> found = new ArrayList<>();
        gather(program(), List.of(), found);
        return found.stream();
    }

    @Test
    void thereAreNumbersToTry() {
        assertThat(numeric()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("numeric")
    void whatIsNoPlainNumberIsNamedWithItsOption(List<String> command) {
        String option = command.get(command.size() - 1);
        // three of them for each, all of them over all options
        for (int k = 0; k < 3; k++) {
            String value = NO_NUMBERS.get(Math.floorMod(option.hashCode() + 5 * k, NO_NUMBERS.size()));
            List<String> arguments = new ArrayList<>(command.subList(0, command.size() - 1));
            arguments.add(option + "=" + value);
            Said said = limbench(arguments);
            assertThat(said.code()).as(arguments + said.err()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(said.out()).isEmpty();
            assertThat(said.err().lines()).as(arguments.toString()).hasSize(1);
            assertThat(said.err()).contains(option, value.strip(), "allowed: ");
        }
    }

    @ParameterizedTest
    @MethodSource("numeric")
    void whatIsBeyondAnOptionOfRunIsRefusedBeforeAnythingRuns(List<String> command) {
        String option = command.get(command.size() - 1);
        if (!command.get(0).equals("run") || ANY_VALUE.contains(option)) {
            return;
        }
        OptionSpec spec = program().getSubcommands().get("run").getCommandSpec().findOption(option);
        String least = REALS.contains(spec.type()) ? "-1e300" : Integer.toString(Integer.MIN_VALUE);
        Path out = directory.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("run", "--out", out.toString(), option + "=" + least));
        arguments.addAll(List.of(
                "--task",
                ANNEALING.contains(option) ? "ising" : option.equals("--hidden") ? "digits?model=mlp" : "quadratic"));
        Said said = limbench(arguments);
        assertThat(said.code()).as(arguments + said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines().filter(line -> line.startsWith("limbench: ")))
                .hasSize(1);
        assertThat(said.err()).contains("allowed");
        assertThat(Files.exists(out)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
                    run --updates 0                                    | --updates is 0; allowed: 1 to 1000000000
                    run --updates -1                                   | --updates is -1
                    run --updates 1000000001                           | --updates is 1000000001
                    run --updates 2147483648                           | '2147483648' is too large
                    run --t-scale 0 --task ising                       | --t-scale is 0
                    profile compare lim-chain --updates 0              | --updates is 0
                    run --seed 9223372036854775807 --seeds 2           | at most 9223372036854775806
                    run --seed 9223372036854775808                     | beyond -9223372036854775808 to
                    run --seed 1 --seed 2                              | only once
                    run --age 10a                                      | space between number and unit: 10 a
                    run --age 10_years                                 | whose unit is written a: 10 a
                    run --age 10                                       | a number without a unit
                    run --retention 1e309s                             | whose number is beyond what a double holds
                    run --age 0s                                       | --age is "0s"; allowed: a time of more
                    run --age 0y                                       | --age is "0y"; allowed: a time of more
                    run --eta -0                                       | eta0 is 0.0; allowed: more than 0
                    run --device mqtt://h/                             | --device: address is 'mqtt://h/'
                    emulate --mqtt mqtt://h:99999/a/b                  | --mqtt: address is
                    emulate --tcp x:99999                              | --tcp: device address 'x:99999': port is '99999'; allowed: 0 to 65535
                    proxy --listen serial:x --to mqtt://h:0/a/b        | --to: address is
                    run --retention 5y                                 | whose unit is written a: 5 a
                    run --age=-3_d                                     | --age is "-3_d"
                    run --device mqtt://u:secret@h/b/d                 | mqtt://u:***@h/b/d
                    run --device mqtt://u:se/cr@et@h/b/d               | carries a password
                    run --device http://u:secret@h                     | http://u:***@h
                    probe tcp:u:secret@h:1                             | carries a password
                    probe mqtt://u:secret@h                            | carries a password
                    emulate --mqtt mqtt://u:secret@h/b/d               | ***
                    run mqtt://u:secret@h/b/d                          | mqtt://u:***@h/b/d
                    probe tcp:[::1]:0                                  | port is '0'; allowed: 1 to 65535
                    probe tcp:::1:80                                   | brackets around IPv6
                    probe tcp:x:65536                                  | port is '65536'
                    """)
    void isToldInOneLine(String line, String part) {
        List<String> arguments =
                Stream.of(line.split(" ")).map(word -> word.replace('_', ' ')).toList();
        Said said = limbench(arguments);
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines().filter(each -> each.startsWith("limbench: ")))
                .hasSize(1);
        assertThat(said.err())
                .contains(part.replace('_', ' '))
                .doesNotContain("secret", "cr@et", "did you mean '30 d'")
                .doesNotContainPattern("allowed.*allowed");
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
                    --task quadratic --sweeps 30                       | --sweeps does not belong to trained task 'quadratic'
                    --task digits --anneal geometric                   | --anneal does not belong to trained task 'digits'
                    --task ising --updates 3                           | --updates does not belong to annealed task 'ising'
                    --task ising --eta 0.1                             | --eta0 does not belong to annealed task 'ising'
                    --task maxcut:/x --split 2                         | --split does not belong to task 'maxcut:/x'
                    --bit-lines 7                                      | --bit-lines does not belong to 'emulated:lim-chain', which has
                    --no-update-management                             | --no-update-management does not belong to
                    --zero mid-range                                   | --zero does not belong to
                    --transfer-every 2                                 | --transfer-every does not belong to
                    --device emulated:fn-dam --tilt 3                  | --tilt does not belong to 'emulated:fn-dam', which has no
                    --device emulated:fn-dam --slots 3                 | --slots does not belong to
                    """)
    void whatDoesNothingForTaskOrDeviceIsRefused(String options, String part) {
        Path out = directory.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("run", "--out", out.toString()));
        arguments.addAll(List.of(options.split(" ")));
        Said said = limbench(arguments);
        said.refused(ExitCode.BAD_INPUT, part, "allowed with it: ");
        assertThat(said.complaints().get(0)).doesNotContain("did you mean");
        assertThat(out).doesNotExist();
    }

    @Test
    void theLastSeedThereIsRuns() {
        Said said = limbench(List.of(
                "run",
                "--task",
                "quadratic",
                "--arms",
                "lim",
                "--updates",
                "1",
                "--seed",
                "9223372036854775807",
                "--age",
                "1 s",
                "--out",
                directory.resolve("last").toString()));
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.err()).contains("seed 9223372036854775807");
    }
}
