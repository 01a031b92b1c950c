package org.limbench.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The append-only journal of a run, {@code journal.bin}: all that a run leaves for ever, and all that a killed run leaves.
 *
 * <p>Head: the 8 octets {@code LIMJRNL\n}, then the layout version (u32, little-endian). Then records, one for each entry, as
 * {@link RecordLayout} frames them. Each record is one write to the file, so whatever was written survives the death of the
 * process; a power cut may cost the last 200 ms and what the disk had not yet stored. The end of a run is written twice, so
 * that no single damage hides it.
 *
 * <p>Fails with {@link RunDirectoryException} naming the file: also when the file is no longer in its directory, which is looked
 * at whenever it is forced to the disk, and when its length is not what was written, before every record. A record that did not fit is taken back. Single-threaded.
 */
public final class Journal implements AutoCloseable {
    /** Name of the file in a run directory. */
    public static final String NAME = "journal.bin";
    /** Layout version written by this build. Versions 1 and 2 are read too. */
    public static final int VERSION = 3;
    /** Largest payload, octets. */
    public static final int MOST_PAYLOAD = 64 << 20;

    static final byte[] MAGIC = "LIMJRNL\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEAD = MAGIC.length + Integer.BYTES;
    private static final long FORCE_EVERY_NANOS = 200_000_000L;
    private static final RecordLayout LAYOUT = RecordLayout.NUMBERED;

    private Path file;
    private final FileChannel channel;
    private final @Nullable Object key;
    private final LongSupplier nanoTime;
    private final long openedNanos;
    private final EntryCodec codec = new EntryCodec(VERSION);
    private final ByteSink sink = new ByteSink();
    private long forcedNanos;
    private long length;
    private long resumedAt;
    private int number;
    private @Nullable RunDirectoryException broken;

    private Journal(Path file, FileChannel channel, LongSupplier nanoTime) throws IOException {
        this.file = file;
        this.channel = channel;
        this.key = key(file);
        this.nanoTime = nanoTime;
        this.openedNanos = nanoTime.getAsLong();
        this.forcedNanos = openedNanos;
        this.length = channel.size();
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Begins a journal.
     *
     * @param nanoTime monotone, ns; only differences are used
     * @throws RunDirectoryException when there already is one, or the directory cannot be written
     */
    static Journal create(Path directory, RunHeader header, LongSupplier nanoTime) {
        Path file = directory.resolve(NAME);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RunDirectoryException(file + " exists already; allowed: a directory without one");
        }
        Journal journal = begin(directory, header, nanoTime);
        try {
            return journal.inPlace(file);
        } catch (IOException e) {
            throw RunDirectoryException.of(file, "begun", e);
        }
    }

    /** Beside its place, so that whatever stops this leaves no journal without its header. */
    private static Journal begin(Path directory, RunHeader header, LongSupplier nanoTime) {
        Path draft = directory.resolve(NAME + OutputFiles.DRAFT);
        try {
            Files.deleteIfExists(draft);
            FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            try {
                Journal journal = new Journal(draft, channel, nanoTime);
                journal.write(ByteBuffer.allocate(HEAD)
                        .put(MAGIC)
                        .put(littleEndian(VERSION))
                        .flip());
                journal.append(new JournalEntry.Opened(header));
                return journal;
            } catch (RuntimeException e) {
                channel.close();
                Files.deleteIfExists(draft);
                throw e;
            }
        } catch (IOException e) {
            throw RunDirectoryException.of(draft, "begun", e);
        }
    }

