package org.limbench.protocol;

import java.util.Arrays;
import org.limbench.device.Require;

/**
 * Part of a staged payload; chunks come in order, without gap or overlap.
 *
 * @param updateId of the {@link UpdateBegin}
 * @param offset first byte, 0 or more
 * @param payload 1..512 bytes; owned by the record
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record UpdateChunk(long updateId, int offset, byte[] payload) implements Message {
    public UpdateChunk {
        WireLimits.id("updateId", updateId);
        Require.between("offset", offset, 0, Integer.MAX_VALUE);
        Require.between("payload", payload.length, 1, WireLimits.CHUNK);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UpdateChunk that
                && updateId == that.updateId
                && offset == that.offset
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(updateId) + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "UpdateChunk[" + updateId + ", offset=" + offset + ", " + payload.length + " bytes]";
    }
}
