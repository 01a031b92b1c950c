package org.limbench.protocol;

import org.limbench.device.MeterLatch;
import org.limbench.device.Require;

/**
 * One reading of the stream; may be lost, since every result carries its own window.
 *
 * @param counter from 1 since the stream was switched on, so that a gap shows; 0..2^32-1, 0 follows the last
 * @param latch counts
 * @param deviceSeconds device time of the latch, s
 */
public record MeterEvent(long counter, MeterLatch latch, double deviceSeconds) implements Message {
    private static final long MOST_COUNTER = 0xFFFF_FFFFL;

    public MeterEvent {
        WireLimits.unsigned("counter", counter);
        Require.atLeastZero("deviceSeconds", deviceSeconds, "s");
    }

    /**
     * Events of the same stream that went in between and did not come.
     *
     * @param counterBefore of the event that came last; 0 before the first of a stream
     */
    public long missedSince(long counterBefore) {
        return counter - counterBefore - 1 & MOST_COUNTER;
    }
}
