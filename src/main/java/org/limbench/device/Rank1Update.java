package org.limbench.device;

import java.util.Arrays;

/**
 * A stochastic outer-product update: the device itself forms the coincidences of row and column lines.
 *
 * <p>In every slot row i fires with probability {@code rowScaleQ16 / 65536 * |rowCodes[i]| / 127} and column j likewise;
 * a cell whose row and column fire in the same slot gets one pulse, in the direction {@code sign(rowCodes[i] *
 * columnCodes[j])}. {@link BitLines} defines the draws. Scheme: Gokmen and Vlasov, Front. Neurosci. 10:333 (2016),
 * doi:10.3389/fnins.2016.00333.
 *
 * <p>The arrays are owned by the record; neither side writes to them after construction.
 *
 * @param tile cells addressed; its size is rowCodes.length x columnCodes.length
 * @param drive of every pulse
 * @param rowCodes signed 8-bit codes, -127..127
 * @param rowScaleQ16 firing probability at code 127, in units of 1/65536, 0..65536
 * @param columnCodes as rowCodes
 * @param columnScaleQ16 as rowScaleQ16
 * @param slots number of time slots (bit-line length), 1..1024
 * @param pulseSeconds width of a slot, s, more than 0
 * @param pulseSeed seed of the bit lines
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record Rank1Update(
        Tile tile,
        Drive drive,
        byte[] rowCodes,
        int rowScaleQ16,
        byte[] columnCodes,
        int columnScaleQ16,
        int slots,
        double pulseSeconds,
        long pulseSeed)
        implements ArrayUpdate {
    /** Longest bit line. */
    public static final int MOST_SLOTS = 1024;

    public Rank1Update {
        requireOneEach("rowCodes", rowCodes.length, tile.rows(), "rows");
        requireOneEach("columnCodes", columnCodes.length, tile.columns(), "columns");
        Require.between("rowScaleQ16", rowScaleQ16, 0, 65_536);
        Require.between("columnScaleQ16", columnScaleQ16, 0, 65_536);
        Require.between("slots", slots, 1, MOST_SLOTS);
        Require.positive("pulseSeconds", pulseSeconds, "s");
        requireCodes("rowCodes", rowCodes);
        requireCodes("columnCodes", columnCodes);
    }

    private static void requireOneEach(String name, int codes, int lines, String what) {
        if (codes != lines) {
            throw new IllegalArgumentException(
                    name + " has " + codes + " codes; allowed: one for each of the tile's " + lines + " " + what);
        }
    }

    private static void requireCodes(String name, byte[] codes) {
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == Byte.MIN_VALUE) {
                throw new IllegalArgumentException(name + "[" + i + "] is -128; allowed: -127 to 127");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rank1Update that
                && tile.equals(that.tile)
                && drive.equals(that.drive)
                && Arrays.equals(rowCodes, that.rowCodes)
                && rowScaleQ16 == that.rowScaleQ16
                && Arrays.equals(columnCodes, that.columnCodes)
                && columnScaleQ16 == that.columnScaleQ16
                && slots == that.slots
                && Double.doubleToLongBits(pulseSeconds) == Double.doubleToLongBits(that.pulseSeconds)
                && pulseSeed == that.pulseSeed;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rowCodes) + Long.hashCode(pulseSeed);
    }

    @Override
    public String toString() {
        return "Rank1Update[" + tile + ", " + drive + ", slots=" + slots + ", pulseSeconds=" + pulseSeconds
                + ", pulseSeed=" + pulseSeed + "]";
    }
}
