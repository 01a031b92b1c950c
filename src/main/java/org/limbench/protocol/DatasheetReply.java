package org.limbench.protocol;

import org.limbench.device.Datasheet;

/**
 * What the host may know.
 *
 * @param datasheet its device and firmware names have at most 64 bytes each
 */
public record DatasheetReply(Datasheet datasheet) implements Message {
    public DatasheetReply {
        WireLimits.name("device", datasheet.device());
        WireLimits.name("firmware", datasheet.firmware());
    }
}
