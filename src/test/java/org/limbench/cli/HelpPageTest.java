package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command's help has one look, fits a terminal of 80 columns and tells defaults, exit codes and an example. */
final class HelpPageTest {
    @TempDir
    private Path directory;

    private String limbench(String... arguments) {
        return Said.by(directory, arguments).done();
    }

    /** All commands, the program itself first. */
    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(Main.commandLine(Said.nobody()), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsEightyColumns(CommandLine command) {
        assertThat(command.getUsageMessage().lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasAnExampleAndTheExitCodes(CommandLine command) {
        List<String> lines = command.getUsageMessage().lines().toList();
        assertThat(lines)
                .filteredOn(line -> line.matches("  (source <\\()?limbench .*"))
                .isNotEmpty();
        assertThat(lines)
                .containsSubsequence(
                        "Exit codes",
                        "  0                         done",
                        "  1                         a check or a limit failed");
        assertThat(lines).anyMatch(line -> line.startsWith("  130 "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void keepsItsWrittenLinesWhole(CommandLine command) {
        for (String written : command.getCommandSpec().usageMessage().footer()) {
            assertThat(command.getUsageMessage()).contains(String.format(written.replace("%%", "%")));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void alignsContinuationsAndTellsDefaults(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> lines = command.getUsageMessage().lines().toList();
        for (OptionSpec option : spec.options()) {
            String description = String.join(" ", option.description());
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("  " + option.names()[0]))
                    .as(option.longestName())
                    .isNotEmpty();
            if (option.defaultValue() != null
                    && !option.defaultValue().isEmpty()
                    && option.arity().max() > 0) {
                assertThat(description).contains("default: " + option.defaultValue());
            }
        }
        int options = lines.indexOf(Heading.GENERAL.title());
        assertThat(lines.subList(options, lines.indexOf("Exit codes")))
                .allSatisfy(line -> assertThat(line).matches("|[A-Z].*|  \\S.*| {28}\\S.*"));
    }

    @Test
    void optionsOfRunStandUnderHeadings() {
        assertThat(limbench("run", "--help").lines())
                .containsSubsequence(
                        "Usage: limbench run [OPTIONS]",
                        "Device",
                        "Task",
                        "Training",
                        "Arms and barriers",
                        "Retention",
                        "Annealing, with ising and maxcut",
                        "Seeds",
                        "Output",
                        "General",
                        "Exit codes",
                        "Examples");
    }

    @Test
    void everyOptionOfRunHasAHeadingOfItsOwn() {
        CommandLine run = Main.commandLine(Said.nobody()).getSubcommands().get("run");
        assertThat(run.getCommandSpec().options())
                .filteredOn(option -> HelpPage.heading(option) == Heading.GENERAL)
                .extracting(OptionSpec::longestName)
                .containsExactlyInAnyOrder("--help", "--version", "--verbose");
    }

    @Test
    void helpOfACommandIsItsHelpPage() {
        assertThat(limbench("help", "run")).isEqualTo(limbench("run", "--help"));
        assertThat(limbench("help")).isEqualTo(limbench("--help"));
        assertThat(limbench("help", "bounds", "schedule")).isEqualTo(limbench("bounds", "schedule", "--help"));
        assertThat(limbench("bounds", "help", "schedule")).isEqualTo(limbench("bounds", "schedule", "--help"));
    }

    @Test
    void aDefaultFromTheFileIsTheOneThatIsTold() throws java.io.IOException {
        Files.writeString(directory.resolve("limbench.yaml"), "tilt: 3.5\n");
        assertThat(limbench("run", "--help")).contains("Tilt of the pulses, kT (default: 3.5).");
    }

    @Test
    void helpForWhatIsNoCommandIsRefused() {
        Said.by(directory, "help", "bounds", "evall")
                .refused(ExitCode.BAD_INPUT, "'evall' of bounds", "did you mean 'eval'?");
        Said.by(directory, "help", "run", "fast").refused(ExitCode.BAD_INPUT, "'run' has no commands of its own");
    }
}
