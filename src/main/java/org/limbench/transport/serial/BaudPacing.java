package org.limbench.transport.serial;

import java.util.function.LongSupplier;

/**
 * When the last bit of bytes handed to a line would leave it: ten bits a byte (8 data, start, stop), one byte after the
 * other. A pseudo-terminal has no line rate of its own. Single-threaded.
 */
public final class BaudPacing {
    private static final long BITS_PER_BYTE = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int baud;
    private final LongSupplier nanoTime;
    private long busyUntil;

    /**
     * A line that is idle now.
     *
     * @param baud bits per second, more than 0
     * @param nanoTime monotonic clock in ns
     */
    public BaudPacing(int baud, LongSupplier nanoTime) {
        if (baud < 1) {
            throw new IllegalArgumentException("baud is " + baud + " bit/s; allowed: 1 bit/s or more");
        }
        this.baud = baud;
        this.nanoTime = nanoTime;
        busyUntil = nanoTime.getAsLong();
    }

    /** Puts bytes on the line; returns how long from now, in ns, until the last has left it. */
    long occupy(int bytes) {
        long now = nanoTime.getAsLong();
        long start = busyUntil - now > 0 ? busyUntil : now;
        busyUntil = start + bytes * BITS_PER_BYTE * NANOS_PER_SECOND / baud;
        return busyUntil - now;
    }

    /** How long from now, in ns, until the line is idle; 0 or less when it is. */
    long remaining() {
        return busyUntil - nanoTime.getAsLong();
    }
}
