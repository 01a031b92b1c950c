package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.EnergyAccount;

/** Journals of the first layout, written by the build that wrote it: {@code test-fixtures/journals}. */
class JournalVersionOneTest {
    private static final Path FIXTURES = Path.of("test-fixtures", "journals");

    @TempDir
    Path directory;

    private byte[] run() throws IOException {
        return Files.readAllBytes(FIXTURES.resolve("version-1-quadratic.bin"));
    }

    private void put(byte[] journal) throws IOException {
        Files.write(directory.resolve(Journal.NAME), journal);
    }

    @Test
    void everyEntryOfItIsRead() throws IOException {
        put(Files.readAllBytes(FIXTURES.resolve("version-1-entries.bin")));
        List<JournalEntry> then = Runs.everyEntry(EnergyAccount.BASIC).stream()
                .filter(entry -> !(entry instanceof JournalEntry.ArmEnded
                        || entry instanceof JournalEntry.Scored
                        || entry instanceof JournalEntry.Document
                        || entry instanceof JournalEntry.Lasted))
                .toList();

        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.version()).isEqualTo(1);
            // the end is written once
            assertThat(Runs.drain(reader)).isEqualTo(then.subList(0, then.size() - 1));
            assertThat(reader.tornBytes()).isZero();
        }
    }

    @Test
    void itGivesTheLedgerThatItsBuildMade() throws IOException, SQLException {
        put(run());

        assertThat(Recovery.of(directory).finished()).isTrue();
        assertThat(LedgerTables.differing(
                        FIXTURES.resolve("version-1-quadratic.parquet"), directory.resolve("ledger.parquet")))
                .isZero();
    }

    @Test
    void cutOffItIsGoneOnWithAndIsOfTheNewLayoutThen() throws IOException {
        byte[] run = run();
        put(Arrays.copyOf(run, run.length / 2));
        Recovery before = Recovery.read(directory);

        try (RunLedger ledger = RunLedger.resume(directory, () -> 0)) {
            assertThat(ledger.replaying()).isTrue();
            assertThat(ledger.notes()).singleElement().asString().contains("octets were not whole and are dropped");
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.version()).isEqualTo(Journal.VERSION);
        }
        Recovery after = Recovery.read(directory);
        assertThat(after.header()).isEqualTo(before.header());
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.arms())
                .extracting(ArmTotals::totalJoules)
                .isEqualTo(before.arms().stream().map(ArmTotals::totalJoules).toList());
        assertThat(after.undecided()).isEqualTo(before.undecided());
        assertThat(after.tornBytes()).isZero();
    }

    @Test
    void aBitFlippedInItIsRefused() throws IOException {
        byte[] run = run();
        int refused = 0;
        int tries = 0;
        for (int at = 0; at < run.length; at += at < run.length - 100 ? 97 : 1) {
            byte[] damaged = run.clone();
            damaged[at] ^= (byte) (1 << (at % Byte.SIZE));
            put(damaged);
            tries++;
            try {
                Recovery.read(directory);
            } catch (RunDirectoryException damage) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(tries);
    }
}
