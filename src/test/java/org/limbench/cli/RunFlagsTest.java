package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Options of the run must be as they were when it goes on; those of the process need not. */
final class RunFlagsTest {
    private static CommandSpec run(String... typed) {
        CommandLine program = Main.commandLine(Said.nobody());
        program.parseArgs(Stream.concat(Stream.of("run"), Arrays.stream(typed)).toArray(String[]::new));
        return program.getSubcommands().get("run").getCommandSpec();
    }

    @Test
    void howLongADeviceIsWaitedForMayDiffer() {
        Map<String, String> begun = RunFlags.all(run("--tilt", "3"));
        assertThat(begun).containsEntry("--tilt", "3.0").doesNotContainKey("--wait");
        assertThatCode(() -> RunFlags.requireAsRecorded(run("--tilt", "3", "--wait", "60"), begun, Path.of("r")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RunFlags.requireAsRecorded(run("--tilt", "4"), begun, Path.of("r")))
                .hasMessageContaining("--tilt is '4.0'");
    }
}
