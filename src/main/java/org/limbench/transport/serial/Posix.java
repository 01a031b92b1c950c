package org.limbench.transport.serial;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The calls of the C library that a pseudo-terminal needs, by direct mapping.
 *
 * <p>Flag values are those of Linux (asm-generic) and of macOS; where they differ both are given. Initialising this class
 * fails with {@link LinkageError} where the C library cannot be mapped.
 */
final class Posix {
    static final int O_RDWR = 2;
    static final int O_NOCTTY = Platform.isMac() ? 0x20000 : 0x100;
    static final int O_NONBLOCK = Platform.isMac() ? 0x4 : 0x800;
    static final int TCSANOW = 0;
    static final int TCIFLUSH = Platform.isMac() ? 1 : 0;
    static final int EINTR = 4;
    static final int EAGAIN = Platform.isMac() ? 35 : 11;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    /** More than any platform's {@code struct termios}. */
    static final int TERMIOS_BYTES = 256;

    static {
        Native.register(Posix.class, Platform.C_LIBRARY_NAME);
    }

    private Posix() {}

    static native int posix_openpt(int flags);

    static native int grantpt(int fd);

    static native int unlockpt(int fd);

    static native int ptsname_r(int fd, byte[] name, NativeLong length);

    static native int tcgetattr(int fd, Pointer termios);

    static native int tcsetattr(int fd, int when, Pointer termios);

    static native void cfmakeraw(Pointer termios);

    static native int tcflush(int fd, int queue);

    static native int open(String path, int flags);

    static native int flock(int fd, int operation);

    static native int close(int fd);

    static native int pipe(int[] readAndWrite);

    static native NativeLong read(int fd, byte[] bytes, NativeLong count);

    static native NativeLong write(int fd, byte[] bytes, NativeLong count);

    static native int poll(Pointer fds, NativeLong count, int timeoutMillis);

    /** The error of this thread's last call. */
    static int error() {
        return Native.getLastError();
    }

    /** Why an open file has no terminal's settings; 0 when it has. */
    static int terminalError(int fd) {
        try (Memory termios = new Memory(TERMIOS_BYTES)) {
            return tcgetattr(fd, termios) == 0 ? 0 : error();
        }
    }

    /** Waits for an event on either of two files; a {@code struct pollfd} is an int and two shorts. */
    static final class PollPair {
        private static final int STRUCT_BYTES = 8;

        private final Memory fds = new Memory(2L * STRUCT_BYTES);

        PollPair(int first, short firstEvents, int second, short secondEvents) {
            fds.setInt(0, first);
            fds.setShort(4, firstEvents);
            fds.setInt(STRUCT_BYTES, second);
            fds.setShort(STRUCT_BYTES + 4L, secondEvents);
        }

        /** More than 0 when something happened, 0 when the time is over. */
        int await(int timeoutMillis) {
            int ready;
            do {
                ready = poll(fds, new NativeLong(2), timeoutMillis);
            } while (ready < 0 && Native.getLastError() == EINTR);
            return ready;
        }
    }
}
