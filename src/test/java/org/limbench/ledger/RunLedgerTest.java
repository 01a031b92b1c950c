package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.device.ArrayCommand;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.energy.EnergyMeasurement;

class RunLedgerTest {
    @TempDir
    Path directory;

    @Test
    void everyColumnIsReadBackByTheDatabasesOwnReader() throws SQLException {
        Runs.Device device = new Runs.Device(3);
        Runs.Device twin = new Runs.Device(3);
        ArrayCommand update = Runs.rank1(5);
        ArrayCommand read = new ReadRequest(Runs.GEOMETRY.whole(), 1);
        try (RunLedger ledger = RunLedger.create(directory, Runs.header(), () -> 0)) {
            ledger.armStarted("lim", true);
            ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
            long id = 0;
            for (ArrayCommand command : List.of(read, update, read)) {
                id++;
                ledger.intent(id, command);
                ledger.receipt(id, command, device.answer(command));
            }
            Runs.finish(ledger);
        }
        Receipt first = twin.answer(read);
        Receipt middle = twin.answer(update);
        Receipt last = twin.answer(read);
        long moved = 0;
        for (int i = 0; i < Runs.GEOMETRY.cells(); i++) {
            moved += Math.abs(last.readout().codes()[i] - first.readout().codes()[i]);
        }
        EnergyMeasurement energy =
                EnergyMeasurement.of(middle.window(), Runs.datasheet().meter());
        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM '" + parquet() + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("kind")).isEqualTo("read");
            assertThat(rows.getObject("commandedL1")).isNull();
            String digestBefore = rows.getString("weightsDigest");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("arm")).isEqualTo("lim");
            assertThat(rows.getLong("row")).isEqualTo(1);
            assertThat(rows.getString("kind")).isEqualTo("update");
            assertThat(rows.getDouble("deviceSeconds"))
                    .isEqualTo(middle.window().endSeconds());
            assertThat(rows.getDouble("temperatureKelvin")).isEqualTo(300);
            assertThat(rows.getInt("cells")).isEqualTo(65);
            assertThat(rows.getLong("pulses")).isEqualTo(middle.pulses());
            assertThat(rows.getLong("jumps")).isEqualTo(middle.jumps());
            // |counts| x 2 Gamma0 t e^-8 sinh(1) levels x 1 nS
            double perPulse = 2e9 * 1e-6 * Math.exp(-8) * Math.sinh(1) * 1e-9;
            long pulses = 0;
            for (int count : org.limbench.device.BitLines.of(Runs.rank1(5)).signedCounts()) {
                pulses += Math.abs(count);
            }
            assertThat(rows.getDouble("commandedL1")).isCloseTo(pulses * perPulse, within(pulses * perPulse * 1e-12));
            assertThat(rows.getDouble("readbackL1")).isEqualTo(moved * 1e-9);
            assertThat(rows.getDouble("energyJoules")).isEqualTo(energy.totalJoules());
            assertThat(rows.getDouble("standardUncertaintyJoules")).isEqualTo(energy.totalStandardUncertaintyJoules());
            for (EnergyAccount account : EnergyAccount.values()) {
                assertThat(rows.getDouble(account.loss() + "Joules")).isEqualTo(energy.joules(account));
                assertThat(rows.getDouble(account.basic().label() + "Joules"))
                        .isEqualTo(energy.basicJoules(account.basic()));
            }
            assertThat(rows.getDouble("cellJoules")).isEqualTo(energy.cellJoules());
            Object[] bounds = (Object[]) ((Array) rows.getObject("bounds")).getArray();
            assertThat(bounds).hasSize(3);
            assertThat(((Struct) bounds[0]).getAttributes()).containsExactly("B1", 0.0, "does-not-bind");
            assertThat(((Struct) bounds[2]).getAttributes()[0]).isEqualTo("M1");
            String digestAfter = rows.getString("weightsDigest");
            assertThat(digestAfter).hasSize(16).isNotEqualTo(digestBefore);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("weightsDigest")).isEqualTo(digestAfter);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void sumOfEnergiesIsTheTotalOfEveryArm() throws SQLException {
        List<ArmTotals> arms = run(directory, 300, 1);

        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement()) {
            for (ArmTotals arm : arms) {
                try (ResultSet sums = statement.executeQuery("SELECT sum(energyJoules), sum(cellTiltJoules), count(*),"
                        + " sum(pulses) FILTER (kind = 'update') FROM '"
                        + parquet() + "' WHERE arm = '" + arm.name() + "'")) {
                    sums.next();
                    assertThat(sums.getDouble(1)).isCloseTo(arm.totalJoules(), within(1e-12 * arm.totalJoules()));
                    double update = arm.accountJoules().get(EnergyAccount.UPDATE);
                    assertThat(sums.getDouble(2)).isCloseTo(update, within(1e-12 * update));
                    assertThat(sums.getLong(3)).isEqualTo(arm.rows());
                    assertThat(sums.getLong(4)).isEqualTo(arm.updates().pulses());
                }
            }
        }
        RunRecord.Energy energy = arms.get(0).recordEnergy(true);
        double accounts = energy.accounts().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(accounts).isCloseTo(energy.totalJoules(), within(1e-12 * accounts));
        assertThat(energy.perUpdateJoules()).isEqualTo(energy.totalJoules() / 300);
    }

    @Test
    void equalRunsAreEqualFilesWhateverTheClockAndTheDirectory() throws IOException {
        Path one = directory.resolve("one");
        Path two = directory.resolve("a longer name 'with quotes'");
        run(one, 4000, 1);
        long[] clock = {0};
        try (RunLedger ledger = RunLedger.create(two, Runs.header(), () -> clock[0] += 1_234_567)) {
            ledger.session("tcp:somewhere:1", 5, 6);
            Runs.tellArm(ledger, "lim", 4000, 1);
            ledger.link(new LinkCounters(1, 2, 3, 4, 5, 6));
            Runs.tellArm(ledger, "fixed", 4000, 2);
            Runs.finish(ledger);
        }
        Path other = directory.resolve("other");
        run(other, 4000, 9);

        assertThat(two.resolve("ledger.parquet")).hasSameBinaryContentAs(one.resolve("ledger.parquet"));
        assertThat(Files.mismatch(other.resolve("ledger.parquet"), one.resolve("ledger.parquet")))
                .isNotEqualTo(-1);
    }

    @Test
    void linkTableHoldsWhatTheLedgerMustNot() throws SQLException {
        try (RunLedger ledger = RunLedger.create(directory, Runs.header(), () -> 0)) {
            ledger.session("tcp:127.0.0.1:9", 0xABL, 0xCDL);
            Runs.tellArm(ledger, "lim", 2, 1);
            ledger.link(new LinkCounters(10, 9, 1, 2, 3, 4));
            Runs.finish(ledger);
        }
        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FILTER (event = 'command'), max(bootId),"
                        + " max(address), sum(retransmissions), min(commandId), max(\"row\") FROM '"
                        + directory.resolve("link.parquet") + "'")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(10);
            assertThat(rows.getString(2)).isEqualTo("00000000000000ab");
            assertThat(rows.getString(3)).isEqualTo("tcp:127.0.0.1:9");
            assertThat(rows.getLong(4)).isEqualTo(1);
            assertThat(rows.getLong(5)).isEqualTo(1_000_001);
            assertThat(rows.getLong(6)).isEqualTo(9);
        }
    }

    @Test
    void indeterminateCommandsAreUnaccountedAndRefusedOnesHaveNoRow() throws SQLException {
        Runs.Device device = new Runs.Device(1);
        ArmTotals arm;
        try (RunLedger ledger = RunLedger.create(directory, Runs.header(), () -> 0)) {
            ledger.armStarted("lim", true);
            long id = 0;
            for (ReceiptStatus status : ReceiptStatus.values()) {
                id++;
                ArrayCommand update = Runs.rank1(id);
                ledger.intent(id, update);
                ledger.receipt(id, update, device.answer(update, status));
            }
            MeterLatch more = MeterLatch.zero();
            more.delivered()[1] = 40;
            ledger.unaccounted(new MeterWindow(MeterLatch.zero(), more, 1, 2), 300);
            arm = Runs.finish(ledger).get(0);
        }
        assertThat(arm.updates().commanded()).isEqualTo(6);
        assertThat(arm.updates().applied()).isEqualTo(2);
        assertThat(arm.updates().unaccounted()).isEqualTo(1);
        assertThat(arm.updates().duplicatesSuppressed()).isEqualTo(1);
        assertThat(arm.updates().indeterminate()).isEqualTo(1);
        assertThat(kinds()).containsExactly("update", "update", "unaccounted", "unaccounted", "unaccounted");
    }

    @Test
    void rowsAreTheSameAfterRecoveryAndAfterASecondRecovery() throws IOException {
        List<ArmTotals> arms = run(directory, 50, 1);
        byte[] ledger = Files.readAllBytes(directory.resolve("ledger.parquet"));
        Files.delete(directory.resolve("ledger.parquet"));

        for (int times = 0; times < 2; times++) {
            Recovery recovery = Recovery.of(directory);
            assertThat(recovery.finished()).isTrue();
            assertThat(recovery.tornBytes()).isZero();
            assertThat(recovery.header()).isEqualTo(Runs.header());
            assertThat(recovery.arms())
                    .extracting(ArmTotals::totalJoules)
                    .containsExactly(arms.get(0).totalJoules(), arms.get(1).totalJoules());
            assertThat(recovery.arms().get(0).bounds()).isEqualTo(arms.get(0).bounds());
            assertThat(Files.readAllBytes(directory.resolve("ledger.parquet"))).isEqualTo(ledger);
        }
    }

    @Test
    void resumedRunEndsInTheSameLedgerFromAnyCut() throws IOException {
        Path whole = directory.resolve("whole");
        run(whole, 12, 1);
        byte[] journal = Files.readAllBytes(whole.resolve("journal.bin"));
        int header = headerBytes(whole);
        for (int cut = header; cut < journal.length - 14; cut += 509) {
            Path resumed = Files.createDirectories(directory.resolve("cut" + cut));
            Files.write(resumed.resolve("journal.bin"), Arrays.copyOf(journal, cut));
            try (RunLedger ledger = RunLedger.resume(resumed, () -> 0)) {
                Runs.tellArm(ledger, "lim", 12, 1);
                Runs.tellArm(ledger, "fixed", 12, 2);
                assertThat(ledger.replaying()).isFalse();
                Runs.finish(ledger);
            }
            assertThat(resumed.resolve("ledger.parquet"))
                    .as("cut at %d", cut)
                    .hasSameBinaryContentAs(whole.resolve("ledger.parquet"));
        }
    }

    @Test
    void resumingWithAnotherRunIsRefused() throws IOException {
        run(directory, 5, 1);
        byte[] journal = Files.readAllBytes(directory.resolve("journal.bin"));
        Files.write(
                directory.resolve("journal.bin"),
                Arrays.copyOf(journal, journal.length - 20),
                StandardOpenOption.TRUNCATE_EXISTING);
        try (RunLedger ledger = RunLedger.resume(directory, () -> 0)) {
            assertThatThrownBy(() -> Runs.tellArm(ledger, "other", 5, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not the same run");
        }
    }

    @Test
    void finishedRunIsNotResumed() {
        run(directory, 2, 1);

        assertThatThrownBy(() -> RunLedger.resume(directory, () -> 0)).hasMessageContaining("nothing to resume");
    }

    @Test
    void trainingBoundIsSaidNotToBindAndIsNotDividedBy() {
        List<ArmTotals> arms = run(directory, 40, 1);
        BoundResult training = arms.get(0).bounds().stream()
                .filter(b -> b.segment() == Segment.TRAINING && b.id().equals("B1"))
                .findFirst()
                .orElseThrow();

        assertThat(training.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(training.ratio()).isNull();
        assertThat(training.because()).contains("reads between the pulses");
    }

    private static List<ArmTotals> run(Path into, int updates, long seed) {
        try (RunLedger ledger = RunLedger.create(into, Runs.header(), () -> 0)) {
            ledger.session("emulated:lim-chain", 1, 2);
            Runs.tellArm(ledger, "lim", updates, seed);
            Runs.tellArm(ledger, "fixed", updates, seed + 1);
            return Runs.finish(ledger);
        }
    }

    private static int headerBytes(Path run) throws IOException {
        try (JournalReader reader = JournalReader.open(run)) {
            reader.header();
            return (int) reader.soundBytes();
        }
    }

    private List<String> kinds() throws SQLException {
        List<String> kinds = new ArrayList<>();
        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT kind FROM '" + parquet() + "' ORDER BY \"row\"")) {
            while (rows.next()) {
                kinds.add(rows.getString(1));
            }
        }
        return kinds;
    }

    private Path parquet() {
        return directory.resolve("ledger.parquet");
    }
}
