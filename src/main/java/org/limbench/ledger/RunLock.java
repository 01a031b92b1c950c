package org.limbench.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a run directory, for one at a time: a lock of the operating system on {@code run.lock}, which says who
 * holds it. The system lets go of it with the process, however that dies, so a file left behind blocks nobody.
 *
 * <p>Locks nothing that is only read. May be taken and closed by any thread.
 */
public final class RunLock implements AutoCloseable {
    /** Name of the file in a run directory; there while somebody writes. */
    public static final String NAME = "run.lock";

    /** Behind all text, so that systems whose locks are mandatory let others read who holds it. */
    private static final long LOCKED_OCTET = 1L << 40;

    private static final int MOST_TEXT = 4096;
    private static final int MOST_TRIES = 100;
    private static final long NAME_WAIT_NANOS = 5_000_000;
    private static final long PROBE = 0xFFF;
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    /**
     * Directories this process holds, by their real path. On POSIX systems a process that closes any channel on a file loses its
     * locks on it, so a second attempt must not even open it.
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path directory;
    private final Path real;
    private final FileChannel channel;
    private final @Nullable Object key;

    private RunLock(Path directory, Path real, FileChannel channel, @Nullable Object key) {
        this.directory = directory;
        this.real = real;
        this.channel = channel;
        this.key = key;
    }

    /** Somebody else writes into the directory. */
    public static final class Held extends RunDirectoryException {
        private static final long serialVersionUID = 1L;

        private final String holder;

        private Held(Path directory, String holder) {
            super(directory + " is being written by " + holder
                    + "; allowed: one writer at a time, so wait for it or end it");
            this.holder = holder;
        }

        /** Who: process, host, since when. */
        public String holder() {
            return holder;
        }
    }

    /**
     * Takes the lock of a directory.
     *
     * @throws Held when another has it
     * @throws RunDirectoryException when the directory is missing or cannot be written
     */
    public static RunLock take(Path directory) {
        try {
            Path real = directory.toRealPath();
            String holder = HELD.putIfAbsent(real, self());
            if (holder != null) {
                throw new Held(directory, holder);
            }
            RunLock lock = null;
            try {
                lock = take(directory, real);
                return lock;
            } finally {
                if (lock == null) {
                    HELD.remove(real);
                }
            }
        } catch (IOException e) {
            throw RunDirectoryException.of(directory, "written", e);
        }
    }

    private static RunLock take(Path directory, Path real) throws IOException {
        Path file = real.resolve(NAME);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean kept = false;
            try {
                FileLock lock = channel.tryLock(LOCKED_OCTET, 1, false);
                if (lock == null) {
                    throw new Held(directory, text(channel));
                }
                Object key = key(channel, file);
                if (key != null) {
                    tellHolder(channel, file);
                    kept = true;
                    return new RunLock(directory, real, channel, key);
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
        throw new RunDirectoryException(file + " comes and goes: others take and leave it all the time; try again");
    }

    /** Key of the file that was locked; null where another stands in its place: its last holder had it deleted meanwhile. */
    private static @Nullable Object key(FileChannel channel, Path file) throws IOException {
        try {
            // made a size of this process's own through the channel and seen through the name, both are one file
            long size = 2 + (ProcessHandle.current().pid() & PROBE);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            channel.truncate(0);
            return now.size() == size && Files.size(file) == 0 ? Objects.requireNonNullElse(now.fileKey(), file) : null;
        } catch (NoSuchFileException deleted) {
            return null;
        }
    }

    private static void tellHolder(FileChannel channel, Path file) throws IOException {
        ByteBuffer text = ByteBuffer.wrap(
                (self() + " since " + Files.getLastModifiedTime(file) + "\n").getBytes(StandardCharsets.UTF_8));
        channel.truncate(0);
        while (text.hasRemaining()) {
            channel.write(text, text.position());
        }
    }

    /** What the holder calls itself; whoever has just taken the lock writes its name next, in one line. */
    private static String text(FileChannel channel) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ByteBuffer text = ByteBuffer.allocate(MOST_TEXT);
            channel.read(text, 0);
            String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
            if (holder.endsWith("\n")) {
                return holder.strip();
            }
            LockSupport.parkNanos(NAME_WAIT_NANOS);
        }
        return "another process";
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** Without asking the network. */
    private static String host() {
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException notLinux) {
            String named = System.getenv("COMPUTERNAME");
            return named != null ? named : Objects.requireNonNullElse(System.getenv("HOSTNAME"), "this machine");
        }
    }

    /** The directory that is locked, as it was named. */
    public Path directory() {
        return directory;
    }

    /**
     * Checks that the lock still keeps others out: whoever deletes its file lets them in.
     *
     * @throws RunDirectoryException when the file is gone, or is another's
     */
    void requireHeld() {
        boolean held;
        try {
            held = isOwn();
        } catch (IOException gone) {
            held = false;
        }
        if (!held) {
            throw new RunDirectoryException(directory.resolve(NAME)
                    + " was removed or replaced while this process held it: another may be writing, so nothing was"
                    + " replaced");
        }
    }

    private boolean isOwn() throws IOException {
        Object there = Files.readAttributes(real.resolve(NAME), BasicFileAttributes.class)
                .fileKey();
        return there == null || there.equals(key);
    }

    /** Deletes the file and lets go; idempotent. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            if (isOwn()) {
                Files.deleteIfExists(real.resolve(NAME)); // before it is let go, so that nobody else's is deleted
            }
        } catch (IOException gone) {
            // the directory went away: nothing to leave behind
        } finally {
            closeChannel();
            HELD.remove(real);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RunDirectoryException.of(directory, "let go", e);
        }
    }
}
