package org.limbench.device;

/**
 * The accumulators latched at the start and at the end of a command, and the device time of both.
 *
 * @param start registers before
 * @param end registers after
 * @param startSeconds device time before, s
 * @param endSeconds device time after, s, not before the start
 */
public record MeterWindow(MeterLatch start, MeterLatch end, double startSeconds, double endSeconds) {
    public MeterWindow {
        Require.atLeastZero("startSeconds", startSeconds, "s");
        Require.atLeastZero("endSeconds", endSeconds, "s");
        if (endSeconds < startSeconds) {
            throw new IllegalArgumentException(
                    "endSeconds is " + endSeconds + " s; allowed: not before the start, " + startSeconds + " s");
        }
    }

    /** Length of the window, s. */
    public double seconds() {
        return endSeconds - startSeconds;
    }
}
