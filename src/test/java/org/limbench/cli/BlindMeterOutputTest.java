package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.BlindMeter;

/** What a person reads of a device whose meter missed a part: that it did, and of how much; neither NaN nor 0. */
final class BlindMeterOutputTest {
    @TempDir
    private Path directory;

    private String limbench(String... arguments) {
        String said = Said.by(directory, arguments).done();
        assertThat(said).doesNotContain("NaN");
        return said;
    }

    /** Runs a task on a device of which the meter sees nothing of some commands. */
    private String blind(String out, long fromUpdate, long updates, String... task) throws Exception {
        try (BlindMeter device = BlindMeter.serve(new FaultPlan.MeterGap(fromUpdate, updates))) {
            String[] all = new String[task.length + 5];
            all[0] = "run";
            System.arraycopy(task, 0, all, 1, task.length);
            all[task.length + 1] = "--device";
            all[task.length + 2] = device.address();
            all[task.length + 3] = "--out";
            all[task.length + 4] = directory.resolve(out).toString();
            return limbench(all);
        }
    }

    @Test
    void anAnnealingTableSaysWhatWasNotMeasured() throws Exception {
        String table = blind(
                "annealed",
                20,
                5,
                "--task",
                "maxcut:test-fixtures/maxcut/petersen.txt",
                "--arms",
                "annealed",
                "--sweeps",
                "20");

        assertThat(table.lines().filter(line -> line.startsWith("annealed ")))
                .singleElement()
                .asString()
                .containsPattern("( +n/m){4}$");
        assertThat(table)
                .contains("n/m: not measured")
                .containsPattern("annealed: not measured: [1-9][0-9]* of [0-9]+ rows");
    }

    @Test
    void aReportAndAReplayOfABlindRunSayWhatWasNotMeasured() throws Exception {
        String table = blind("run", 8, 6, "--task", "quadratic", "--arms", "lim,fixed", "--updates", "20");
        assertThat(table).contains("unmeasured").containsPattern("lim: not measured: [1-9][0-9]* of [0-9]+ rows");

        String run = directory.resolve("run").toString();
        assertThat(limbench("report", run).lines().filter(line -> line.startsWith("lim ")))
                .singleElement()
                .asString()
                .containsPattern(" rows {2}not measured: [1-9][0-9]* of [0-9]+ rows, [0-9.]+e-[0-9]+ J seen$");

        String replay = limbench(
                "replay",
                run,
                "--device",
                "emulated:lim-chain",
                "--repeats",
                "2",
                "--out",
                directory.resolve("replay").toString());
        assertThat(replay.lines().filter(line -> line.startsWith("run ")).findFirst())
                .get()
                .asString()
                .containsPattern("^run +unmeasured +[0-9.]+e-[0-9]+ .* unmeasured +[0-9.]+e-[0-9]+$");
        assertThat(replay).containsPattern("not measured whole, run: [1-9][0-9]* recorded and 0 replayed commands");
    }
}
