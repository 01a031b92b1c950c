package org.limbench.protocol;

import java.util.Arrays;
import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * Asks for currents: output j is the sum over the tile's rows i of {@code voltsAt127 * input[i] / 127 * conductance(i,
 * j)}, A. Answered by {@link MatrixVectorReply} chunks, then a {@link Result} with its energy. A read: it may be repeated.
 *
 * @param commandId 1..2^63-1
 * @param tile cells addressed, at most 512 rows
 * @param input signed 8-bit codes, -127..127, one per row of the tile; owned by the record
 * @param voltsAt127 read voltage of code 127, V, more than 0
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record MatrixVector(long commandId, Tile tile, byte[] input, double voltsAt127) implements Message {
    public MatrixVector {
        WireLimits.id("commandId", commandId);
        Require.between("input", input.length, 1, WireLimits.CHUNK);
        if (input.length != tile.rows()) {
            throw new IllegalArgumentException(
                    "input has " + input.length + " codes; allowed: the tile's " + tile.rows() + " rows");
        }
        for (int i = 0; i < input.length; i++) {
            if (input[i] == Byte.MIN_VALUE) {
                throw new IllegalArgumentException("input[" + i + "] is -128; allowed: -127 to 127");
            }
        }
        Require.positive("voltsAt127", voltsAt127, "V");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixVector that
                && commandId == that.commandId
                && tile.equals(that.tile)
                && Arrays.equals(input, that.input)
                && Double.doubleToLongBits(voltsAt127) == Double.doubleToLongBits(that.voltsAt127);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(commandId) + Arrays.hashCode(input);
    }

    @Override
    public String toString() {
        return "MatrixVector[" + commandId + ", " + tile + ", voltsAt127=" + voltsAt127 + "]";
    }
}
