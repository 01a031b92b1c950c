package org.limbench.protocol;

/**
 * Has an emulated device begin anew, as if taken out of the box again: cells and meter drawn anew, device time 0, a new boot.
 * A device that cannot answers {@link FaultCode#UNSUPPORTED} and goes on as it was.
 *
 * @param life keys what is drawn, together with the device's own seed; at most 64 bytes, empty for that seed alone
 */
public record PowerOn(String life) implements Message {
    public PowerOn {
        WireLimits.name("life", life);
    }
}
