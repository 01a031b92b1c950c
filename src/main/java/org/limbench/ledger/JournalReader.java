package org.limbench.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;

/**
 * Reads a journal entry by entry, and stops before the last record where that is not whole: what a kill or a power cut tore.
 * A bad record with sound ones behind it is no tear, and refused. Holds one record at a time. Single-threaded.
 */
public final class JournalReader implements AutoCloseable {
    private final Path file;
    private final InputStream in;
    private final long size;
    private final int version;
    private final RecordLayout layout;
    private final EntryCodec codec;
    private long sound = Journal.HEAD;
    private boolean first = true;
    private int number;
    private boolean finished;
    private boolean ended;
    private boolean tolerant;
    private @Nullable JournalDamagedException damage;

    private JournalReader(Path file, InputStream in, long size) throws IOException {
        this.file = file;
        this.in = in;
        this.size = size;
        this.version = headVersion();
        this.layout = Objects.requireNonNull(RecordLayout.of(version));
        this.codec = new EntryCodec(version);
    }

    /**
     * Opens the journal of a run directory.
     *
     * @throws IOException when there is none or it cannot be read
     * @throws JournalFormatException when it is not a journal, or of another layout version
     */
    public static JournalReader open(Path directory) throws IOException {
        return open(directory, Files.size(directory.resolve(Journal.NAME)));
    }

