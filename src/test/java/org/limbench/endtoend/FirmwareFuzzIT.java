package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Firmware;

/** The C engine under libFuzzer and the sanitizers, for a short while; the README of the firmware has the long run. */
final class FirmwareFuzzIT {
    private static final int RUNS = 20_000;
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    @TempDir
    private Path corpus;

    @Test
    void whateverComesTheEngineKeepsItsRules() throws IOException, InterruptedException {
        Path build = Firmware.built("fuzz", "lim-fuzz").getParent();

        String said = Firmware.run(
                List.of("make", "-s", "BUILD=" + build, "CORPUS=" + corpus, "RUNS=" + RUNS, "SEED=1", "fuzz-run"));

        Matcher executed = EXECUTED.matcher(said);
        assertThat(executed.find()).as(said).isTrue();
        assertThat(Integer.parseInt(executed.group(1))).isEqualTo(RUNS);
    }
}
