package org.limbench.protocol;

import org.limbench.device.Receipt;

/**
 * What became of a command, and what it cost.
 *
 * @param commandId of the command, staged update or schedule
 * @param receipt without readout: the codes of a read go before, in {@link TileChunk}s
 * @param detail one line for people, empty for none, clipped to 160 bytes
 */
public record Result(long commandId, Receipt receipt, String detail) implements Message {
    public Result {
        WireLimits.id("commandId", commandId);
        if (receipt.readout() != null) {
            throw new IllegalArgumentException("receipt has a readout; allowed: none, it goes in tile chunks");
        }
        detail = WireLimits.clipped(detail, WireLimits.TEXT);
    }
}
