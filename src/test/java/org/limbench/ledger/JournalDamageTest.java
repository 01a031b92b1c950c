package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a tear, and what for damage. */
class JournalDamageTest {
    private static final int FIRST_RECORD = Journal.HEAD;

    @TempDir
    Path directory;

    private List<JournalEntry> entries;
    private List<Long> ends;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        entries = Runs.everyEntry();
        ends = Runs.write(directory, entries);
        whole = Files.readAllBytes(file());
    }

    @Test
    void anySingleBitFlippedAnywhereInAFinishedJournalIsRefused() throws IOException {
        for (int at : places()) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % Byte.SIZE));
            requireRefused(damaged, "bit " + at % Byte.SIZE + " of octet " + at);
        }
    }

    @Test
    void aCutAnywhereGivesTheRecordsBeforeItAndSaysHowMuchIsTorn() throws IOException {
        for (int cut : places()) {
            if (cut < Journal.HEAD) {
                continue;
            }
            Files.write(file(), Arrays.copyOf(whole, cut));
            int kept = (int) ends.stream().filter(end -> end <= cut).count();
            long sound = kept == 0 ? Journal.HEAD : ends.get(kept - 1);
            try (JournalReader reader = JournalReader.open(directory)) {
                assertThat(Runs.drain(reader).equals(entries.subList(0, kept)))
                        .as("cut at %d", cut)
                        .isTrue();
                assertThat(reader.soundBytes()).isEqualTo(sound);
                assertThat(reader.tornBytes()).isEqualTo(cut - sound);
            }
        }
    }

    @Test
    void damageIsToldWithFileOctetAndWhatFollows() throws IOException {
        byte[] damaged = whole.clone();
        damaged[(int) (ends.get(4) + 20)] ^= 1;
        Files.write(file(), damaged);

        assertThatThrownBy(() -> Recovery.read(directory))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(file() + " is damaged at octet " + ends.get(4))
                .hasMessageContaining(
                        (entries.size() - 6) + " sound records (" + (whole.length - ends.get(5)) + " octets) follow");
        assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }

    @Test
    void aHeadThatTellsAnotherLayoutThanTheRecordsHaveIsDamageAndNoRunStoppedBeforeItBegan() throws IOException {
        byte[] damaged = whole.clone();
        damaged[Journal.MAGIC.length] = 1;
        Files.write(file(), damaged);

        assertThatThrownBy(() -> Recovery.read(directory))
                .isInstanceOf(JournalFormatException.class)
                .hasMessageContaining(file() + " is damaged: its head tells layout version 1")
                .hasMessageContaining(entries.size() + " sound records");
        Files.write(file(), Arrays.copyOf(whole, (int) (ends.get(0) - 1)));
        assertThatThrownBy(() -> Recovery.read(directory)).hasMessageContaining("stopped before it began");
    }

    @Test
    void recordsLostDoubledOrSwappedAreDamage() throws IOException {
        for (int i = 0; i < ends.size() - 2; i++) {
            byte[] one = Arrays.copyOfRange(whole, start(i), end(i));
            byte[] two = Arrays.copyOfRange(whole, start(i + 1), end(i + 1));
            byte[] before = Arrays.copyOf(whole, start(i));
            byte[] after = Arrays.copyOfRange(whole, end(i + 1), whole.length);
            requireRefused(join(before, two, after), "record " + i + " lost");
            requireRefused(join(before, one, one, two, after), "record " + i + " doubled");
            requireRefused(join(before, two, one, after), "record " + i + " swapped");
        }
    }

    @Test
    void aRecordOfAnotherRunsJournalIsDamage() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        List<JournalEntry> theirs = new ArrayList<>(entries);
        RunHeader header = Runs.header();
        theirs.set(
                0,
                new JournalEntry.Opened(
                        new RunHeader("run-2", "0.1.0", 7, "{\"task\":\"digits\"}", header.datasheet())));
        assertThat(Runs.write(other, theirs)).isEqualTo(ends);
        byte[] mixed = whole.clone();
        byte[] strange = Files.readAllBytes(other.resolve(Journal.NAME));
        System.arraycopy(strange, start(8), mixed, start(8), end(8) - start(8));

        requireRefused(mixed, "record 8 of another run");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 4096, 70_000})
    void zerosBehindTheLastRecordOfAnUnfinishedRunAreATear(int zeros) throws IOException {
        long unfinished = ends.get(ends.size() - 3);
        Files.write(file(), join(Arrays.copyOf(whole, (int) unfinished), new byte[zeros]));

        Recovery recovery = Recovery.read(directory);

        assertThat(recovery.finished()).isFalse();
        assertThat(recovery.tornBytes()).isEqualTo(zeros);
    }

    @Test
    void aHugeLengthBehindTheLastRecordIsATear() throws IOException {
        long unfinished = ends.get(ends.size() - 3);
        byte[] noise = new byte[32];
        Arrays.fill(noise, (byte) 0x7F);
        Files.write(file(), join(Arrays.copyOf(whole, (int) unfinished), noise));

        assertThat(Recovery.read(directory).tornBytes()).isEqualTo(32);
    }

    @Test
    void anythingBehindTheEndOfARunIsDamage() throws IOException {
        requireRefused(join(whole, new byte[] {0}), "an octet behind the end");
        requireRefused(join(whole, Arrays.copyOfRange(whole, start(3), end(3))), "a record behind the end");
    }

    @Test
    void onRequestADamagedJournalIsReadUpToItsDamage() throws IOException {
        byte[] damaged = whole.clone();
        damaged[(int) (ends.get(20) + 20)] ^= 1;
        Files.write(file(), damaged);

        try (RunLock lock = RunLock.take(directory);
                OutputFiles files = new OutputFiles(lock)) {
            Recovery recovery = Recovery.draft(files, true);
            assertThat(recovery.finished()).isFalse();
            assertThat(recovery.tornBytes()).isEqualTo(whole.length - ends.get(20));
        }
    }

    private void requireRefused(byte[] octets, String what) throws IOException {
        Files.write(file(), octets);
        try {
            Recovery.read(directory);
        } catch (RunDirectoryException refused) {
            assertThat(refused).hasMessageContaining("journal.bin").hasMessageNotContaining("null");
            return;
        }
        fail(what + " was read as a whole journal");
    }

    /** Every octet that frames a record, and every seventh of what it frames. */
    private List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int record = 0; record < ends.size(); record++) {
            for (int at = record == 0 ? 0 : start(record); at < end(record); at++) {
                boolean frames = at < start(record) + RecordLayout.NUMBERED.head() || at >= end(record) - Integer.BYTES;
                if (frames || at % 7 == 0) {
                    places.add(at);
                }
            }
        }
        return places;
    }

    private int start(int record) {
        return record == 0 ? FIRST_RECORD : end(record - 1);
    }

    private int end(int record) {
        return (int) (long) ends.get(record);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private Path file() {
        return directory.resolve(Journal.NAME);
    }
}
