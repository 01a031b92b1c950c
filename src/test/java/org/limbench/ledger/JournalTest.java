package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.ArrayCommand;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

class JournalTest {
    @TempDir
    Path directory;

    @Test
    void everyEntryIsReadBackEqual() throws IOException {
        List<JournalEntry> entries = everyEntry();
        write(entries);

        assertThat(readAll()).isEqualTo(entries);
    }

    @Test
    void intentsWithoutReceiptAreTheUndecidedTail() throws IOException {
        List<ArrayCommand> commands = Runs.everyCommand();
        Runs.Device device = new Runs.Device(1);
        write(List.of(
                new JournalEntry.Opened(Runs.header()),
                new JournalEntry.Intent(5, commands.get(0), 10),
                new JournalEntry.Intent(6, commands.get(1), 11),
                new JournalEntry.Answered(5, commands.get(0), device.answer(commands.get(0)), 12),
                new JournalEntry.Intent(7, commands.get(2), 13)));

        try (JournalReader reader = JournalReader.open(directory)) {
            Runs.drain(reader);
            assertThat(reader.undecided().keySet()).containsExactly(6L, 7L);
            assertThat(reader.undecided()).containsEntry(7L, commands.get(2));
        }
    }

    @Test
    void theUndecidedTailOutlivesAResumptionThatWasKilledBeforeItSettledIt() throws IOException {
        List<ArrayCommand> commands = Runs.everyCommand();
        Runs.Device device = new Runs.Device(1);
        List<JournalEntry> entries = new ArrayList<>(List.of(
                new JournalEntry.Opened(Runs.header()),
                new JournalEntry.Intent(5, commands.get(0), 10),
                new JournalEntry.Intent(6, commands.get(1), 11),
                new JournalEntry.Intent(7, commands.get(8), 12),
                new JournalEntry.Resumed()));
        assertThat(undecided(entries)).containsExactly(5L, 6L, 7L);
        entries.add(new JournalEntry.Resumed());
        // told again to be settled, and killed between the two
        entries.add(new JournalEntry.Intent(5, commands.get(0), 1));
        assertThat(undecided(entries)).containsExactly(5L, 6L, 7L);
        entries.add(new JournalEntry.Answered(5, commands.get(0), device.answer(commands.get(0)), 2));
        assertThat(undecided(entries)).containsExactly(6L, 7L);
        // anything new is asked for only when nothing is left to settle: the read is made again under another id
        entries.add(new JournalEntry.Intent(8, commands.get(1), 3));
        assertThat(undecided(entries)).containsExactly(8L);
    }

