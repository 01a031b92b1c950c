package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.testkit.Await;
import org.limbench.testkit.LedgerTable;
import org.limbench.testkit.Limbench;

/** A host that dies in the middle: what it leaves, and how the run goes on. */
final class KilledHostIT {
    private static final String[] RUN = {
        "--task", "digits", "--updates", "3000", "--arms", "lim", "--seed", "9", "--out"
    };

    /** Unit of lim-chain's meter. */
    private static final double COUNT_JOULES = 1e-22;

    @TempDir
    private Path directory;

    private static String[] run(String device, Path out) {
        String[] arguments = new String[RUN.length + 4];
        arguments[0] = "run";
        arguments[1] = "--device";
        arguments[2] = device;
        System.arraycopy(RUN, 0, arguments, 3, RUN.length);
        arguments[arguments.length - 1] = out.toString();
        return arguments;
    }

    /** Kills the run once its journal has grown past a size. */
    private void killAt(Limbench limbench, String device, Path out, long journalBytes) throws Exception {
        killAt(limbench.background(run(device, out)), out, journalBytes);
    }

    /** Kills a run that has been started once its journal has grown past a size. */
    static void killAt(Limbench.Running started, Path out, long journalBytes) throws Exception {
        try (Limbench.Running run = started) {
            Path journal = out.resolve("journal.bin");
            Await.until(
                    "the journal is larger than " + journalBytes + " bytes",
                    Duration.ofMinutes(10),
                    () -> !run.process().isAlive() || (Files.exists(journal) && Files.size(journal) > journalBytes));
            assertThat(run.process().isAlive())
                    .as("still running: " + Files.readString(run.err()))
                    .isTrue();
            run.kill();
        }
    }

    @Test
    void theLedgerOfAKilledRunOpensAndHoldsWhatWasAcknowledged() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path out = directory.resolve("killed");
        killAt(limbench, "emulated:lim-chain", out, 200_000);
        Limbench.Outcome report = limbench.run("report", out.toString());
        assertThat(report.code()).as(report.err()).isZero();
        long rows = new LedgerTable(out.resolve("ledger.parquet")).count("kind = 'update'");
        assertThat(rows).isPositive();
        assertThat(new LedgerTable(out.resolve("link.parquet")).count("status = 'applied' AND commandId IS NOT NULL"))
                .isGreaterThanOrEqualTo(rows);
    }

    @Test
    void killedInALaterArmAServedDeviceIsNotSetBackAndTheLedgerEndsTheSame() throws Exception {
        Limbench limbench = new Limbench(directory);
        String[] arms = {"--task", "quadratic", "--arms", "lim,lowered", "--updates", "400", "--seed", "9"};
        Path whole = directory.resolve("whole");
        Path killed = directory.resolve("killed");
        Limbench.Outcome inProcess = limbench.run(with(arms, "emulated:lim-chain", whole));
        assertThat(inProcess.code()).as(inProcess.err()).isZero();
        long most = Files.size(whole.resolve("journal.bin"));
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "9", "--tcp", "127.0.0.1:0")) {
            String address = "tcp:" + device.ready().get("tcp").asString();
            killAt(limbench.background(with(arms, address, killed)), killed, most * 7 / 10);
            Limbench.Outcome outcome = limbench.run("run", "--resume", killed.toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        LedgerTable expected = new LedgerTable(whole.resolve("ledger.parquet"));
        LedgerTable actual = new LedgerTable(killed.resolve("ledger.parquet"));
        for (String arm : new String[] {"lim", "lowered"}) {
            String updates = "kind = 'update' AND arm = '" + arm + "'";
            assertThat(actual.count(updates)).isEqualTo(expected.count(updates));
            requireSameEnergy(actual, expected, updates);
        }
        assertThat(actual.lastDigest()).isEqualTo(expected.lastDigest());
    }

    private static String[] with(String[] arguments, String device, Path out) {
        return java.util.stream.Stream.of(
                        new String[] {"run", "--device", device}, arguments, new String[] {"--out", out.toString()})
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_000, 150_000, 400_000})
    void overSerialAResumedRunEndsExactlyAsAnUninterruptedOne(long journalBytes) throws Exception {
        Limbench limbench = new Limbench(directory);
        Path whole = directory.resolve("whole");
        Path killed = directory.resolve("killed");
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "9", "--serial", "lim0")) {
            Limbench.Outcome outcome =
                    limbench.run(run("serial:" + device.ready().get("serial").asString(), whole));
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "9", "--serial", "lim1")) {
            killAt(limbench, "serial:" + device.ready().get("serial").asString(), killed, journalBytes);
            Limbench.Outcome outcome = limbench.run("run", "--resume", killed.toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        requireSame(killed, whole);
    }

    /** The same updates with the same jumps and weights in the same order; rows of reads a kill swallowed come on top. */
    static void requireSame(Path run, Path as) throws SQLException {
        LedgerTable expected = new LedgerTable(as.resolve("ledger.parquet"));
        LedgerTable actual = new LedgerTable(run.resolve("ledger.parquet"));
        String updates = "kind = 'update'";
        assertThat(actual.lastDigest()).isEqualTo(expected.lastDigest());
        assertThat(actual.count(updates)).isEqualTo(expected.count(updates));
        assertThat(actual.digest("jumps", updates)).isEqualTo(expected.digest("jumps", updates));
        requireSameEnergy(actual, expected, updates);
    }

    /**
     * To a count at either end: the meter's noise is drawn for every observation, and a read made again is one more, so that
     * a count may fall on the other side of a window's edge.
     */
    private static void requireSameEnergy(LedgerTable actual, LedgerTable expected, String rows) throws SQLException {
        assertThat(actual.sum("updateJoules", rows))
                .isCloseTo(expected.sum("updateJoules", rows), within(2.5 * COUNT_JOULES));
    }

    @Test
    void inProcessAResumedRunGivesTheBytesOfAnUninterruptedOne() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path whole = directory.resolve("whole");
        Path killed = directory.resolve("killed");
        Limbench.Outcome outcome = limbench.run(run("emulated:lim-chain", whole));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        killAt(limbench, "emulated:lim-chain", killed, 150_000);
        Limbench.Outcome resumed = limbench.run("run", "--resume", killed.toString());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(Files.readAllBytes(killed.resolve("ledger.parquet")))
                .isEqualTo(Files.readAllBytes(whole.resolve("ledger.parquet")));
    }
}
