package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.bench.Host;
import org.limbench.bench.RunConfiguration;
import org.limbench.bench.RunOutputs;
import org.limbench.bench.RunPage;
import org.limbench.bench.TrainingRun;
import org.limbench.device.RandomStream;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecordFile;
import org.limbench.testkit.Await;
import org.limbench.testkit.LedgerTable;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/**
 * Tries to lose what a run has done: kills, bits flipped and journals cut at random places, full disks, two writers at once. A
 * few of each here; {@code -Dlimbench.campaign=200} tries 200 kills, half as many flips and cuts, a quarter as many full disks
 * and races, and says what became of them.
 */
final class RunDirectoryCampaignIT {
    private static final int KILLS = Integer.getInteger("limbench.campaign", 0);
    private static final long SEED = Long.getLong("limbench.campaign.seed", 1);
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);
    private static final RunPage PAGE = (record, ledger, html) -> Files.writeString(html, record.runId());
    private static final List<String> FILES =
            List.of("journal.bin", "ledger.parquet", "link.parquet", "report.html", "run.json");
    private static final int UPDATES = 150;

    @TempDir
    private Path scratch;

    /** Where a killed host's device is. */
    private enum Carrier {
        IN_PROCESS,
        SERIAL,
        TCP,
        BROKER
    }

    private static int tries(int few, int share) {
        return KILLS == 0 ? few : Math.max(1, KILLS / share);
    }

    private static RandomStream.Cursor draws(String what) {
        return RandomStream.of(SEED, "campaign." + what).cursor();
    }

    private static void tell(String line, Object... numbers) {
        System.out.printf("campaign: " + line + "%n", numbers);
    }

    private static String[] run(String device, Path out) {
        return new String[] {
            "run",
            "--device",
            device,
            "--task",
            "quadratic",
            "--arms",
            "lim",
            "--updates",
            "" + UPDATES,
            "--seed",
            "9",
            "--out",
            out.toString()
        };
    }

    private static RunConfiguration configuration(int updates) {
        TrainingPlan plan = TrainingPlan.builder()
                .seed(9)
                .updates(updates)
                .arms(List.of("lim"))
                .build();
        return new RunConfiguration("emulated:lim-chain", 9, "quadratic", Workloads.STANDARD_SPLIT, plan);
    }

    private Path reference(int updates) throws IOException {
        Path whole = scratch.resolve("whole");
        TrainingRun.start(configuration(updates), "tried", "test", whole, HOST, RunListener.none(), PAGE);
        return whole;
    }

    private static void resume(Path run) throws IOException {
        TrainingRun.resume(run, HOST, RunListener.none(), PAGE);
    }

    private static boolean sameLedger(Path run, Path as) throws IOException {
        return Files.mismatch(run.resolve("ledger.parquet"), as.resolve("ledger.parquet")) < 0;
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void aKilledRunLosesNoOutputAndAppliesNothingTwice(Carrier carrier) throws Exception {
        if (KILLS == 0) {
            assumeThat(carrier)
                    .as("the others are tried by KilledHostIT, or on request")
                    .isEqualTo(Carrier.TCP);
        }
        try (MosquittoBroker broker = carrier == Carrier.BROKER ? MosquittoBroker.start() : null) {
            Limbench limbench = new Limbench(scratch);
            if (carrier == Carrier.IN_PROCESS) {
                kills(limbench, carrier, "emulated:lim-chain");
                return;
            }
            String[] serve = switch (carrier) {
                case SERIAL -> new String[] {"emulate", "--seed", "9", "--serial", "lim0"};
                case TCP -> new String[] {"emulate", "--seed", "9", "--tcp", "127.0.0.1:0"};
                default ->
                    new String[] {
                        "emulate",
                        "--seed",
                        "9",
                        "--mqtt",
                        "mqtt://127.0.0.1:" + broker.port(),
                        "--bench",
                        "b",
                        "--id",
                        "d"
                    };
            };
            try (Limbench.Running device = limbench.serve(serve)) {
                var ready = device.ready();
                kills(
                        limbench,
                        carrier,
                        switch (carrier) {
                            case SERIAL -> "serial:" + ready.get("serial").asString();
                            case TCP -> "tcp:" + ready.get("tcp").asString();
                            default -> broker.url("b", "d");
                        });
            }
        }
    }

    private void kills(Limbench limbench, Carrier carrier, String device) throws Exception {
        Path first = scratch.resolve("first");
        Path whole = scratch.resolve("whole");
        requireDone(limbench.run(run(device, first)));
        // the first run on a device in service begins in its first life, every later one anew
        requireDone(limbench.run(run(device, whole)));
        long size = Files.size(whole.resolve("journal.bin"));
        RandomStream.Cursor draws = draws("kills." + carrier);
        int kills = tries(1, 4);
        int afterTheEnd = 0;
        int doubts = 0;
        for (int n = 0; n < kills; n++) {
            Path out = scratch.resolve("killed-" + n);
            // a tenth right at the end of the journal, where the files are made
            long at = draws.nextBelow(10) == 0 ? size - 40 : draws.nextBelow((int) size);
            kill(limbench, run(device, out), out.resolve("journal.bin"), at);
            afterTheEnd += at >= size - 40 ? 1 : 0;
            Limbench.Outcome outcome = limbench.run("run", "--resume", out.toString());
            requireDone(outcome);
            requireWhole(out);
            LedgerTable actual = new LedgerTable(out.resolve("ledger.parquet"));
            LedgerTable expected = new LedgerTable(whole.resolve("ledger.parquet"));
            String updates = "kind = 'update'";
            assertThat(actual.count(updates)).as("kill %d at %d", n, at).isEqualTo(expected.count(updates));
            assertThat(actual.digest("jumps", updates)).isEqualTo(expected.digest("jumps", updates));
            assertThat(actual.lastDigest()).isEqualTo(expected.lastDigest());
            if (carrier == Carrier.IN_PROCESS) {
                assertThat(sameLedger(out, whole)).as("kill %d at %d", n, at).isTrue();
            }
            doubts += actual.count("kind = 'unaccounted'") > 0 ? 1 : 0;
        }
        tell(
                "%s: %d kills, %d of them at the end; 0 outputs lost, 0 rows of updates doubled or missing, 0 updates applied"
                        + " twice; energy of reads made again told in %d",
                carrier, kills, afterTheEnd, doubts);
    }

    private static void kill(Limbench limbench, String[] command, Path journal, long octets) throws Exception {
        while (true) {
            try (Limbench.Running run = limbench.background(command)) {
                Await.until(
                        "the journal is larger than " + octets + " octets",
                        Duration.ofMinutes(5),
                        () -> !run.process().isAlive() || (Files.exists(journal) && Files.size(journal) > octets));
                String said = Files.readString(run.err(), StandardCharsets.UTF_8);
                // a host killed after the end of its run leaves its lease to whoever comes within ten seconds
                if (Files.exists(journal) || !said.contains("LEASE_HELD")) {
                    assertThat(journal).as(said).exists();
                    run.kill();
                    return;
                }
            }
        }
    }

    private static void requireDone(Limbench.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private static void requireWhole(Path run) throws IOException {
        for (String file : FILES) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        assertThat(RunRecordFile.read(run).arms()).isNotEmpty();
        try (var files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FILES);
        }
    }

    @Test
    void aFlippedBitIsRefusedAndEveryFileStays() throws Exception {
        Path run = reference(20);
        byte[] journal = Files.readAllBytes(run.resolve("journal.bin"));
        byte[] ledger = Files.readAllBytes(run.resolve("ledger.parquet"));
        byte[] record = Files.readAllBytes(run.resolve("run.json"));
        RandomStream.Cursor draws = draws("flips");
        int flips = tries(10, 2);
        for (int n = 0; n < flips; n++) {
            int at = draws.nextBelow(journal.length);
            byte[] damaged = journal.clone();
            damaged[at] ^= (byte) (1 << draws.nextBelow(Byte.SIZE));
            Files.write(run.resolve("journal.bin"), damaged);
            requireRefused(() -> report(run), "report with a flip at " + at);
            requireRefused(() -> resume(run), "resume with a flip at " + at);
            assertThat(Files.readAllBytes(run.resolve("journal.bin"))).isEqualTo(damaged);
        }
        Files.write(run.resolve("journal.bin"), journal);
        assertThat(Files.readAllBytes(run.resolve("ledger.parquet"))).isEqualTo(ledger);
        assertThat(Files.readAllBytes(run.resolve("run.json"))).isEqualTo(record);
        tell(
                "%d bits flipped in a finished journal of %d octets: all refused by report and resume, every file kept",
                flips, journal.length);
    }

    private static void report(Path run) throws IOException {
        try (RunLock lock = RunLock.take(run)) {
            new RunOutputs(lock, PAGE).make(false);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws IOException;
    }

    private static void requireRefused(Attempt attempt, String what) throws IOException {
        try {
            attempt.make();
        } catch (RunDirectoryException refused) {
            assertThat(refused.getMessage()).contains("journal.bin").doesNotContain("\n");
            return;
        }
        throw new AssertionError(what + " was not refused");
    }

    @Test
    void aCutJournalGoesOnToTheLedgerItWouldHaveHad() throws Exception {
        Path whole = reference(20);
        byte[] journal = Files.readAllBytes(whole.resolve("journal.bin"));
        RandomStream.Cursor draws = draws("cuts");
        int cuts = tries(10, 2);
        int kept = 0;
        for (int n = 0; n < cuts; n++) {
            Path run = Files.createDirectories(scratch.resolve("cut-" + n));
            // the header is put in place whole
            int at = 4000 + draws.nextBelow(journal.length - 4000);
            Files.write(run.resolve("journal.bin"), Arrays.copyOf(journal, at));
            if (n % 2 == 0) {
                Files.copy(whole.resolve("ledger.parquet"), run.resolve("ledger.parquet"));
                Files.copy(whole.resolve("run.json"), run.resolve("run.json"));
                try {
                    report(run);
                } catch (RunDirectoryException lost) {
                    kept++;
                    assertThat(lost).hasMessageContaining("the journal has lost its end");
                }
                assertThat(sameLedger(run, whole)).as("cut at %d", at).isTrue();
            }
            resume(run);
            assertThat(sameLedger(run, whole)).as("cut at %d", at).isTrue();
            requireWhole(run);
        }
        tell("%d cuts: %d reports refused to replace more by less; all gone on with to the same bytes", cuts, kept);
    }

    @Test
    void aFullDiskLosesNothingAndIsGoneOnFromOnceThereIsRoom() throws Exception {
        Path whole = reference(20);
        long size = Files.size(whole.resolve("journal.bin"));
        Path disk = Files.createDirectories(scratch.resolve("disk"));
        RandomStream.Cursor draws = draws("disks");
        int disks = tries(3, 4);
        int before = 0;
        int during = 0;
        int after = 0;
        for (int n = 0; n < disks; n++) {
            long room = 4096L * (2 + draws.nextBelow((int) (size * 3 / 2 / 4096)));
            assumeThat(command("mount", "-t", "tmpfs", "-o", "size=" + room, "tmpfs", disk.toString()))
                    .as("only root mounts a small disk")
                    .isZero();
            try {
                Path run = disk.resolve("run");
                boolean full = false;
                try {
                    TrainingRun.start(configuration(20), "tried", "test", run, HOST, RunListener.none(), PAGE);
                } catch (RunDirectoryException refused) {
                    full = true;
                    assertThat(refused.getMessage()).contains(run.toString()).doesNotContain("\n");
                }
                assertThat(command("mount", "-o", "remount,size=8m", disk.toString()))
                        .isZero();
                if (!Files.exists(run.resolve("journal.bin"))) {
                    before++;
                    TrainingRun.start(configuration(20), "tried", "test", run, HOST, RunListener.none(), PAGE);
                } else {
                    during += full ? 1 : 0;
                    after += full ? 0 : 1;
                    resume(run);
                }
                assertThat(sameLedger(run, whole)).as("a disk of %d", room).isTrue();
                requireWhole(run);
            } finally {
                command("umount", disk.toString());
            }
        }
        tell(
                "%d disks: %d full before the run began, %d full on the way or at its files, %d just large enough; 0 lost",
                disks, before, during, after);
    }

    private static int command(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Test
    void ofTwoWritersOneIsRefusedByName() throws Exception {
        Path whole = reference(20);
        byte[] journal = Files.readAllBytes(whole.resolve("journal.bin"));
        Limbench limbench = new Limbench(scratch);
        int races = tries(1, 4);
        int refused = 0;
        for (int n = 0; n < races; n++) {
            Path run = Files.createDirectories(scratch.resolve("raced-" + n));
            Files.write(run.resolve("journal.bin"), Arrays.copyOf(journal, journal.length * (n % 4 + 2) / 6));
            String second = n % 2 == 0 ? "--resume" : "report";
            Limbench.Running one = limbench.background("run", "--resume", run.toString());
            Limbench.Running two = second.equals("report")
                    ? limbench.background("report", run.toString())
                    : limbench.background("run", "--resume", run.toString());
            int ended = 0;
            for (Limbench.Running each : List.of(one, two)) {
                assertThat(each.process().waitFor(240, TimeUnit.SECONDS)).isTrue();
                String said = Files.readString(each.err(), StandardCharsets.UTF_8);
                if (each.process().exitValue() == 0) {
                    ended++;
                } else {
                    assertThat(each.process().exitValue()).as(said).isEqualTo(2);
                    assertThat(said).contains("is being written by process");
                }
                refused += said.contains("being written by process") ? 1 : 0;
            }
            assertThat(ended).isPositive();
            // whoever was last may have been a report that came before the end
            resume(run);
            assertThat(sameLedger(run, whole)).as("race %d", n).isTrue();
        }
        tell("%d races of two writers: %d refused or kept to reading, 0 rows doubled or missing", races, refused);
    }
}
