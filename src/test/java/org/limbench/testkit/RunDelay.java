package org.limbench.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the threads of a process have stood in line for a processor since a moment: what a busy machine adds to the times
 * the process takes. Threads that have ended do not count. Linux (run_delay in sched-stats.rst); 0 elsewhere.
 */
final class RunDelay {
    private final Path tasks;
    private final Map<Path, Long> before;

    private RunDelay(Path tasks) {
        this.tasks = tasks;
        before = nanosByThread();
    }

    /** From now on. */
    static RunDelay of(long pid) {
        return new RunDelay(Path.of("/proc", Long.toString(pid), "task"));
    }

    long nanos() {
        return nanosByThread().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private Map<Path, Long> nanosByThread() {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.collect(Collectors.toMap(thread -> thread, RunDelay::nanos));
        } catch (IOException | UncheckedIOException gone) {
            return Map.of();
        }
    }

    /** The second of "nanoseconds on a processor, nanoseconds in line, times on a processor". */
    private static long nanos(Path thread) {
        try {
            return Long.parseLong(
                    Files.readString(thread.resolve("schedstat")).strip().split(" ", -1)[1]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
