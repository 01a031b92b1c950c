package org.limbench.device;

import java.util.Arrays;

/**
 * Converter codes of a tile, as read. {@link ReadConverter} turns them into siemens.
 *
 * @param tile cells read
 * @param codes unsigned converter codes, row-major over the tile; owned by the record
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record Readout(Tile tile, int[] codes) {
    public Readout {
        if (codes.length != tile.cells()) {
            throw new IllegalArgumentException(
                    "codes has " + codes.length + " entries; allowed: the tile's " + tile.cells() + " cells");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Readout that && tile.equals(that.tile) && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "Readout[" + tile + "]";
    }
}
