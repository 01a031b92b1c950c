package org.limbench.ledger;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;

/**
 * Reads a journal entry by entry, and stops before the first record that is not whole: what a kill or a power cut tore.
 * Holds one record at a time. Single-threaded.
 */
public final class JournalReader implements AutoCloseable {
    private final Path file;
    private final InputStream in;
    private final long size;
    private final EntryCodec codec = new EntryCodec();
    private final CRC32C crc = new CRC32C();
    private long sound;
    private boolean ended;

    private JournalReader(Path file, InputStream in, long size) {
        this.file = file;
        this.in = in;
        this.size = size;
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
            JournalReader reader = new JournalReader(file, in, octets);
            reader.head();
            return reader;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private void head() throws IOException {
        byte[] head = in.readNBytes(Journal.HEAD);
        if (head.length < Journal.HEAD
                || !Arrays.equals(head, 0, Journal.MAGIC.length, Journal.MAGIC, 0, Journal.MAGIC.length)) {
            throw new JournalFormatException(file + " is not a journal");
        }
        int version = word(head, Journal.MAGIC.length);
        if (version != Journal.VERSION) {
            throw new JournalFormatException(file + " has layout version " + version + "; allowed: " + Journal.VERSION);
        }
        sound = Journal.HEAD;
    }

    /**
     * The next entry, or null at the end of what is sound.
     *
     * @throws JournalFormatException when a record's checksum is right and its content is not
     */
    public @Nullable JournalEntry next() throws IOException {
        if (ended) {
            return null;
        }
        byte[] payload = record();
        if (payload == null) {
            ended = true;
            return null;
        }
        try {
            JournalEntry entry = codec.read(new ByteSource(payload, 0, payload.length));
            sound += payload.length + 2L * Integer.BYTES;
            return entry;
        } catch (JournalFormatException | IllegalArgumentException | ArithmeticException e) {
            throw new JournalFormatException(file + " at octet " + sound + ": " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] record() throws IOException {
        byte[] length = in.readNBytes(Integer.BYTES);
        if (length.length < Integer.BYTES) {
            return null;
        }
        int payloadLength = word(length, 0);
        long left = size - sound - 2L * Integer.BYTES;
        if (payloadLength < 1 || payloadLength > Journal.MOST_PAYLOAD || payloadLength > left) {
            return null;
        }
        byte[] payload = in.readNBytes(payloadLength);
        byte[] sum = in.readNBytes(Integer.BYTES);
        if (payload.length < payloadLength || sum.length < Integer.BYTES) {
            return null;
        }
        crc.reset();
        crc.update(length);
        crc.update(payload);
        return word(sum, 0) == (int) crc.getValue() ? payload : null;
    }

    /** The run's header: reads the first entry. */
    RunHeader header() throws IOException {
        if (next() instanceof JournalEntry.Opened opened) {
            return opened.header();
        }
        throw new EOFException(file + " ends before the run's header");
    }

    /** Octets read that belong to whole records, the head included. */
    public long soundBytes() {
        return sound;
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

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
    }
}
