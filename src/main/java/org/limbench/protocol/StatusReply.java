package org.limbench.protocol;

import org.limbench.device.MeterLatch;
import org.limbench.device.Require;

/**
 * How the device is.
 *
 * @param uptimeMillis time since boot, ms
 * @param deviceSeconds device time, s; virtual on an emulated device
 * @param lastUpdateId largest update id taken since boot; 0 for none
 * @param latch energy registers now
 * @param temperatureKelvin bath temperature, K
 * @param counters frames thrown away
 */
public record StatusReply(
        long uptimeMillis,
        double deviceSeconds,
        long lastUpdateId,
        MeterLatch latch,
        double temperatureKelvin,
        FaultCounters counters)
        implements Message {
    public StatusReply {
        Require.atLeastZero("uptimeMillis", uptimeMillis);
        Require.atLeastZero("deviceSeconds", deviceSeconds, "s");
        Require.atLeastZero("lastUpdateId", lastUpdateId);
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
    }
}
