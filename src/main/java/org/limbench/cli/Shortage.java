package org.limbench.cli;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What this machine ran short of when something failed: memory, threads, files. No bug of ours, and nothing to report. */
final class Shortage {
    private static final long MIB = 1 << 20;
    /** So few descriptors left that a class or a library may have gone without one. */
    private static final long NEARLY_NONE = 4;

    private Shortage() {}

    /** In words, with what to do about it; null when it is something else. */
    static @Nullable String of(Throwable failure) {
        boolean unloaded = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError memory) {
                return memory(String.valueOf(memory.getMessage()));
            }
            if (cause instanceof StackOverflowError) {
                return "something is nested too deeply to be read (the stack overflowed)";
            }
            if (tooManyFiles(cause)) {
                return files();
            }
            unloaded |= cause instanceof LinkageError || cause instanceof ClassNotFoundException;
        }
        return unloaded && descriptorsGone() ? files() : null;
    }

    private static String memory(String message) {
        if (message.contains("thread")) {
            return "the system starts no more threads; see 'ulimit -u' and the limits of the container";
        }
        String most = Runtime.getRuntime().maxMemory() / MIB + " MiB";
        return "out of memory (" + message + "): Java may use " + most
                + "; 'java -Xmx' or JDK_JAVA_OPTIONS=-Xmx... allows more";
    }

    /** As the C library says it; the number stands where a language other than English is set. */
    private static boolean tooManyFiles(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("too many open files") || message.contains("errno 24");
    }

    private static String files() {
        return "too many files are open; 'ulimit -n' says how many may be, and raises it";
    }

    private static boolean descriptorsGone() {
        try {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.UnixOperatingSystemMXBean system
                    && system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() <= NEARLY_NONE;
        } catch (LinkageError untold) {
            return false;
        }
    }
}
