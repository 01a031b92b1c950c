package org.limbench.device;

import java.util.Arrays;

/**
 * A signed number of identical pulses for every cell of a tile. Staged on the wire; touches the array only when whole.
 *
 * @param tile cells addressed
 * @param drive of every pulse
 * @param signedPulses pulses per cell, row-major over the tile, the sign is the direction; owned by the record
 * @param pulseSeconds width of a pulse, s, more than 0
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record DenseUpdate(Tile tile, Drive drive, byte[] signedPulses, double pulseSeconds) implements ArrayUpdate {
    public DenseUpdate {
        if (signedPulses.length != tile.cells()) {
            throw new IllegalArgumentException("signedPulses has " + signedPulses.length
                    + " entries; allowed: the tile's " + tile.cells() + " cells");
        }
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseUpdate that
                && tile.equals(that.tile)
                && drive.equals(that.drive)
                && Arrays.equals(signedPulses, that.signedPulses)
                && Double.doubleToLongBits(pulseSeconds) == Double.doubleToLongBits(that.pulseSeconds);
    }

    @Override
    public int hashCode() {
        return 31 * tile.hashCode() + Arrays.hashCode(signedPulses);
    }

    @Override
    public String toString() {
        return "DenseUpdate[" + tile + ", " + drive + ", pulseSeconds=" + pulseSeconds + "]";
    }
}
