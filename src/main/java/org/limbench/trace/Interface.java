package org.limbench.trace;

import org.jspecify.annotations.Nullable;

/**
 * An interface of a trace, as described in the file.
 *
 * @param link it belongs to; null for traffic that is not ours
 * @param raw whether its packets are what was no frame
 * @param resolution as the file says it: n for 10^-n s, 128 + n for 2^-n s
 * @param offsetSeconds to add to its timestamps
 */
record Interface(@Nullable TracedLink link, boolean raw, int resolution, long offsetSeconds) {
    /** Resolution where the file says none, microseconds. */
    static final int DEFAULT_RESOLUTION = 6;

    private static final long SECOND = 1_000_000_000L;

    /** Whether a resolution is one that times can be told in. */
    static boolean isResolution(int resolution) {
        return resolution >= 0 && (resolution < 128 ? resolution <= 18 : resolution - 128 <= 62);
    }

    /**
     * A timestamp in ns since 1970 began.
     *
     * @throws ArithmeticException when that is beyond a long
     */
    long epochNanos(long stamp) {
        long unitsPerSecond = resolution < 128 ? powerOfTen(resolution) : 1L << (resolution - 128);
        long seconds = Long.divideUnsigned(stamp, unitsPerSecond);
        long rest = Long.remainderUnsigned(stamp, unitsPerSecond);
        long nanos = unitsPerSecond <= SECOND
                ? rest * SECOND / unitsPerSecond
                : (long) ((double) rest / unitsPerSecond * SECOND);
        return Math.addExact(Math.multiplyExact(Math.addExact(seconds, offsetSeconds), SECOND), nanos);
    }

    private static long powerOfTen(int n) {
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= 10;
        }
        return power;
    }
}