    private Journal inPlace(Path place) throws IOException {
        try {
            channel.force(true);
            Files.move(file, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
        OutputFiles.forceDirectory(place);
        file = place;
        return this;
    }

    /**
     * Goes on with a journal that was read to its end; what follows its sound octets is cut off. One of an earlier version is
     * written again in this one first, entry by entry.
     */
    static Journal resume(Path directory, JournalReader read, LongSupplier nanoTime) {
        Path file = directory.resolve(NAME);
        try {
            Journal journal;
            if (read.version() == VERSION) {
                journal = new Journal(file, FileChannel.open(file, StandardOpenOption.WRITE), nanoTime);
                journal.channel.truncate(read.soundBytes());
                journal.channel.position(read.soundBytes());
                journal.length = read.soundBytes();
                journal.number = read.nextNumber();
            } else {
                journal = renewed(directory, nanoTime);
            }
            journal.resumedAt = journal.length;
            journal.append(new JournalEntry.Resumed());
            return journal;
        } catch (IOException e) {
            throw RunDirectoryException.of(file, "gone on with", e);
        }
    }

    private static Journal renewed(Path directory, LongSupplier nanoTime) throws IOException {
        try (JournalReader old = JournalReader.open(directory)) {
            Journal copy = begin(directory, old.header(), nanoTime);
            try {
                for (JournalEntry entry = old.next(); entry != null; entry = old.next()) {
                    copy.append(entry);
                }
            } catch (IOException | RuntimeException e) {
                copy.channel.close();
                Files.deleteIfExists(copy.file);
                throw e;
            }
            return copy.inPlace(directory.resolve(NAME));
        }
    }

    /** Nanoseconds since this process opened the file. */
    long wallNanos() {
        return nanoTime.getAsLong() - openedNanos;
    }

    /** Octets of before the resumption. */
    long resumedAt() {
        return resumedAt;
    }

    /** Whether a command's intent is written and its receipt is not. */
    boolean waitsFor(long commandId) {
        return codec.waiting().containsKey(commandId);
    }

    /** Writes an entry; it survives the process once this returns. */
    void append(JournalEntry entry) {
        if (entry instanceof JournalEntry.Finished) {
            throw new IllegalArgumentException("the end of a run is written by finish()");
        }
        write(ByteBuffer.wrap(record(entry)));
    }

    /** Writes the end of the run, twice, and forces everything to the disk. */
    void finish() {
        byte[] one = record(new JournalEntry.Finished());
        byte[] two = record(new JournalEntry.Finished());
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        write(ByteBuffer.wrap(both));
        forcedNanos -= FORCE_EVERY_NANOS;
        write(ByteBuffer.allocate(0));
    }

    private byte[] record(JournalEntry entry) {
        int head = LAYOUT.head();
        sink.clear().blank(head);
        codec.write(sink, entry);
        int payload = sink.length() - head;
        if (payload > MOST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "journal entry has " + payload + " octets; allowed: at most " + MOST_PAYLOAD);
        }
        if (entry instanceof JournalEntry.Opened) {
            number = RecordLayout.firstNumber(sink.buffer(), head, payload);
        }
        RecordLayout.putHead(sink.buffer(), number++, payload);
        sink.fixed32(RecordLayout.sum(sink.buffer(), 0, sink.length(), sink.buffer(), 0, 0));
        return Arrays.copyOf(sink.buffer(), sink.length());
    }

    private void write(ByteBuffer octets) {
        if (broken != null) {
            throw broken;
        }
        try {
            requireUntouched();
            int more = octets.remaining();
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            length += more;
            long now = nanoTime.getAsLong();
            if (now - forcedNanos >= FORCE_EVERY_NANOS) {
                requireInPlace();
                channel.force(false);
                forcedNanos = now;
            }
        } catch (IOException e) {
            broken = RunDirectoryException.of(file, "written", e);
            takeBack();
            throw broken;
        }
    }

    /** A part of a record must not stay: what is written behind it would look like sound records behind a bad one. */
    private void takeBack() {
        try {
            channel.truncate(length);
        } catch (IOException stays) {
            // nothing is written behind it by this process, and the next one cuts it off as torn
        }
    }

    /** What others added, overwrote or cut off shows in the length; what is written behind it would not be read. */
    private void requireUntouched() throws IOException {
        long now = channel.size();
        if (now != length) {
            broken = new RunDirectoryException(file + " has " + now + " octets where this run has written " + length
                    + ": another program changed it while the run was writing, so the run stops");
            throw broken;
        }
    }

    private void requireInPlace() {
        boolean inPlace;
        try {
            inPlace = Objects.equals(key(file), key);
        } catch (IOException gone) {
            inPlace = false;
        }
        if (!inPlace) {
            broken = new RunDirectoryException(
                    file + " is gone: the run's directory was removed, moved or replaced while the"
                            + " run was writing; what is written from here on would be lost");
            throw broken;
        }
    }

    /** Forces everything to the disk. */
    void force() {
        try {
            channel.force(false);
            forcedNanos = nanoTime.getAsLong();
        } catch (IOException e) {
            throw RunDirectoryException.of(file, "written", e);
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
            throw RunDirectoryException.of(file, "closed", e);
        }
    }

    static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }
}
