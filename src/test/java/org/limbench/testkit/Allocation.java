package org.limbench.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Watches the heap that the calling thread takes, as the JVM counts it. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** A class is loaded in the first call that meets it, in the same thread and heap; its repetition meets it no more. */
    private static final int TRIES = 4;

    private Allocation() {}

    /**
     * What a call gives, if it takes no more than so many bytes. Asked again where it took more, so that the JVM's own
     * needs do not count.
     *
     * @param call that gives the same each time
     * @throws AssertionError when it takes more each time
     */
    public static <T> T atMost(long bytes, Supplier<T> call) {
        long taken = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            T result = call.get();
            taken = Math.min(taken, THREADS.getCurrentThreadAllocatedBytes() - before);
            if (taken <= bytes) {
                return result;
            }
        }
        throw new AssertionError("the call took " + taken + " bytes of heap; allowed: " + bytes);
    }
}