    private Set<Long> undecided(List<JournalEntry> entries) throws IOException {
        Files.deleteIfExists(file());
        write(entries);
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Runs.drain(reader)).isEqualTo(entries);
            return reader.undecided().keySet();
        }
    }

    @Test
    void otherLayoutVersionIsRefusedNamingBoth() throws IOException {
        write(everyEntry());
        byte[] whole = Files.readAllBytes(file());
        whole[8] = 9;
        Files.write(file(), whole);

        assertThatThrownBy(() -> JournalReader.open(directory))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining("layout version 9; allowed: 1 to 3");
    }

    @Test
    void fileThatIsNoJournalIsNamed() throws IOException {
        Files.writeString(file(), "hello");

        assertThatThrownBy(() -> JournalReader.open(directory)).hasMessageContaining("is not a journal");
    }

    @Test
    void whatAnotherProgramWritesOrCutsOffMeanwhileEndsTheRun() throws IOException {
        try (Journal journal = Journal.create(directory, Runs.header(), () -> 0)) {
            byte[] written = Files.readAllBytes(file());
            Files.write(file(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
            assertThatThrownBy(() -> journal.append(new JournalEntry.Resumed()))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("has " + (written.length + 3) + " octets where this run has written "
                            + written.length + ": another program changed it");
            assertThatThrownBy(() -> journal.append(new JournalEntry.Resumed()))
                    .hasMessageContaining("another program");
            assertThat(Files.size(file())).isEqualTo(written.length + 3);
        }
        Files.delete(file());
        try (Journal journal = Journal.create(directory, Runs.header(), () -> 0)) {
            Files.write(file(), new byte[12], StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(journal::finish).hasMessageContaining("has 12 octets where this run has written");
        }
    }

    @Test
    void journalThatExistsIsNotOverwritten() {
        write(everyEntry());

        assertThatThrownBy(() -> Journal.create(directory, Runs.header(), () -> 0))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("journal.bin exists already");
    }

    @Test
    void rank1AndItsReceiptAreSmall() throws IOException {
        ArrayCommand update = Runs.rank1(3);
        ArrayCommand read = new ReadRequest(Runs.GEOMETRY.whole(), 1);
        Runs.Device device = new Runs.Device(1);
        List<JournalEntry> entries = new ArrayList<>(List.of(new JournalEntry.Opened(Runs.header())));
        for (int n = 0; n < 3; n++) {
            entries.add(new JournalEntry.Intent(2L * n, update, 0));
            entries.add(new JournalEntry.Answered(2L * n, update, device.answer(update), 0));
            entries.add(new JournalEntry.Intent(2L * n + 1, read, 0));
            entries.add(new JournalEntry.Answered(2L * n + 1, read, device.answer(read), 0));
        }
        List<Long> ends = write(entries);

        assertThat(ends.get(9) - ends.get(8)).as("intent of a 13 x 5 update").isLessThan(100);
        assertThat(ends.get(12) - ends.get(11))
                .as("receipt with three changed codes")
                .isLessThan(110);
    }

    @Test
    void readoutsOfTwoTilesAreToldAsTheirOwnDifferences() throws IOException {
        Tile one = new Tile(0, 0, 1, 3);
        Tile two = new Tile(1, 0, 1, 3);
        List<JournalEntry> entries = new ArrayList<>(List.of(new JournalEntry.Opened(Runs.header())));
        int[][] codes = {{0, 1, 2}, {65_535, 4, 5}, {0, 1, 3}, {0, 4, 5}, {7, 7, 7}};
        for (int k = 0; k < codes.length; k++) {
            Tile tile = k % 2 == 0 ? one : two;
            ReadRequest read = new ReadRequest(tile, 1);
            entries.add(new JournalEntry.Intent(k, read, k));
            MeterWindow window = new MeterWindow(MeterLatch.zero(), MeterLatch.zero(), k, k + 0.5);
            Receipt receipt = new Receipt(ReceiptStatus.APPLIED, window, 300, 3, 0, -1, new Readout(tile, codes[k]));
            entries.add(new JournalEntry.Answered(k, read, receipt, k));
        }
        write(entries);

        assertThat(readAll()).isEqualTo(entries);
    }

    @Test
    void whatAMeterDidNotSeeIsKept() throws IOException {
        MeterLatch before = new MeterLatch(new long[EnergyAccount.count()], new long[EnergyAccount.count()], -1);
        MeterLatch after = new MeterLatch(new long[EnergyAccount.count()], new long[EnergyAccount.count()], 2);
        MeterLoss some = new MeterLoss(Set.of(EnergyAccount.UPDATE), Set.of(MeterLoss.Cause.OVERRUN), 0.25);
        MeterLoss all = MeterLoss.ofAll(Set.of(), 0);
        List<JournalEntry> entries = List.of(
                new JournalEntry.Opened(Runs.header()),
                new JournalEntry.Unaccounted(new MeterWindow(before, after, 1, 2, some), 300),
                new JournalEntry.Unaccounted(new MeterWindow(before, after, 2, 3, all), 300));
        write(entries);

        assertThat(readAll()).isEqualTo(entries);
    }

    private List<JournalEntry> everyEntry() {
        return Runs.everyEntry();
    }

    private List<Long> write(List<JournalEntry> entries) {
        return Runs.write(directory, entries);
    }

    private List<JournalEntry> readAll() throws IOException {
        try (JournalReader reader = JournalReader.open(directory)) {
            return Runs.drain(reader);
        }
    }

    private Path file() {
        return directory.resolve(Journal.NAME);
    }
}
