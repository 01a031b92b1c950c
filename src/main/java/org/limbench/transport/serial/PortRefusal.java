package org.limbench.transport.serial;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.limbench.natives.JavaNativeAccess;
import org.limbench.natives.UnusableLibraryException;

/**
 * Why a port that is there did not open, in words. The serial library tells one error number for many steps of its own; so
 * the steps are taken once more, one by one, and the first that fails is the reason.
 */
final class PortRefusal {
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int ENXIO = 6;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENOTTY = 25;

    private PortRefusal() {}

    /**
     * The reason, without the address.
     *
     * @param device path of the device file
     * @param libraryError what the serial library says went wrong, where nothing else can be found out
     */
    static String because(Path device, int libraryError) {
        try {
            JavaNativeAccess.ready();
            String reason = step(device);
            return reason == null
                    ? "did not open (error " + libraryError + "), though it can be opened now; try again"
                    : reason;
        } catch (UnusableLibraryException | LinkageError unavailable) {
            return words(device, libraryError);
        }
    }

    private static @Nullable String step(Path device) {
        int fd = Posix.open(device.toString(), Posix.O_RDWR | Posix.O_NOCTTY | Posix.O_NONBLOCK);
        if (fd < 0) {
            return words(device, Posix.error());
        }
        try {
            int error = Posix.terminalError(fd);
            if (error != 0) {
                return words(device, error);
            }
            if (Posix.flock(fd, Posix.LOCK_EX | Posix.LOCK_NB) != 0) {
                return Posix.error() == Posix.EAGAIN
                        ? "is taken: locked by " + PortHolder.of(device)
                        : words(device, Posix.error());
            }
            return null;
        } finally {
            Posix.close(fd);
        }
    }

    /** An error number of Linux in words; the number stays, for those who look it up. */
    static String words(Path device, int error) {
        String what = switch (error) {
            case ENOTTY -> "is not a serial port: it knows no serial settings";
            case EBUSY -> "is taken: opened for itself alone by " + PortHolder.of(device);
            case EACCES, EPERM -> "this user may not open it (on Linux: join the group that owns it, often dialout)";
            case ENOENT, ENXIO, ENODEV -> "there is no device behind it (not plugged in, or its driver is not loaded)";
            case EIO -> "the device answers with an input/output error (unplugged, or no hardware behind the port)";
            case EINVAL -> "the driver refuses the settings (the baud rate, perhaps)";
            case ENFILE, EMFILE -> "too many files are open (see 'ulimit -n')";
            default -> "cannot be opened";
        };
        return what + " (error " + error + ")";
    }
}
