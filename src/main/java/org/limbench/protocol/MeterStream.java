package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * Switches {@link MeterEvent}s on or off.
 *
 * @param on whether they are wanted
 * @param periodMillis device uptime between two, ms, 1..3,600,000; 0 when switched off
 */
public record MeterStream(boolean on, int periodMillis) implements Message {
    public MeterStream {
        Require.between("periodMillis", periodMillis, on ? 1 : 0, on ? 3_600_000 : 0);
    }
}
