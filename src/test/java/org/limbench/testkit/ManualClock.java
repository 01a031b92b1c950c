package org.limbench.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock in ns that moves only when told; safe from any thread. */
public final class ManualClock implements LongSupplier {
    private final AtomicLong nanos;

    public ManualClock() {
        this(0);
    }

    /** A clock at a start of the test's choosing, e.g. just before the counter overflows. */
    public ManualClock(long startNanos) {
        nanos = new AtomicLong(startNanos);
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
