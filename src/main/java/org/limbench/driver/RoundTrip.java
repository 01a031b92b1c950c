package org.limbench.driver;

/**
 * The round-trip time of a link, smoothed, and the retransmission timeout that follows from it.
 *
 * <p>{@code srtt += (sample - srtt) / 8}: Jacobson, SIGCOMM 1988, doi:10.1145/52324.52356; RFC 6298 section 2. Differs:
 * the timeout is {@code max(least, 4 * srtt)}, doubled per try up to {@code most}, without the variance term. Only frames
 * sent once may be sampled (Karn, RFC 6298 section 3): an answer to a repeated frame cannot be told from an early one.
 * Times in ns. Single-threaded.
 */
final class RoundTrip {
    private final long leastNanos;
    private final long mostNanos;
    private long smoothedNanos = -1;

    RoundTrip(long leastNanos, long mostNanos) {
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
    }

    /** Takes the time from a frame's only transmission to its acknowledgement, ns. */
    void sample(long nanos) {
        long taken = Math.max(0, nanos);
        smoothedNanos = smoothedNanos < 0 ? taken : smoothedNanos + (taken - smoothedNanos) / 8;
    }

    /** How long to wait for an answer to try number {@code attempt} (from 0), ns. */
    long timeoutNanos(int attempt) {
        long first = Math.max(leastNanos, smoothedNanos < 0 ? 0 : 4 * smoothedNanos);
        long doubled = first << Math.min(attempt, 20);
        return Math.min(Math.max(doubled, first), Math.max(mostNanos, first));
    }
}
