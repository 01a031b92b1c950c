package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;

/** Journals that a fuzzer wrote: any octets, and records whose length and checksum are right. */
final class JournalReaderFuzzTest {
    /** Heap for a journal, bytes: so much, and so much for each byte of it. */
    private static final long ALLOCATION = 1 << 20;

    private static final long ALLOCATION_PER_BYTE = 2_048;

    /** What the next part of a file is. */
    private enum Part {
        RECORD,
        RAW
    }

    /** How a script says a part. */
    private static int place(Part part) {
        return List.of(Part.values()).indexOf(part);
    }

    static Stream<byte[]> journals() {
        EntryCodec codec = new EntryCodec(Journal.VERSION);
        List<byte[]> records = new ArrayList<>();
        long id = 1;
        records.add(record(codec, new JournalEntry.Opened(Runs.header())));
        for (ArrayCommand command : Runs.everyCommand()) {
            records.add(record(codec, new JournalEntry.Intent(id++, command, 5)));
        }
        records.add(record(codec, new JournalEntry.Metric("loss", 0.5)));
        records.add(record(codec, new JournalEntry.Link(new LinkCounters(1, 2, 3, 4, 5, 6))));
        records.add(record(codec, new JournalEntry.Resumed()));
        records.add(record(codec, new JournalEntry.Finished()));
        Script.Writer all = new Script.Writer().octet(Journal.VERSION - 1);
        records.forEach(record -> all.octet(place(Part.RECORD)).longBytes(record));
        Stream<byte[]> each = records.stream()
                .map(record -> new Script.Writer()
                        .octet(Journal.VERSION - 1)
                        .octet(place(Part.RECORD))
                        .longBytes(record)
                        .octet(place(Part.RAW))
                        .longBytes(new byte[] {1, 2, 3})
                        .bytes());
        Stream<byte[]> random = IntStream.range(0, 100).mapToObj(n -> Script.random("fuzz.journals", n, 300));
        return Stream.of(Stream.of(all.bytes()), each, random).flatMap(s -> s);
    }

    private static byte[] record(EntryCodec codec, JournalEntry entry) {
        ByteSink out = new ByteSink();
        codec.write(out, entry);
        return Arrays.copyOf(out.buffer(), out.length());
    }

    @MethodSource("journals")
    @FuzzTest
    void anyOctetsAreReadToTheLastSoundRecordOrRefused(byte[] input) throws IOException {
        Path folder = Files.createTempDirectory("journals");
        Path file = folder.resolve(Journal.NAME);
        try {
            byte[] bytes = file(new Script(input));
            Files.write(file, bytes);
            Allocation.atMost(
                    ALLOCATION + ALLOCATION_PER_BYTE * bytes.length,
                    () -> Refusal.or(RunDirectoryException.class, () -> read(folder, bytes.length)));
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static int read(Path folder, int size) {
        int entries = 0;
        try (JournalReader reader = JournalReader.open(folder)) {
            while (reader.next() != null) {
                entries++;
            }
            assertThat(reader.soundBytes() + reader.tornBytes()).isEqualTo(size);
            assertThat(reader.soundBytes()).isBetween((long) Journal.HEAD, (long) size);
            assertThat(reader.undecided()).hasSizeLessThanOrEqualTo(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static byte[] file(Script script) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Journal.MAGIC);
        int version = 1 + script.below(Journal.VERSION);
        file.writeBytes(word(version));
        int number = 0;
        boolean first = true;
        while (!script.atEnd()) {
            Part part = Part.values()[script.below(Part.values().length)];
            byte[] bytes = script.longBytes();
            if (part == Part.RAW) {
                file.writeBytes(bytes);
                continue;
            }
            byte[] head = word(bytes.length);
            if (version > 1) {
                number = first ? RecordLayout.firstNumber(bytes, 0, bytes.length) : number + 1;
                head = new byte[RecordLayout.NUMBERED.head()];
                RecordLayout.putHead(head, number, bytes.length);
            }
            first = false;
            file.writeBytes(head);
            file.writeBytes(bytes);
            file.writeBytes(word(RecordLayout.sum(head, 0, head.length, bytes, 0, bytes.length)));
        }
        return file.toByteArray();
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
