package org.limbench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * The append-only journal of a run, {@code journal.bin}: what a killed run leaves.
 *
 * <p>Head: the 8 octets {@code LIMJRNL\n}, then the layout version (u32). Then records: payload length (u32), payload
 * (entry type and content), CRC-32C (u32) over length and payload; all little-endian. Each record is one write to the
 * file, so whatever was written survives the death of the process; a power cut may cost the last 200 ms and what the
 * disk had not yet stored.
 *
 * <p>Fails with {@link UncheckedIOException} naming the file. Single-threaded.
 */
public final class Journal implements AutoCloseable {
    /** Name of the file in a run directory. */
    public static final String NAME = "journal.bin";
    /** Layout version written and read by this build. */
    public static final int VERSION = 1;
    /** Largest payload, octets. */
    public static final int MOST_PAYLOAD = 64 << 20;

    static final byte[] MAGIC = "LIMJRNL\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEAD = MAGIC.length + Integer.BYTES;
    private static final long FORCE_EVERY_NANOS = 200_000_000L;

    private final Path file;
    private final FileChannel channel;
    private final LongSupplier nanoTime;
    private final long openedNanos;
    private final EntryCodec codec = new EntryCodec();
    private final ByteSink sink = new ByteSink();
    private final CRC32C crc = new CRC32C();
    private long forcedNanos;

    private Journal(Path file, FileChannel channel, LongSupplier nanoTime) {
        this.file = file;
        this.channel = channel;
        this.nanoTime = nanoTime;
        this.openedNanos = nanoTime.getAsLong();
        this.forcedNanos = openedNanos;
    }

    /**
     * Begins a journal.
     *
     * @param nanoTime monotone, ns; only differences are used
     * @throws UncheckedIOException when there already is one, or the directory cannot be written
     */
    static Journal create(Path directory, RunHeader header, LongSupplier nanoTime) {
        Path file = directory.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            Journal journal = new Journal(file, channel, nanoTime);
            ByteBuffer head = ByteBuffer.allocate(HEAD)
                    .put(MAGIC)
                    .put(littleEndian(VERSION))
                    .flip();
            writeWhole(channel, head);
            journal.append(new JournalEntry.Opened(header));
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be begun: " + e, e);
        }
    }

    /** Goes on with a journal whose first {@code soundBytes} octets are sound; what follows them is cut off. */
    static Journal resume(Path directory, long soundBytes, LongSupplier nanoTime) {
        Path file = directory.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.truncate(soundBytes);
            channel.position(soundBytes);
            Journal journal = new Journal(file, channel, nanoTime);
            journal.append(new JournalEntry.Resumed());
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be gone on with: " + e, e);
        }
    }

    /** Nanoseconds since this process opened the file. */
    long wallNanos() {
        return nanoTime.getAsLong() - openedNanos;
    }

    /** Whether a command's intent is written and its receipt is not. */
    boolean waitsFor(long commandId) {
        return codec.waiting().containsKey(commandId);
    }

    /** Writes an entry; it survives the process once this returns. */
    void append(JournalEntry entry) {
        sink.clear().fixed32(0);
        codec.write(sink, entry);
        int payload = sink.length() - Integer.BYTES;
        if (payload > MOST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "journal entry has " + payload + " octets; allowed: at most " + MOST_PAYLOAD);
        }
        System.arraycopy(littleEndian(payload), 0, sink.buffer(), 0, Integer.BYTES);
        crc.reset();
        crc.update(sink.buffer(), 0, sink.length());
        sink.fixed32((int) crc.getValue());
        try {
            writeWhole(channel, ByteBuffer.wrap(sink.buffer(), 0, sink.length()));
            long now = nanoTime.getAsLong();
            if (now - forcedNanos >= FORCE_EVERY_NANOS) {
                channel.force(false);
                forcedNanos = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }

    /** Forces everything to the disk and closes the file; idempotent. */
    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                channel.force(true);
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e, e);
        }
    }

    private static void writeWhole(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }
}
