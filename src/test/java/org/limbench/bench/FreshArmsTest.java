package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.ledger.RunRecord;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/** Every arm of a run in this process starts on a device fresh from power-on. */
final class FreshArmsTest {
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);

    @TempDir
    private Path directory;

    private RunRecord run(String out, RunListener watcher, String... arms) throws Exception {
        TrainingPlan plan =
                TrainingPlan.builder().seed(3).updates(60).arms(List.of(arms)).build();
        RunConfiguration configuration =
                new RunConfiguration("emulated:lim-chain", 3, "digits", Workloads.STANDARD_SPLIT, plan);
        return TrainingRun.start(configuration, "fresh", "test", directory.resolve(out), HOST, watcher, null);
    }

    private static RunRecord.Arm arm(RunRecord run, String name) {
        return run.arms().stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theResetOfEveryArmIsBoundByTheEntropyOfPowerOn() throws Exception {
        RunRecord run = run("all", RunListener.none(), "lim", "unconsolidated", "lowered");

        for (RunRecord.Arm arm : run.arms()) {
            // even over 256 levels: deviation 73.9, four standard errors of 650 cells are 5.2
            assertThat(arm.metrics().get("resetBeforeSpreadLevels"))
                    .as(arm.name())
                    .isBetween(68.7, 79.1);
            BoundResult reset = arm.bounds().stream()
                    .filter(bound -> bound.id().equals("B1") && bound.segment() == Segment.RESET)
                    .findFirst()
                    .orElseThrow();
            assertThat(reset.verdict()).as(arm.name()).isEqualTo(Verdict.CONSISTENT);
        }
        assertThat(arm(run, "unconsolidated").metrics().get("resetBeforeMeanLevels"))
                .as("another device, not the first one again")
                .isNotEqualTo(arm(run, "lim").metrics().get("resetBeforeMeanLevels"));
    }

    @Test
    void anArmDoesNotDependOnTheArmsBetweenItAndTheFirst() throws Exception {
        RunRecord three = run("three", RunListener.none(), "lim", "unconsolidated", "lowered");
        RunRecord two = run("two", RunListener.none(), "lim", "lowered");

        assertThat(arm(two, "lowered")).isEqualTo(arm(three, "lowered"));
    }

    @Test
    void aRunKilledInALaterArmEndsWithTheBytesOfAnUninterruptedOne() throws Exception {
        run("whole", RunListener.none(), "lim", "lowered");
        assertThatThrownBy(() -> run("killed", stopping(), "lim", "lowered")).hasMessage("stopped by the test");
        TrainingRun.resume(directory.resolve("killed"), HOST, RunListener.none(), null);

        assertThat(Files.readAllBytes(directory.resolve("killed/ledger.parquet")))
                .isEqualTo(Files.readAllBytes(directory.resolve("whole/ledger.parquet")));
    }

    /** Stops in the middle of the second arm. */
    private static RunListener stopping() {
        return new RunListener() {
            private int calls;

            @Override
            public void progress(long done, long total) {
                if (++calls == 90) {
                    throw new IllegalStateException("stopped by the test");
                }
            }
        };
    }
}
