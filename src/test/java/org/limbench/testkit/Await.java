package org.limbench.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for a condition up to a deadline, and fails saying what did not happen. The limit is one of the program, not of the
 * machine: what the threads of the process that is waited for stood in line for a processor comes on top.
 */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = 500_000;
    /** Who spins with many threads stands in line for ever. */
    private static final long MOST_TIMES = 9;

    private Await() {}

    /** For something this JVM does. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        until(() -> what, limit, condition);
    }

    /** As the other, with words for the failure that are found at the end of the wait: they may tell what stood in the way. */
    public static void until(Supplier<String> what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, ProcessHandle.current().pid(), condition);
    }

    /** For something a process of its own does. */
    public static void until(String what, Duration limit, Process by, Callable<Boolean> condition) {
        until(() -> what, limit, by.pid(), condition);
    }

    private static void until(Supplier<String> what, Duration limit, long pid, Callable<Boolean> condition) {
        long start = System.nanoTime();
        if (holds(condition)) {
            return;
        }
        RunDelay delay = RunDelay.of(pid);
        while (!holds(condition)) {
            long over = System.nanoTime() - start - limit.toNanos();
            if (over > 0 && over > Math.min(delay.nanos(), MOST_TIMES * limit.toNanos())) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
