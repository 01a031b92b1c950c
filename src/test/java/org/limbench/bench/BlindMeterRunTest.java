package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLoss;
import org.limbench.emulator.FaultPlan;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.testkit.BlindMeter;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/** A run over a device whose meter misses a part: what was not seen is not measured, and never 0. */
final class BlindMeterRunTest {
    private static final int UPDATES = 120;
    /** State-changing commands before the first update: those of the reset. */
    private static final int IN_TRAINING = 40;

    private static final int GAP = 30;

    @TempDir
    private static Path directory;

    private static RunRecord blind;

    @BeforeAll
    static void blindMeter() throws Exception {
        blind = run("blind", new FaultPlan.MeterGap(IN_TRAINING, GAP));
    }

    private static RunRecord run(String out, FaultPlan.MeterGap... gaps) throws Exception {
        try (BlindMeter device = BlindMeter.serve(gaps)) {
            TrainingPlan plan = TrainingPlan.builder()
                    .seed(3)
                    .updates(UPDATES)
                    .arms(List.of("lim"))
                    .build();
            RunConfiguration configuration =
                    new RunConfiguration(device.address(), 3, "digits", Workloads.STANDARD_SPLIT, plan);
            return TrainingRun.start(
                    configuration, "blind", "test", directory.resolve(out), BlindMeter.HOST, RunListener.none(), null);
        }
    }

    private static RunRecord.Arm arm(RunRecord run) {
        return run.arms().get(0);
    }

    @Test
    void perUpdateEnergyOfABlindStretchAgreesWithTheWholeWithinItsUncertainty() throws Exception {
        RunRecord.Arm whole = arm(run("whole"));
        RunRecord.Arm part = arm(blind);

        NotMeasured not = part.energy().notMeasured();
        assertThat(not).isNotNull();
        assertThat(not.updates()).isEqualTo(GAP);
        assertThat(not.ofUpdates()).isEqualTo(UPDATES);
        assertThat(not.causes()).isEqualTo(Map.of("gap", not.rows()));
        assertThat(part.perUpdate().coreStandardUncertaintyJoules())
                .isGreaterThan(whole.perUpdate().coreStandardUncertaintyJoules());
        assertThat(Math.abs(part.perUpdate().coreJoules() - whole.perUpdate().coreJoules()))
                .isLessThan(2 * part.perUpdate().coreStandardUncertaintyJoules());
        assertThat(whole.energy().notMeasured()).isNull();
    }

    @Test
    void noTotalIsToldOverWhatWasNotSeenAndNoRowIsZero() throws Exception {
        assertThat(blind.energy().totalJoules()).isNaN();
        assertThat(arm(blind).perUpdate().allInJoules()).isNaN();
        assertThat(arm(blind).energy().accounts().get("update")).isNaN();
        String json = Files.readString(directory.resolve("blind/run.json"));
        assertThat(json).contains("\"totalJoules\" : null").doesNotContain("NaN");
        assertThat(RunRecordFile.read(directory.resolve("blind"))).isEqualTo(blind);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement ask = database.createStatement()) {
            String rows = "FROM '" + directory.resolve("blind/ledger.parquet") + "' WHERE kind = 'update' AND ";
            assertThat(count(ask, rows + "updateJoules IS NULL")).isEqualTo(GAP);
            assertThat(count(ask, rows + "energyJoules IS NULL AND standardUncertaintyJoules IS NULL"))
                    .isEqualTo(GAP);
            assertThat(count(ask, rows + "energyJoules < 1e-19")).isZero();
        }
    }

    private static long count(Statement ask, String rows) throws Exception {
        try (ResultSet found = ask.executeQuery("SELECT count(*) " + rows)) {
            found.next();
            return found.getLong(1);
        }
    }

    @Test
    void anAccountThatSaturatedIsNotMeasuredAndTheOthersAre() throws Exception {
        RunRecord.Arm arm = arm(run(
                "saturated",
                new FaultPlan.MeterGap(IN_TRAINING, 5, MeterLoss.Cause.SATURATION, Set.of(EnergyAccount.UPDATE))));

        assertThat(arm.energy().accounts().get("update")).isNaN();
        assertThat(arm.energy().accounts().get("periphery")).isPositive();
        assertThat(arm.energy().notMeasured().causes()).containsOnlyKeys("saturation");
        assertThat(arm.perUpdate().coreJoules()).isPositive();
    }

    @Test
    void boundsOnATraceNotSeenWholeAreNotJudged() throws Exception {
        List<BoundResult> compared = blind.bounds().stream()
                .filter(bound -> bound.segment() == Segment.TRAINING)
                .toList();
        assertThat(compared).isNotEmpty();
        assertThat(compared).allSatisfy(bound -> {
            assertThat(bound.verdict()).isIn(Verdict.NOT_APPLICABLE, Verdict.DOES_NOT_BIND);
            assertThat(bound.comparedJoules()).isNaN();
        });
        assertThat(compared).anySatisfy(bound -> assertThat(bound.because()).startsWith("not measured:"));
        assertThat(blind.bounds().stream().filter(bound -> bound.segment() == Segment.RESET))
                .anySatisfy(bound -> assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT));
    }
}
