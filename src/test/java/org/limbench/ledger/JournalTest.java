package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterLatch;
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
    void tailTornAtAnyOctetLosesOnlyTheTornRecord() throws IOException {
        List<JournalEntry> entries = everyEntry();
        List<Long> ends = write(entries);
        byte[] whole = Files.readAllBytes(file());
        int from = (int) (long) ends.get(ends.size() - 4);
        for (int length = from; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int cut = length;
            int kept = (int) ends.stream().filter(end -> end <= cut).count();
            try (JournalReader reader = JournalReader.open(directory)) {
                assertThat(drain(reader)).isEqualTo(entries.subList(0, kept));
                assertThat(reader.soundBytes()).isEqualTo(ends.get(kept - 1));
                assertThat(reader.tornBytes()).isEqualTo(cut - ends.get(kept - 1));
            }
        }
    }

    @Test
    void flippedBitInTheLastRecordsIsNeverReadAsContent() throws IOException {
        List<JournalEntry> entries = everyEntry();
        List<Long> ends = write(entries);
        byte[] whole = Files.readAllBytes(file());
        int from = (int) (long) ends.get(ends.size() - 3);
        for (int at = from; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file(), damaged);
            try (JournalReader reader = JournalReader.open(directory)) {
                List<JournalEntry> read = drain(reader);
                assertThat(read).isEqualTo(entries.subList(0, read.size())).hasSizeLessThan(entries.size());
            }
        }
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
            drain(reader);
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
            assertThat(drain(reader)).isEqualTo(entries);
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
                .hasMessageContaining("layout version 9; allowed: 1");
    }

    @Test
    void fileThatIsNoJournalIsNamed() throws IOException {
        Files.writeString(file(), "hello");

        assertThatThrownBy(() -> JournalReader.open(directory)).hasMessageContaining("is not a journal");
    }

    @Test
    void hugeLengthIsTakenAsTornWithoutAllocating() throws IOException {
        write(everyEntry());
        long sound = Files.size(file());
        byte[] whole = Files.readAllBytes(file());
        byte[] longer = Arrays.copyOf(whole, whole.length + 8);
        Arrays.fill(longer, whole.length, longer.length, (byte) 0x7F);
        Files.write(file(), longer);

        try (JournalReader reader = JournalReader.open(directory)) {
            drain(reader);
            assertThat(reader.soundBytes()).isEqualTo(sound);
            assertThat(reader.tornBytes()).isEqualTo(8);
        }
    }

    @Test
    void journalThatExistsIsNotOverwritten() {
        write(everyEntry());

        assertThatThrownBy(() -> Journal.create(directory, Runs.header(), () -> 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("journal.bin");
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

    private List<JournalEntry> everyEntry() {
        Runs.Device device = new Runs.Device(1);
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(new JournalEntry.Opened(Runs.header()));
        entries.add(new JournalEntry.SessionOpened("tcp:127.0.0.1:4000", -1, Long.MIN_VALUE));
        entries.add(new JournalEntry.ArmStarted("lim", true));
        entries.add(new JournalEntry.TransferTarget(new Tile(65, 0, 65, 10)));
        entries.add(new JournalEntry.SegmentStarted(Segment.RESET, Knowledge.TARGET_ONLY));
        long id = 0;
        for (ArrayCommand command : Runs.everyCommand()) {
            id++;
            entries.add(new JournalEntry.Intent(id, command, id * 1000));
            entries.add(new JournalEntry.Answered(id, command, device.answer(command), id * 1001));
        }
        entries.add(new JournalEntry.Resumed());
        ArrayCommand read = new ReadRequest(Runs.GEOMETRY.whole(), 1);
        entries.add(new JournalEntry.Intent(90, read, 1));
        entries.add(new JournalEntry.Answered(90, read, device.answer(read), 2));
        entries.add(new JournalEntry.Metric("accuracyTrained", 0.25));
        MeterLatch high = MeterLatch.zero();
        high.delivered()[2] = -2; // near the top of an unsigned register
        entries.add(new JournalEntry.Unaccounted(new MeterWindow(MeterLatch.zero(), high, 1, 2), 299.5));
        entries.add(new JournalEntry.Link(new LinkCounters(1, 2, 3, 4, 5, 6)));
        entries.add(new JournalEntry.Finished());
        return entries;
    }

    /** Writes entries, the first being the header; gives the file's length after each. */
    private List<Long> write(List<JournalEntry> entries) {
        List<Long> ends = new ArrayList<>();
        try (Journal journal = Journal.create(directory, ((JournalEntry.Opened) entries.get(0)).header(), () -> 0)) {
            ends.add(Files.size(file()));
            for (JournalEntry entry : entries.subList(1, entries.size())) {
                journal.append(entry);
                ends.add(Files.size(file()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ends;
    }

    private List<JournalEntry> readAll() throws IOException {
        try (JournalReader reader = JournalReader.open(directory)) {
            return drain(reader);
        }
    }

    private static List<JournalEntry> drain(JournalReader reader) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }

    private Path file() {
        return directory.resolve(Journal.NAME);
    }
}
