package org.limbench.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.Readout;
import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * Part of a readout; the chunks of a read go before its {@link Result}, in order.
 *
 * @param commandId of the read
 * @param tile the whole tile read
 * @param offset first cell of this chunk, row-major over the tile
 * @param codeBytes bytes per code, 1 (converters of up to 8 bits) or 2
 * @param codes unsigned converter codes, as many as 512 bytes take; owned by the record
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record TileChunk(long commandId, Tile tile, int offset, int codeBytes, int[] codes) implements Message {
    public TileChunk {
        WireLimits.id("commandId", commandId);
        Require.between("codeBytes", codeBytes, 1, 2);
        Require.between("codes", codes.length, 1, WireLimits.CHUNK / codeBytes);
        Require.between("offset", offset, 0, tile.cells() - 1);
        if (codes.length > tile.cells() - offset) {
            throw new IllegalArgumentException("codes has " + codes.length + " entries from cell " + offset
                    + "; allowed: up to the tile's " + tile.cells() + " cells");
        }
        int most = codeBytes == 1 ? 0xFF : 0xFFFF;
        for (int code : codes) {
            if (code < 0 || code > most) {
                throw new IllegalArgumentException("codes holds " + code + "; allowed: 0 to " + most);
            }
        }
    }

    /** The chunks of a readout by a converter of so many bits, in order. */
    public static List<TileChunk> of(long commandId, Readout readout, int bits) {
        int codeBytes = bits <= 8 ? 1 : 2;
        int most = WireLimits.CHUNK / codeBytes;
        List<TileChunk> chunks = new ArrayList<>();
        for (int at = 0; at < readout.codes().length; at += most) {
            int[] part = Arrays.copyOfRange(readout.codes(), at, Math.min(readout.codes().length, at + most));
            chunks.add(new TileChunk(commandId, readout.tile(), at, codeBytes, part));
        }
        return chunks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TileChunk that
                && commandId == that.commandId
                && tile.equals(that.tile)
                && offset == that.offset
                && codeBytes == that.codeBytes
                && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(commandId) + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "TileChunk[" + commandId + ", " + tile + ", offset=" + offset + ", " + codes.length + " codes]";
    }
}
