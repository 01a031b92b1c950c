package org.limbench.device;

import java.util.Arrays;

/**
 * A signed number of identical pulses for listed cells. Staged on the wire; touches the array only when whole.
 *
 * @param geometry of the array the indices refer to
 * @param drive of every pulse
 * @param cells row-major indices into the array, strictly increasing; owned by the record
 * @param signedPulses pulses per listed cell, the sign is the direction; owned by the record
 * @param pulseSeconds width of a pulse, s, more than 0
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record SparseUpdate(ArrayGeometry geometry, Drive drive, int[] cells, byte[] signedPulses, double pulseSeconds)
        implements ArrayUpdate {
    public SparseUpdate {
        if (cells.length != signedPulses.length || cells.length == 0) {
            throw new IllegalArgumentException("cells has " + cells.length + " and signedPulses " + signedPulses.length
                    + " entries; allowed: the same number, 1 or more");
        }
        int last = -1;
        for (int cell : cells) {
            if (cell <= last || cell >= geometry.cells()) {
                throw new IllegalArgumentException("cells holds " + cell + " after " + last
                        + "; allowed: strictly increasing, 0 to " + (geometry.cells() - 1));
            }
            last = cell;
        }
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseUpdate that
                && geometry.equals(that.geometry)
                && drive.equals(that.drive)
                && Arrays.equals(cells, that.cells)
                && Arrays.equals(signedPulses, that.signedPulses)
                && Double.doubleToLongBits(pulseSeconds) == Double.doubleToLongBits(that.pulseSeconds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(cells) + Arrays.hashCode(signedPulses);
    }

    @Override
    public String toString() {
        return "SparseUpdate[" + cells.length + " cells of " + geometry + ", " + drive + ", pulseSeconds="
                + pulseSeconds + "]";
    }
}
