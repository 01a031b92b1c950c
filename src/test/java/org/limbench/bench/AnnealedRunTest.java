package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.ledger.RunRecord;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.Cooling;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;

/** Annealing from address to run record, over the wire to the emulated reference cell. */
final class AnnealedRunTest {
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);
    private static final int SWEEPS = 12;

    @TempDir
    private Path directory;

    private static RunConfiguration configuration(long seed, String... arms) {
        TrainingPlan plan =
                TrainingPlan.builder().seed(seed).holdKt(40).agePoints(2).build();
        AnnealingPlan annealing = new AnnealingPlan(SWEEPS, List.of(arms), Cooling.standard(), 4, 0.4, 20);
        return new RunConfiguration(
                "emulated:lim-chain?rows=4&columns=4",
                seed,
                "maxcut:test-fixtures/maxcut/signed-16.txt",
                1,
                plan,
                annealing);
    }

    private RunRecord run(String out, long seed, RunListener watcher, String... arms) throws Exception {
        return TrainingRun.start(
                configuration(seed, arms), "annealed", "test", directory.resolve(out), HOST, watcher, null);
    }

    private byte[] ledger(String out) throws Exception {
        return Files.readAllBytes(directory.resolve(out).resolve("ledger.parquet"));
    }

    @Test
    void theRecordHoldsCutsScheduleAndEnergy() throws Exception {
        RunRecord run = run("one", 3, RunListener.none());

        assertThat(run.schedule().rate()).isEqualTo("geometric");
        assertThat(run.schedule().approach()).isEqualTo("annealing");
        assertThat(run.arms()).extracting(RunRecord.Arm::name).containsExactly("annealed", "lowered", "quenched");
        for (RunRecord.Arm arm : run.arms()) {
            assertThat(arm.metrics()).containsKeys("cutBest", "cutFinal", "cutAged", "bestKnown", "ratioBest");
            assertThat(arm.metrics().get("bestKnown")).isEqualTo(25);
            assertThat(arm.metrics().get("cutBest")).isBetween(arm.metrics().get("cutFinal"), 25.0);
            assertThat(arm.metrics().get("flipAttempts")).isEqualTo(16.0 * SWEEPS);
            assertThat(arm.updates().pulses()).isEqualTo(16L * SWEEPS);
            assertThat(arm.energy().accounts().get("update")).isPositive();
            assertThat(arm.retention()).hasSize(2);
        }
    }

    /** No verdict of a run whose cells are as they say is a fault; heat per step is the tilt times the steps read back. */
    @Test
    void boundsHoldOnTheExecutedTrace() throws Exception {
        RunRecord run = run("bounds", 3, RunListener.none());

        for (RunRecord.Arm arm : run.arms()) {
            assertThat(arm.bounds())
                    .extracting(BoundResult::verdict)
                    .isSubsetOf(
                            Verdict.CONSISTENT,
                            Verdict.INDISTINGUISHABLE,
                            Verdict.DOES_NOT_BIND,
                            Verdict.NOT_APPLICABLE);
            BoundResult perStep = arm.bounds().stream()
                    .filter(bound -> bound.id().equals("M1") && bound.segment() == Segment.TRAINING)
                    .findFirst()
                    .orElseThrow();
            assertThat(perStep.ratio()).as(arm.name()).isBetween(0.98, 1.02);
        }
    }

    @Test
    void theSameSeedGivesTheSameLedgerAndAnotherSeedAnother() throws Exception {
        run("one", 3, RunListener.none(), "annealed");
        run("same", 3, RunListener.none(), "annealed");
        run("other", 4, RunListener.none(), "annealed");

        assertThat(ledger("same")).isEqualTo(ledger("one"));
        assertThat(ledger("other")).isNotEqualTo(ledger("one"));
    }

    @Test
    void aRunKilledInALaterArmEndsWithTheBytesOfAnUninterruptedOne() throws Exception {
        run("whole", 5, RunListener.none());
        assertThatThrownBy(() -> run("killed", 5, stopping())).hasMessage("stopped by the test");
        TrainingRun.resume(directory.resolve("killed"), HOST, RunListener.none(), null);

        assertThat(ledger("killed")).isEqualTo(ledger("whole"));
    }

    /** Stops in the middle of the second arm. */
    private static RunListener stopping() {
        return new RunListener() {
            private int calls;

            @Override
            public void progress(long done, long total) {
                if (++calls == SWEEPS + 2 + SWEEPS / 2) {
                    throw new IllegalStateException("stopped by the test");
                }
            }
        };
    }

    @Test
    void severalSeedsGiveMeansWithTheirErrors() throws Exception {
        List<RunRecord> runs = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            runs.add(run("seed-" + seed, seed, RunListener.none(), "quenched"));
        }
        RunRecord.Arm mean = SeedSummary.of("summary", runs).arms().get(0);
        double sum = 0;
        for (RunRecord run : runs) {
            sum += run.arms().get(0).metrics().get("cutFinal");
        }

        assertThat(mean.metrics().get("cutFinal")).isEqualTo(sum / 3);
        assertThat(mean.standardErrors()).containsKeys("cutBest", "cutFinal", "cutAged");
    }

    @Test
    void aConfigurationSurvivesItsJournal() {
        RunConfiguration configuration = configuration(9, "annealed", "quenched");

        assertThat(RunConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }

    @Test
    void aTaskAndItsPlanMustFitEachOther() {
        TrainingPlan plan = TrainingPlan.builder().build();
        assertThatThrownBy(() -> new RunConfiguration("emulated:lim-chain", 1, "ising", 1, plan))
                .hasMessageContaining("ising, maxcut:FILE");
    }
}
