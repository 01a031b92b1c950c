package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * Applies what was staged, if it is whole. Answered by a {@link Result}, or by a {@link Fault} STAGING with nothing
 * applied.
 *
 * @param updateId of the {@link UpdateBegin}
 * @param totalBytes length of the payload, 1 or more
 * @param payloadCrc CRC-32C of the whole payload, 32 bits
 */
public record UpdateCommit(long updateId, int totalBytes, int payloadCrc) implements Message {
    public UpdateCommit {
        WireLimits.id("updateId", updateId);
        Require.between("totalBytes", totalBytes, 1, Integer.MAX_VALUE);
    }
}