    /** Opens the first octets of a journal, which may grow or be rewritten after them meanwhile. */
    static JournalReader open(Path directory, long octets) throws IOException {
        Path file = directory.resolve(Journal.NAME);
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return new JournalReader(file, in, octets);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private int headVersion() throws IOException {
        byte[] head = in.readNBytes(Journal.HEAD);
        if (head.length < Journal.HEAD
                || !Arrays.equals(head, 0, Journal.MAGIC.length, Journal.MAGIC, 0, Journal.MAGIC.length)) {
            throw new JournalFormatException(file + " is not a journal");
        }
        int told = RecordLayout.word(head, Journal.MAGIC.length);
        if (RecordLayout.of(told) == null) {
            throw new JournalFormatException(
                    file + " has layout version " + told + "; allowed: 1 to " + Journal.VERSION);
        }
        return told;
    }

    /** Layout version of the file. */
    public int version() {
        return version;
    }

    /**
     * The next entry, or null at the end of what is sound.
     *
     * @throws JournalFormatException when a record's checksum is right and its content is not
     * @throws JournalDamagedException when sound records follow a bad one, or anything the end of the run
     */
    public @Nullable JournalEntry next() throws IOException {
        if (ended) {
            return null;
        }
        byte[] payload = record();
        if (payload == null) {
            ended = true;
            try {
                requireTorn();
            } catch (JournalDamagedException bad) {
                damaged(bad);
            }
            return null;
        }
        try {
            JournalEntry entry = codec.read(new ByteSource(payload, 0, payload.length));
            if (finished && behindTheEnd(entry, sound + payload.length + layout.around())) {
                ended = true;
                damaged(JournalDamagedException.atTheEnd(file, sound, size - sound));
                return null;
            }
            sound += payload.length + layout.around();
            finished |= entry instanceof JournalEntry.Finished;
            return entry;
        } catch (JournalFormatException | IllegalArgumentException | ArithmeticException e) {
            throw new JournalFormatException(file + " at octet " + sound + ": " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] record() throws IOException {
        byte[] head = in.readNBytes(layout.head());
        long left = size - sound - layout.around();
        int payloadLength = head.length < layout.head() ? -1 : layout.payload(head, 0);
        if (payloadLength < 0 || payloadLength > left) {
            return null;
        }
        byte[] payload = in.readNBytes(payloadLength);
        byte[] sum = in.readNBytes(Integer.BYTES);
        if (payload.length < payloadLength
                || sum.length < Integer.BYTES
                || RecordLayout.word(sum, 0) != RecordLayout.sum(head, 0, head.length, payload, 0, payload.length)) {
            return null;
        }
        int told = layout.number(head, 0);
        if (layout == RecordLayout.NUMBERED) {
            if (told != (first ? RecordLayout.firstNumber(payload, 0, payload.length) : number)) {
                return null;
            }
            number = told + 1;
        }
        first = false;
        return payload;
    }

    private void requireTorn() throws IOException {
        if (sound >= size) {
            return;
        }
        if (finished || (layout == RecordLayout.PLAIN && isAlmostTheEnd())) {
            requireBeginningOfTheEnd();
            return;
        }
        SoundRecords.Found follow = SoundRecords.from(file, layout, sound, size);
        if (follow.any()) {
            throw JournalDamagedException.before(file, sound, follow, size - sound);
        }
    }

    /** The end is written twice; a power cut may leave a part of the second. */
    private void requireBeginningOfTheEnd() throws IOException {
        byte[] rest = rest();
        byte[] end = theEnd();
        if (rest.length >= end.length || !Arrays.equals(rest, Arrays.copyOf(end, rest.length))) {
            throw JournalDamagedException.atTheEnd(file, sound, size - sound);
        }
    }

    /** Whether what is left is the end mark of version 1 but for a few bits; it is written once. */
    private boolean isAlmostTheEnd() throws IOException {
        byte[] end = theEnd();
        byte[] rest = rest();
        int differing = 0;
        for (int i = 0; i < end.length && rest.length == end.length; i++) {
            differing += Integer.bitCount((rest[i] ^ end[i]) & 0xFF);
        }
        return rest.length == end.length && differing < Byte.SIZE;
    }

    private byte[] theEnd() {
        ByteSink out = new ByteSink().blank(layout.head());
        codec.write(out, new JournalEntry.Finished());
        if (layout == RecordLayout.NUMBERED) {
            RecordLayout.putHead(out.buffer(), number, 1);
        } else {
            RecordLayout.putWord(out.buffer(), 0, 1);
        }
        out.fixed32(RecordLayout.sum(out.buffer(), 0, out.length(), out.buffer(), 0, 0));
        return Arrays.copyOf(out.buffer(), out.length());
    }

    /** The octets behind what is sound, no more than matter. */
    private byte[] rest() throws IOException {
        try (InputStream again = Files.newInputStream(file)) {
            again.skipNBytes(sound);
            return again.readNBytes((int) Math.min(size - sound, 2L * layout.around()));
        }
    }

    private boolean behindTheEnd(JournalEntry entry, long to) {
        return layout == RecordLayout.NUMBERED && (to < size || !(entry instanceof JournalEntry.Finished));
    }

    private void damaged(JournalDamagedException bad) {
        if (!tolerant) {
            throw bad;
        }
        damage = bad;
    }

    /** From now on ends before what is damaged, where it would refuse it. */
    void tolerateDamage() {
        tolerant = true;
    }

    /** What was tolerated, or null. */
    @Nullable
    JournalDamagedException damage() {
        return damage;
    }

    /** The run's header: reads the first entry. */
    RunHeader header() throws IOException {
        if (next() instanceof JournalEntry.Opened opened) {
            return opened.header();
        }
        if (sound == Journal.HEAD) {
            requireRecordsOfNoOtherLayout();
        }
        throw new JournalFormatException(file + " ends before the run's header: the run was stopped before it began");
    }

    /** A head may tell another layout than the records have, none of which is sound then. */
    private void requireRecordsOfNoOtherLayout() throws IOException {
        for (RecordLayout other : RecordLayout.values()) {
            if (other != layout) {
                SoundRecords.Found found = SoundRecords.from(file, other, Journal.HEAD, size);
                if (found.any()) {
                    throw new JournalFormatException(file + " is damaged: its head tells layout version " + version
                            + ", and behind it, in another layout, " + found.told());
                }
            }
        }
    }

    /** Octets read that belong to whole records, the head included. */
    public long soundBytes() {
        return sound;
    }

    /** Number of the record that would come next. */
    int nextNumber() {
        return number;
    }

    /** Octets after the last whole record; 0 until the end was reached. */
    public long tornBytes() {
        return ended ? size - sound : 0;
    }

    /**
     * Commands whose intent was read and whose receipt was not, by id, oldest first, over all resumptions. At the end: the
     * undecided tail.
     */
    public Map<Long, ArrayCommand> undecided() {
        return codec.undecided();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
