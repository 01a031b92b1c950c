package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A complaint about a value that nobody typed names the variable or the file it came from. */
final class OriginTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("limbench.yaml");
    }

    private Said limbench(Map<String, String> environment, String... arguments) {
        return Said.by(file, environment, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    LIMBENCH_SEED     | x       | '--seed': 'x' is not a whole number
                    LIMBENCH_SEEDS    | 0       | --seeds is 0
                    LIMBENCH_ETA0     | 0       | eta0 is 0.0
                    LIMBENCH_SCHEDULE | 2/n     | schedule is "2/n"
                    LIMBENCH_AGE      | soon    | --age is "soon"
                    LIMBENCH_DEVICE   | nowhere | address 'nowhere'
                    LIMBENCH_JSON     | 1       | '1' is neither true nor false; allowed: true, false
                    """)
    void ofAVariable(String variable, String value, String complaint) throws IOException {
        String option = "--" + variable.substring(9).toLowerCase(java.util.Locale.ROOT);
        String[] run = {
            "run", "--task", "quadratic", "--out", directory.resolve("out").toString()
        };
        limbench(Map.of(variable, value, "LIMBENCH_TILT", "3"), run)
                .refused(ExitCode.BAD_INPUT, complaint, "; " + option + " comes from " + variable);
        Files.writeString(file, "run:\n  " + option.substring(2) + ": " + value + "\n");
        Said fromFile = limbench(Map.of("LIMBENCH_TILT", "3"), run);
        fromFile.refused(ExitCode.BAD_INPUT, complaint, "; " + option + " comes from " + file + ", run");
        assertThat(fromFile.err()).doesNotContain("LIMBENCH_TILT");
    }

    @Test
    void whatWasTypedIsNotLaidToAVariable() {
        Said said = limbench(Map.of("LIMBENCH_SEED", "7"), "run", "--seed", "x");
        said.refused(ExitCode.BAD_INPUT, "'--seed': 'x'");
        assertThat(said.err()).doesNotContain("LIMBENCH_SEED");
        said = limbench(Map.of("LIMBENCH_SEEDS", "2"), "run", "--seeds=0");
        said.refused(ExitCode.BAD_INPUT, "--seeds is 0");
        assertThat(said.err()).doesNotContain("LIMBENCH_SEEDS");
    }

    @Test
    void aVariableThatNoOptionHasIsToldAndThoseOfOtherUseAreNot() {
        Said said = limbench(
                Map.of(
                        "LIMBENCH_SEEED",
                        "7",
                        "LIMBENCH_NOTHING\u001b",
                        "",
                        "LIMBENCH_CACHE",
                        "/x",
                        "LIMBENCH_MQTT_CA",
                        "x"),
                "profile",
                "list");
        said.done();
        assertThat(said.complaints())
                .containsExactly("limbench: no option of this name, and without effect: LIMBENCH_NOTHING?,"
                        + " LIMBENCH_SEEED (did you mean LIMBENCH_SEED?)");
        assertThat(limbench(Map.of("LIMBENCH_CONTROL_TOKEN", "x", "HOME", "/"), "profile", "list")
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    help: true        | unknown key 'help'
                    run: {help: true} | unknown key 'help' of section run
                    version: true     | unknown key 'version'
                    rnu: {}           | unknown section 'rnu'
                    """)
    void whatTheFileCannotSetIsRefused(String line, String complaint) throws IOException {
        Files.writeString(file, line + "\n");
        limbench(Map.of(), "profile", "list").refused(ExitCode.BAD_INPUT, file.toString(), complaint, "allowed: ");
    }
}
