package org.limbench.protocol;

import org.limbench.device.MeterLatch;
import org.limbench.device.Require;

/**
 * The energy registers now.
 *
 * @param latch counts
 * @param deviceSeconds device time of the latch, s
 */
public record MeterReply(MeterLatch latch, double deviceSeconds) implements Message {
    public MeterReply {
        Require.atLeastZero("deviceSeconds", deviceSeconds, "s");
    }
}
