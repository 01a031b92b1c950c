package org.limbench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an array was truly given in one life of its device's process: a file of records of fixed length, each one write,
 * so that it survives a kill whole. Single-threaded.
 */
public final class Truth implements AutoCloseable {
    /** Number of a read, which carries none. */
    static final long READ = -1;
    /** Number of a boot of the controller; the boot id stands in its {@code counts}. */
    static final long BOOT = -2;

    private static final int FIELDS = 5;
    private static final int RECORD_BYTES = FIELDS * Long.BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(RECORD_BYTES);

    private Truth(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * One thing that happened.
     *
     * @param number of the command, {@link #READ} or {@link #BOOT}
     * @param firstCell of the command or block
     * @param pulses fired
     * @param account channel that took the energy
     * @param counts energy, in units of the meter
     */
    record Act(long number, int firstCell, long pulses, int account, long counts) {
        boolean changesState() {
            return number >= 0;
        }
    }

    /** Begins the file of a life. */
    static Truth create(Path file) throws IOException {
        return new Truth(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    void add(Act act) {
        buffer.clear();
        buffer.putLong(act.number())
                .putLong(act.firstCell())
                .putLong(act.pulses())
                .putLong(act.account())
                .putLong(act.counts())
                .flip();
        try {
            channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (buffer.hasRemaining()) {
            throw new IllegalStateException("the file system took part of a record of " + RECORD_BYTES + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Records written so far; 0 where the life has not begun. */
    static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) / RECORD_BYTES : 0;
    }

    /** Everything in a file. */
    static List<Act> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        if (in.remaining() % RECORD_BYTES != 0) {
            throw new IOException(file + " has " + in.remaining() + " bytes; allowed: whole records");
        }
        List<Act> acts = new ArrayList<>(in.remaining() / RECORD_BYTES);
        while (in.hasRemaining()) {
            acts.add(new Act(in.getLong(), (int) in.getLong(), in.getLong(), (int) in.getLong(), in.getLong()));
        }
        return acts;
    }
}
