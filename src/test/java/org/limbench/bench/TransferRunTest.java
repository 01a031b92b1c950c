package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.ledger.LedgerDatabase;
import org.limbench.ledger.RunRecord;
import org.limbench.training.Learning;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/** Runs of arms with a fast and a slow array, from address to ledger. */
final class TransferRunTest {
    private static final Host HOST = new Host(() -> 0, () -> 42, name -> null);
    private static final int UPDATES = 40;

    @TempDir
    private Path directory;

    private RunRecord run(String out, String arm, RunListener watcher) throws Exception {
        TrainingPlan plan = TrainingPlan.builder()
                .seed(3)
                .updates(UPDATES)
                .arms(List.of(arm))
                .build();
        RunConfiguration configuration = new RunConfiguration(
                "emulated:reram-sb?rows=32&columns=4", 3, "quadratic", Workloads.STANDARD_SPLIT, plan);
        return TrainingRun.start(configuration, "transfer", "test", directory.resolve(out), HOST, watcher, null);
    }

    private double query(String out, String expression, String condition) throws SQLException {
        Path parquet = directory.resolve(out).resolve("ledger.parquet");
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT " + expression + " FROM '" + parquet + "' WHERE " + condition)) {
            result.next();
            return result.getDouble(1);
        }
    }

    @Test
    void theLedgerTellsGradientsFromTransfers() throws Exception {
        RunRecord.Arm arm = run("run", "tiki-taka", RunListener.none()).arms().get(0);

        assertThat(arm.updates().commanded()).isEqualTo(UPDATES);
        assertThat(query("run", "count(*)", "kind = 'update'")).isEqualTo(UPDATES);
        assertThat(query("run", "sum(pulses)", "kind = 'update'"))
                .isEqualTo((double) arm.updates().pulses());
        assertThat(query("run", "count(*)", "kind = 'consolidate'"))
                .isEqualTo(arm.metrics().get("transferUpdates"))
                .isEqualTo(UPDATES);
        assertThat(query("run", "sum(pulses)", "kind = 'consolidate'"))
                .isEqualTo(arm.metrics().get("transferPulses"));
        assertThat(query("run", "count(*)", "kind = 'reset'")).isGreaterThan(400);
        // cell heat of both kinds of pulses is update's, that of the zero finding program's; a meter's offset is in the
        // rest
        double transferHeat = query("run", "sum(updateJoules)", "kind = 'consolidate'");
        double resetHeat = query("run", "sum(programJoules)", "kind = 'reset'");
        assertThat(transferHeat).isPositive();
        assertThat(Math.abs(query("run", "sum(consolidateJoules)", "kind = 'consolidate'")))
                .isLessThan(1e-3 * transferHeat);
        assertThat(Math.abs(query("run", "sum(updateJoules)", "kind = 'reset'")))
                .isLessThan(1e-3 * resetHeat);
        assertThat(arm.bounds().get(0).because()).contains("reads between the pulses may have steered them");
    }

    @Test
    void anEmulatedArrayGrowsToHoldTwoArraysOfTheTask() {
        TrainingPlan two =
                TrainingPlan.builder().arms(List.of("pulsed", "agad")).build();
        TrainingPlan one = TrainingPlan.builder().arms(List.of("pulsed")).build();
        var quadratic = Workloads.named("quadratic", 1);
        assertThat(new Learning(quadratic, two).needs()).isEqualTo(new ArrayGeometry(32, 4));
        assertThat(new Learning(quadratic, one).needs()).isEqualTo(new ArrayGeometry(16, 4));
        RunConfiguration configuration =
                new RunConfiguration("emulated:reram-sb", 3, "quadratic", Workloads.STANDARD_SPLIT, two);
        assertThat(Carriers.fitted(configuration, new ArrayGeometry(262, 4)).device())
                .isEqualTo("emulated:reram-sb?rows=262&columns=10");
        assertThat(Carriers.fitted(configuration, new ArrayGeometry(32, 4))).isEqualTo(configuration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pulsed", "tiki-taka", "ttv2", "chopped", "agad"})
    void aKilledRunEndsWithTheBytesOfAnUninterruptedOne(String arm) throws Exception {
        run("whole", arm, RunListener.none());
        assertThatThrownBy(() -> run("killed", arm, new RunListener() {
                    @Override
                    public void progress(long done, long total) {
                        if (done == 25) {
                            throw new IllegalStateException("stopped by the test");
                        }
                    }
                }))
                .hasMessage("stopped by the test");
        TrainingRun.resume(directory.resolve("killed"), HOST, RunListener.none(), null);

        assertThat(Files.readAllBytes(directory.resolve("killed/ledger.parquet")))
                .isEqualTo(Files.readAllBytes(directory.resolve("whole/ledger.parquet")));
    }
}
