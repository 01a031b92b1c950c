package org.limbench.transport.serial;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.limbench.natives.JavaNativeAccess;
import org.limbench.natives.UnusableLibraryException;
import org.limbench.transport.LinkException;

/**
 * A pseudo-terminal whose master end this process owns; programs open the other end as a serial port.
 *
 * <p>It keeps the other end open itself: a program that leaves is then invisible here and what was sent to it survives,
 * instead of ending every read with an error. It ignores baud rates. One thread may read while another writes; {@link
 * #close} may come from any thread and unblocks both. Linux; macOS by its headers, not tried.
 */
public final class PseudoTerminal implements AutoCloseable {
    private static final int NAME_BYTES = 128;
    private static final int CHUNK_BYTES = 8192;

    private final int master;
    private final int slave;
    private final int wakeRead;
    private final int wakeWrite;
    private final Path device;
    private final Posix.PollPair readable;
    private final Posix.PollPair writable;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final NativeLong chunkLength = new NativeLong(CHUNK_BYTES);
    /** Reading and writing share it, closing excludes both, so that no file number is used after it was given back. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

    private final AtomicBoolean closing = new AtomicBoolean();

    private PseudoTerminal(int master, int slave, int[] wakePipe, Path device) {
        this.master = master;
        this.slave = slave;
        this.wakeRead = wakePipe[0];
        this.wakeWrite = wakePipe[1];
        this.device = device;
        readable = new Posix.PollPair(master, Posix.POLLIN, wakeRead, Posix.POLLIN);
        writable = new Posix.PollPair(master, Posix.POLLOUT, wakeRead, Posix.POLLIN);
    }

    /**
     * Makes one, raw.
     *
     * @throws LinkException where there are none (the message offers TCP) or none is left
     */
    public static PseudoTerminal open() throws LinkException {
        if (!Platform.isLinux() && !Platform.isMac()) {
            throw new LinkException("this system has no pseudo-terminals for an emulated serial port; use TCP instead");
        }
        try {
            JavaNativeAccess.ready();
            return openMapped();
        } catch (UnusableLibraryException | LinkageError e) {
            throw new LinkException("pseudo-terminals cannot be reached (" + e.getMessage() + "); use TCP instead", e);
        }
    }

    private static PseudoTerminal openMapped() throws LinkException {
        int master = Posix.posix_openpt(Posix.O_RDWR | Posix.O_NOCTTY | Posix.O_NONBLOCK);
        require(master >= 0, "posix_openpt");
        int slave = -1;
        int[] wakePipe = {-1, -1};
        try {
            require(Posix.grantpt(master) == 0, "grantpt");
            require(Posix.unlockpt(master) == 0, "unlockpt");
            byte[] name = new byte[NAME_BYTES];
            require(Posix.ptsname_r(master, name, new NativeLong(name.length)) == 0, "ptsname_r");
            Path device = Path.of(Native.toString(name, StandardCharsets.UTF_8.name()));
            slave = Posix.open(device.toString(), Posix.O_RDWR | Posix.O_NOCTTY);
            require(slave >= 0, "open " + device);
            require(Posix.pipe(wakePipe) == 0, "pipe");
            PseudoTerminal terminal = new PseudoTerminal(master, slave, wakePipe, device);
            terminal.makeRaw();
            return terminal;
        } catch (LinkException e) {
            for (int fd : new int[] {master, slave, wakePipe[0], wakePipe[1]}) {
                if (fd >= 0) {
                    Posix.close(fd);
                }
            }
            throw e;
        }
    }

    /** What programs open, e.g. {@code /dev/pts/4}. */
    public Path device() {
        return device;
    }

    /** Passes bytes unchanged and one at a time again: the last program's settings outlive it. */
    public void makeRaw() throws LinkException {
        enter();
        try (Memory termios = new Memory(Posix.TERMIOS_BYTES)) {
            require(Posix.tcgetattr(slave, termios) == 0, "tcgetattr");
            Posix.cfmakeraw(termios);
            require(Posix.tcsetattr(slave, Posix.TCSANOW, termios) == 0, "tcsetattr");
        } finally {
            leave();
        }
    }

