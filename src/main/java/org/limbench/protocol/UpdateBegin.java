package org.limbench.protocol;

import org.limbench.device.Drive;
import org.limbench.device.Rank1Update;
import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * Opens the staging of an update that does not fit one frame. The array is touched at the {@link UpdateCommit} alone; a
 * new begin drops what was staged before.
 *
 * @param updateId 1..2^63-1, strictly increasing
 * @param deadlineUptimeMillis device uptime after which it must not be applied, ms, 1 or more
 * @param kind what the payload means
 * @param tile cells addressed; for a sparse update the whole array
 * @param drive of every pulse
 * @param pulseSeconds width of a pulse, s, more than 0
 * @param totalBytes length of the payload, 1 or more; dense: the tile's cells; sparse: 5 per cell; rank-1: rows + columns
 */
public record UpdateBegin(
        long updateId,
        long deadlineUptimeMillis,
        Kind kind,
        Tile tile,
        Drive drive,
        double pulseSeconds,
        int totalBytes)
        implements Message {
    /** What the payload means. */
    public sealed interface Kind {
        /** One int8 per cell of the tile, row-major. */
        record Dense() implements Kind {}

        /** Per listed cell its row-major index in the array (uint32 little-endian) and one int8. */
        record Sparse() implements Kind {
            /** Bytes per listed cell. */
            public static final int ENTRY = 5;
        }

        /**
         * Row codes, then column codes.
         *
         * @param rowScaleQ16 as in {@link org.limbench.device.Rank1Update}
         * @param columnScaleQ16 as in {@link org.limbench.device.Rank1Update}
         * @param slots as in {@link org.limbench.device.Rank1Update}
         * @param pulseSeed as in {@link org.limbench.device.Rank1Update}
         */
        record Rank1(int rowScaleQ16, int columnScaleQ16, int slots, long pulseSeed) implements Kind {
            public Rank1 {
                Require.between("rowScaleQ16", rowScaleQ16, 0, 65_536);
                Require.between("columnScaleQ16", columnScaleQ16, 0, 65_536);
                Require.between("slots", slots, 1, Rank1Update.MOST_SLOTS);
            }
        }
    }

    public UpdateBegin {
        WireLimits.id("updateId", updateId);
        WireLimits.deadline("deadlineUptimeMillis", deadlineUptimeMillis, true);
        Require.positive("pulseSeconds", pulseSeconds, "s");
        if (!fits(kind, tile, totalBytes)) {
            throw new IllegalArgumentException("totalBytes is " + totalBytes + "; allowed: " + needed(kind, tile));
        }
    }

    private static String needed(Kind kind, Tile tile) {
        String cells = "of " + tile.rows() + " x " + tile.columns() + " cells";
        if (kind instanceof Kind.Sparse) {
            return Kind.Sparse.ENTRY + " for each cell listed of the whole array, here " + cells;
        }
        return kind instanceof Kind.Dense
                ? tile.cells() + ", one for each " + cells
                : tile.rows() + tile.columns() + ", one for each row and column " + cells;
    }

    private static boolean fits(Kind kind, Tile tile, int totalBytes) {
        if (kind instanceof Kind.Sparse) {
            return tile.row() == 0
                    && tile.column() == 0
                    && totalBytes > 0
                    && totalBytes % Kind.Sparse.ENTRY == 0
                    && totalBytes / Kind.Sparse.ENTRY <= tile.cells();
        }
        return totalBytes == (kind instanceof Kind.Dense ? tile.cells() : tile.rows() + tile.columns());
    }
}
