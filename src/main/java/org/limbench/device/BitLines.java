package org.limbench.device;

/**
 * Which lines fire in which slot of a {@link Rank1Update}: the generator that host, emulator and firmware share.
 *
 * <p>Draw number k = slot * (rows + columns) + line (rows first, then columns, zero codes included) is the upper 32 bits
 * of SplitMix64's output function at {@code pulseSeed + (k + 1) * 0x9E3779B97F4A7C15}; the line fires when that unsigned
 * number is below {@code floor(scaleQ16 * |code| * 65536 / 127)}. Integers only, so that a small core agrees on every bit;
 * counter-based, so that any draw can be made alone. SplitMix64: Steele, Lea, Flood, OOPSLA 2014,
 * doi:10.1145/2660193.2660195.
 */
public final class BitLines {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Rank1Update update;
    private final int lines;
    private final long[] thresholds;

    private BitLines(Rank1Update update) {
        this.update = update;
        this.lines = update.rowCodes().length + update.columnCodes().length;
        this.thresholds = new long[lines];
        int at = 0;
        for (byte code : update.rowCodes()) {
            thresholds[at++] = threshold(update.rowScaleQ16(), code);
        }
        for (byte code : update.columnCodes()) {
            thresholds[at++] = threshold(update.columnScaleQ16(), code);
        }
    }

    /** The bit lines of an update. */
    public static BitLines of(Rank1Update update) {
        return new BitLines(update);
    }

    /** Firing threshold of a line against an unsigned 32-bit draw; 0 never fires, 2^32 always. */
    public static long threshold(int scaleQ16, byte code) {
        return (long) scaleQ16 * Math.abs(code) * 65_536L / 127L;
    }

    /** Draw number {@code k} of a pulse seed, 0..2^32-1. */
    public static long draw(long pulseSeed, long k) {
        long z = pulseSeed + (k + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 32;
    }

    /** Whether a row of the tile fires in a slot. */
    public boolean rowFires(int slot, int row) {
        return fires(slot, row);
    }

    /** Whether a column of the tile fires in a slot. */
    public boolean columnFires(int slot, int column) {
        return fires(slot, update.rowCodes().length + column);
    }

    private boolean fires(int slot, int line) {
        return thresholds[line] != 0 && draw(update.pulseSeed(), (long) slot * lines + line) < thresholds[line];
    }

    /** Pulses per cell over all slots, row-major over the tile, signed by direction. */
    public int[] signedCounts() {
        int rows = update.rowCodes().length;
        int columns = update.columnCodes().length;
        int[] counts = new int[rows * columns];
        int[] firing = new int[columns];
        for (int slot = 0; slot < update.slots(); slot++) {
            int n = 0;
            for (int column = 0; column < columns; column++) {
                if (columnFires(slot, column)) {
                    firing[n++] = column;
                }
            }
            if (n == 0) {
                continue;
            }
            for (int row = 0; row < rows; row++) {
                if (!rowFires(slot, row)) {
                    continue;
                }
                int rowSign = Integer.signum(update.rowCodes()[row]);
                for (int k = 0; k < n; k++) {
                    counts[row * columns + firing[k]] += rowSign * Integer.signum(update.columnCodes()[firing[k]]);
                }
            }
        }
        return counts;
    }
}
