package org.limbench.protocol;

import java.util.Arrays;
import org.limbench.device.Require;

/**
 * Part of the outputs of a {@link MatrixVector}; the chunks go before its {@link Result}.
 *
 * @param commandId of the question
 * @param offset first column of this chunk, from 0 at the tile's first
 * @param codes signed 16-bit converter codes, 1..256 of them; owned by the record
 * @param lsbAmperes current of one code, A, more than 0
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record MatrixVectorReply(long commandId, int offset, short[] codes, double lsbAmperes) implements Message {
    public MatrixVectorReply {
        WireLimits.id("commandId", commandId);
        Require.between("offset", offset, 0, 65_535);
        Require.between("codes", codes.length, 1, WireLimits.CHUNK / 2);
        Require.positive("lsbAmperes", lsbAmperes, "A");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixVectorReply that
                && commandId == that.commandId
                && offset == that.offset
                && Arrays.equals(codes, that.codes)
                && Double.doubleToLongBits(lsbAmperes) == Double.doubleToLongBits(that.lsbAmperes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(commandId) + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "MatrixVectorReply[" + commandId + ", offset=" + offset + ", " + codes.length + " codes]";
    }
}
