package org.limbench.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for a condition up to a deadline, and fails saying what did not happen. A pause the machine was too busy to end is
 * counted as {@value #MOST_PAUSE_NANOS} ns: who is waited for was as little served meanwhile.
 */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = 500_000;
    /** An idle machine takes a tenth of it. */
    private static final long MOST_PAUSE_NANOS = 5_000_000;

    private Await() {}

    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        until(() -> what, limit, condition);
    }

    /** As the other, with words for the failure that are found at the end of the wait: they may tell what stood in the way. */
    public static void until(Supplier<String> what, Duration limit, Callable<Boolean> condition) {
        long waited = 0;
        long now = System.nanoTime();
        while (!holds(condition)) {
            if (waited > limit.toNanos()) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what.get());
            }
            long looked = System.nanoTime();
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            long before = now;
            now = System.nanoTime();
            waited += looked - before + Math.min(now - looked, MOST_PAUSE_NANOS);
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
