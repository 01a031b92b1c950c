package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.JournalDamagedException;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/** The files of a run, made again from its journal at any later time. */
final class RunOutputsTest {
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);
    private static final RunPage PAGE =
            (record, ledger, html) -> Files.writeString(html, "page of " + record.runId() + ", " + Files.size(ledger));
    /** In the order they are put in place. */
    private static final List<String> OUTPUTS = List.of("ledger.parquet", "link.parquet", "report.html", "run.json");

    @TempDir
    private Path scratch;

    private Path directory;
    private RunRecord record;
    private Map<String, byte[]> files;

    @BeforeEach
    void run() throws IOException {
        directory = scratch.resolve("a run; with 'odd' [signs]*");
        record = TrainingRun.start(configuration(), "tried", "test", directory, HOST, RunListener.none(), PAGE);
        files = files();
    }

    private static RunConfiguration configuration() {
        return configuration("emulated:lim-chain");
    }

    private static RunConfiguration configuration(String device) {
        TrainingPlan plan = TrainingPlan.builder()
                .seed(9)
                .updates(8)
                .arms(List.of("lim", "lowered"))
                .build();
        return new RunConfiguration(device, 9, "quadratic", Workloads.STANDARD_SPLIT, plan);
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (Stream<Path> names = Files.list(directory)) {
            for (Path file : names.sorted().toList()) {
                all.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static final class Notes implements RunListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void note(String line) {
            lines.add(line);
        }
    }

    private String resumed() throws IOException {
        Notes notes = new Notes();
        assertThat(TrainingRun.resume(directory, HOST, notes, PAGE)).isEqualTo(record);
        return String.join("; ", notes.lines);
    }

    private RunOutputs.Made reported(boolean evenLess) throws IOException {
        try (RunLock lock = RunLock.take(directory)) {
            return new RunOutputs(lock, PAGE).make(evenLess);
        }
    }

    private void requireSameFiles() throws IOException {
        Map<String, byte[]> now = files();
        assertThat(now.keySet()).isEqualTo(files.keySet());
        now.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(files.get(name)));
    }

    @Test
    void aRunLeavesItsJournalAndItsFilesAndNothingElse() {
        assertThat(files.keySet())
                .containsExactlyInAnyOrder("journal.bin", "ledger.parquet", "link.parquet", "report.html", "run.json");
    }

    @Test
    void whatTheJournalGivesIsWhatTheRunGave() throws IOException {
        for (String output : OUTPUTS) {
            Files.delete(directory.resolve(output));
        }
        assertThat(reported(false).record()).isEqualTo(record).isEqualTo(RunRecordFile.read(directory));
        assertThat(record.task().score()).isEqualTo("distanceToOptimum");
        assertThat(record.arms().get(0).retention()).isNotEmpty();
        assertThat(record.arms().get(0).barriersKt()).isNotNull();
        assertThat(record.wall().seconds()).isPositive();
        assertThat(record.device().bootId()).hasSize(16);
        requireSameFiles();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void killedBetweenAnyTwoOfItsFilesItIsResumedToTheSameFiles(int inPlace) throws IOException {
        for (String output : OUTPUTS.subList(inPlace, OUTPUTS.size())) {
            Files.move(directory.resolve(output), directory.resolve(output + ".partial"));
        }
        Files.writeString(directory.resolve("ledger.duckdb"), "of an earlier build");

        assertThat(resumed())
                .contains(
                        inPlace == OUTPUTS.size()
                                ? "nothing to resume, and its files are whole"
                                : "made again: " + String.join(", ", OUTPUTS.subList(inPlace, OUTPUTS.size())));
        requireSameFiles();
    }

    @Test
    void filesThatAreDamagedOrOfAnotherRunAreMadeAgain() throws IOException {
        Files.writeString(directory.resolve("run.json"), "{\"format\": ");
        byte[] ledger = files.get("ledger.parquet").clone();
        ledger[ledger.length / 2] ^= 1;
        Files.write(directory.resolve("ledger.parquet"), ledger);

        assertThat(resumed()).contains("made again: ledger.parquet, run.json");
        requireSameFiles();
    }

    @Test
    void aJournalOfAnotherRunReplacesNothing() throws IOException {
        Path other = scratch.resolve("other");
        TrainingRun.start(configuration(), "another", "test", other, HOST, RunListener.none(), null);
        byte[] journal = Files.readAllBytes(other.resolve("journal.bin"));
        Files.write(directory.resolve("journal.bin"), journal);

        assertThatThrownBy(() -> reported(false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json is of run tried, seed 9, and journal.bin of run another, seed 9");
        assertThatThrownBy(this::resumed).hasMessageContaining("files of two runs");
        Files.write(directory.resolve("journal.bin"), Arrays.copyOf(journal, journal.length / 2));
        assertThatThrownBy(this::resumed).hasMessageContaining("files of two runs");

        assertThat(directory.resolve("journal.bin")).hasBinaryContent(Arrays.copyOf(journal, journal.length / 2));
        Files.write(directory.resolve("journal.bin"), files.get("journal.bin"));
        requireSameFiles();
    }

    @Test
    void whoeverFindsItsLockDeletedReplacesNothing() throws IOException {
        Files.writeString(directory.resolve("report.html"), "an old page");
        RunPage deleting = (anyRecord, ledger, html) -> {
            Files.writeString(html, "a new page");
            Files.delete(directory.resolve(RunLock.NAME));
        };
        try (RunLock lock = RunLock.take(directory)) {
            assertThatThrownBy(() -> new RunOutputs(lock, deleting).make(false))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("run.lock was removed or replaced while this process held it");
        }
        assertThat(directory.resolve("report.html")).hasContent("an old page");
    }

    @Test
    void aDiskThatIsFullWhileFilesAreMadeLeavesTheOldOnesAndNoDrafts() throws IOException {
        RunPage full = (anyRecord, ledger, html) -> {
            Files.writeString(html, "half a pa");
            throw new IOException("No space left on device");
        };
        Files.writeString(directory.resolve("report.html"), "an old page");
        try (RunLock lock = RunLock.take(directory)) {
            assertThatThrownBy(() -> new RunOutputs(lock, full).make(false))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessage(directory.resolve("report.html") + " cannot be written: No space left on device");
        }
        assertThat(directory.resolve("report.html")).hasContent("an old page");
        assertThat(files().keySet()).isEqualTo(files.keySet());
    }

    @Test
    void aRunWhoseDiskIsFullAtTheEndSaysHowItsFilesAreMadeLater() throws IOException {
        Path other = scratch.resolve("full at the end");
        RunPage full = (anyRecord, ledger, html) -> {
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(() ->
                        TrainingRun.start(configuration(), "tried", "test", other, HOST, RunListener.none(), full))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(
                        "No space left on device; the run is over and its journal whole; to make its files once"
                                + " that is mended: limbench report '" + other + "'");
        assertThat(other.resolve("run.json")).doesNotExist();
        assertThat(TrainingRun.resume(other, HOST, RunListener.none(), PAGE).arms())
                .isEqualTo(record.arms());
        assertThat(other.resolve("ledger.parquet")).hasBinaryContent(files.get("ledger.parquet"));
    }

    @Test
    void aJournalThatLostItsEndReplacesNothingUnlessForced() throws IOException {
        byte[] journal = files.get("journal.bin");
        Files.write(directory.resolve("journal.bin"), Arrays.copyOf(journal, journal.length / 2));
        Map<String, byte[]> before = files();

        assertThatThrownBy(() -> reported(false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("the journal has lost its end, and nothing was replaced");
        before.forEach((name, bytes) -> assertThat(directory.resolve(name)).hasBinaryContent(bytes));

        assertThat(reported(true).changed()).containsExactly("ledger.parquet", "link.parquet");
        assertThat(Files.readAllBytes(directory.resolve("run.json"))).isEqualTo(files.get("run.json"));
    }

    @Test
    void aJournalCutAtItsVeryEndIsToldFromAnUnfinishedRunByItsRunRecord() throws IOException {
        byte[] journal = files.get("journal.bin");
        Files.write(directory.resolve("journal.bin"), Arrays.copyOf(journal, journal.length - 50));

        assertThatThrownBy(() -> reported(false)).hasMessageContaining("run.json tells of a finished run");
        assertThat(Files.readAllBytes(directory.resolve("ledger.parquet"))).isEqualTo(files.get("ledger.parquet"));
    }

    @Test
    void aDamagedJournalIsRefusedByReportAndResumeAndEveryFileStays() throws IOException {
        byte[] journal = files.get("journal.bin").clone();
        journal[journal.length / 3] ^= 4;
        Files.write(directory.resolve("journal.bin"), journal);
        Map<String, byte[]> before = files();

        assertThatThrownBy(() -> reported(false)).isInstanceOf(JournalDamagedException.class);
        assertThatThrownBy(() -> TrainingRun.resume(directory, HOST, RunListener.none(), PAGE))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("is damaged at octet");
        assertThat(files().keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(directory.resolve(name)).hasBinaryContent(bytes));
    }

    @Test
    void aFinishedRunOfTheFirstLayoutGetsItsFilesToo() throws IOException {
        Path old = Files.createDirectories(scratch.resolve("old"));
        Files.copy(Path.of("test-fixtures/journals/version-1-quadratic.bin"), old.resolve("journal.bin"));

        RunRecord made = TrainingRun.resume(old, HOST, RunListener.none(), PAGE);

        assertThat(made.task()).isEqualTo(new RunRecord.Task("quadratic"));
        assertThat(made.arms()).extracting(RunRecord.Arm::name).containsExactly("lim", "lowered");
        assertThat(RunRecordFile.read(old)).isEqualTo(made);
    }

    @Test
    void aRunThatAMeterOfEightAccountsBeganIsNotGoneOnWithByOneThatTellsMoreApart() throws IOException {
        Path old = Files.createDirectories(scratch.resolve("old"));
        byte[] journal = Files.readAllBytes(Path.of("test-fixtures/journals/version-1-quadratic.bin"));
        Files.write(old.resolve("journal.bin"), Arrays.copyOf(journal, journal.length * 3 / 4));

        // joules of one account would be booked under another from here on
        assertThatThrownBy(() -> TrainingRun.resume(old, HOST, RunListener.none(), PAGE))
                .isInstanceOf(WrongDeviceException.class)
                .hasMessageContaining("whose meter tells other accounts; nothing was sent");
    }

    @Test
    void aProfileThatIsNotAsItWasIsRefusedAndTheSameOneGoesOn() throws IOException {
        String shipped = Files.readString(Path.of("device-profiles", "lim-chain.yaml"));
        Path profile = Files.writeString(scratch.resolve("mine.yaml"), shipped);
        Path other = scratch.resolve("other");
        TrainingRun.start(configuration("emulated:" + profile), "p", "test", other, HOST, RunListener.none(), PAGE);
        byte[] ledger = Files.readAllBytes(other.resolve("ledger.parquet"));
        assertThat(RunRecordFile.read(other).inputs())
                .extracting(RunRecord.Input::role, RunRecord.Input::name, RunRecord.Input::bytes)
                .containsExactly(tuple("profile", profile.toString(), Files.size(profile)));
        byte[] whole = Files.readAllBytes(other.resolve("journal.bin"));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Files.write(other.resolve("journal.bin"), cut);

        Files.writeString(profile, shipped.replaceFirst("summary: .*", "summary: another chip"));
        assertThatThrownBy(() -> TrainingRun.resume(other, HOST, RunListener.none(), PAGE))
                .hasMessageContaining("profile " + profile + " is not what the run was begun with: its SHA-256 is");
        assertThat(other.resolve("ledger.parquet")).hasBinaryContent(ledger);

        Files.writeString(profile, shipped);
        TrainingRun.resume(other, HOST, RunListener.none(), PAGE);
        assertThat(other.resolve("ledger.parquet")).hasBinaryContent(ledger);
    }

    @Test
    void aDirectoryThatHoldsARunIsNotBegunIn() {
        assertThatThrownBy(() ->
                        TrainingRun.start(configuration(), "again", "test", directory, HOST, RunListener.none(), PAGE))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("holds a run already")
                .hasMessageContaining("--resume '");
    }

    @Test
    void anotherWriterIsRefusedByNameWhileTheDirectoryIsHeld() {
        try (RunLock lock = RunLock.take(directory)) {
            assertThatThrownBy(() -> TrainingRun.resume(directory, HOST, RunListener.none(), PAGE))
                    .isInstanceOf(RunLock.Held.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ");
            assertThat(lock.directory()).isEqualTo(directory);
        }
        assertThat(directory.resolve("run.lock")).doesNotExist();
    }

    @Test
    void aDirectoryThatVanishesIsNoticedAtTheNextWrite() throws IOException {
        Path other = scratch.resolve("vanishing");
        long[] now = {0};
        Host slow = new Host(() -> now[0] += 1_000_000, System::nanoTime, name -> null);
        RunListener removing = new RunListener() {
            @Override
            public void progress(long done, long total) {
                if (done == 3 && Files.exists(other)) {
                    try {
                        Files.move(other, scratch.resolve("moved"));
                        Files.createDirectories(other);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        };
        assertThatThrownBy(() -> TrainingRun.start(configuration(), "gone", "test", other, slow, removing, PAGE))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("journal.bin is gone: the run's directory was removed, moved or replaced");
        assertThat(other).isEmptyDirectory();
    }
}
