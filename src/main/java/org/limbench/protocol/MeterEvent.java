package org.limbench.protocol;

import org.limbench.device.MeterLatch;
import org.limbench.device.Require;

/**
 * One reading of the stream; may be lost, since every result carries its own window.
 *
 * @param counter from 1 since the stream was switched on, so that a gap shows; 1..2^31-1
 * @param latch counts
 * @param deviceSeconds device time of the latch, s
 */
public record MeterEvent(int counter, MeterLatch latch, double deviceSeconds) implements Message {
    public MeterEvent {
        Require.between("counter", counter, 1, Integer.MAX_VALUE);
        Require.atLeastZero("deviceSeconds", deviceSeconds, "s");
    }
}