    /** Discards what was sent and never read. */
    public void discardUnread() throws LinkException {
        enter();
        try {
            require(Posix.tcflush(slave, Posix.TCIFLUSH) == 0, "tcflush");
        } finally {
            leave();
        }
    }

    /** Waits until there is something to read; false when the time is over. */
    public boolean awaitReadable(Duration timeout) throws LinkException {
        enter();
        try {
            return readable.await(millis(timeout)) > 0 && !closing.get();
        } finally {
            leave();
        }
    }

    /** Reads what is there; null when the time is over. */
    public byte @Nullable [] read(Duration timeout) throws LinkException {
        enter();
        try {
            byte[] bytes = readWhatIsThere();
            if (bytes == null && !timeout.isZero() && readable.await(millis(timeout)) > 0 && !closing.get()) {
                bytes = readWhatIsThere();
            }
            if (closing.get()) {
                throw closedException();
            }
            return bytes;
        } finally {
            leave();
        }
    }

    /**
     * Writes all.
     *
     * @param stallLimit how long the other end may take no byte
     * @throws LinkException when it took none for so long; some bytes may have been taken before
     */
    public void write(byte[] bytes, Duration stallLimit) throws LinkException {
        enter();
        try {
            byte[] rest = bytes;
            while (rest.length > 0) {
                int count =
                        Posix.write(master, rest, new NativeLong(rest.length)).intValue();
                if (count > 0) {
                    rest = count == rest.length ? new byte[0] : Arrays.copyOfRange(rest, count, rest.length);
                    continue;
                }
                requireRetryable("write");
                if (writable.await(millis(stallLimit)) == 0) {
                    throw new LinkException(
                            "serial:" + device + ": nobody read a byte for " + stallLimit.toMillis() + " ms");
                }
                if (closing.get()) {
                    throw closedException();
                }
            }
        } finally {
            leave();
        }
    }

    /** Waits until all that was sent has been read, as closing discards the rest; gives up after the limit. */
    public void awaitDrained(Duration limit) {
        try {
            enter();
        } catch (LinkException e) {
            // closed: whatever was unread is gone already
            return;
        }
        try {
            Posix.PollPair unread = new Posix.PollPair(slave, Posix.POLLIN, wakeRead, Posix.POLLIN);
            for (long step = 0; step < limit.toMillis() && unread.await(0) > 0 && !closing.get(); step++) {
                LockSupport.parkNanos(1_000_000);
            }
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Lock exclusive = lifetime.writeLock();
        Posix.write(wakeWrite, new byte[1], new NativeLong(1));
        exclusive.lock();
        try {
            for (int fd : new int[] {master, slave, wakeRead, wakeWrite}) {
                Posix.close(fd);
            }
        } finally {
            exclusive.unlock();
        }
    }

    private byte @Nullable [] readWhatIsThere() throws LinkException {
        int count = Posix.read(master, chunk, chunkLength).intValue();
        if (count > 0) {
            return Arrays.copyOf(chunk, count);
        }
        requireRetryable("read");
        return null;
    }

    private void requireRetryable(String call) throws LinkException {
        int error = Native.getLastError();
        if (error != Posix.EAGAIN && error != Posix.EINTR) {
            throw new LinkException("serial:" + device + ": " + call + " failed with error " + error);
        }
    }

    private void enter() throws LinkException {
        lifetime.readLock().lock();
        if (closing.get()) {
            lifetime.readLock().unlock();
            throw closedException();
        }
    }

    private void leave() {
        lifetime.readLock().unlock();
    }

    private LinkException closedException() {
        return new LinkException("serial:" + device + ": closed");
    }

    private static void require(boolean done, String call) throws LinkException {
        if (!done) {
            throw new LinkException(
                    "pseudo-terminal: " + call + " failed with error " + Native.getLastError() + "; use TCP instead");
        }
    }

    /** Rounded up, so that a wait of microseconds is not a busy loop. */
    private static int millis(Duration timeout) {
        return timeout.isNegative()
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, timeout.plusNanos(999_999).toMillis());
    }
}
