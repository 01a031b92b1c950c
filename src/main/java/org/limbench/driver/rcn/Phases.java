package org.limbench.driver.rcn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.DenseUpdate;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

/**
 * A pulsing command as the station can make it: one after the other, each pulse to every cell where a set of rows crosses a
 * set of columns, all in one direction. Order: slots, then the four combinations of signs; of dense and sparse updates rows,
 * then directions, then pulses of a cell.
 *
 * @param once the pulses
 * @param repeats how often all of them
 */
record Phases(List<Phase> once, int repeats) {
    /**
     * One pulse.
     *
     * @param rows driven
     * @param columns whose gates open
     * @param sign direction, +1 or -1
     */
    record Phase(BitSet rows, BitSet columns, int sign) {
        int cells() {
            return rows.cardinality() * columns.cardinality();
        }
    }

    /** Pulses of a command that fires some, in the array's own rows and columns. */
    static Phases of(ArrayCommand command, ArrayGeometry geometry) {
        if (command instanceof PulseTrain train) {
            Tile tile = train.tile();
            BitSet rows = new BitSet();
            rows.set(tile.row(), tile.row() + tile.rows());
            BitSet columns = new BitSet();
            columns.set(tile.column(), tile.column() + tile.columns());
            return new Phases(List.of(new Phase(rows, columns, train.polarity().sign())), train.count());
        }
        if (command instanceof Rank1Update update) {
            return new Phases(ofSlots(update), 1);
        }
        if (command instanceof DenseUpdate update) {
            return new Phases(ofCounts(update.tile(), update.signedPulses()), 1);
        }
        SparseUpdate update = (SparseUpdate) command;
        byte[] counts = new byte[geometry.cells()];
        for (int i = 0; i < update.cells().length; i++) {
            counts[update.cells()[i]] = update.signedPulses()[i];
        }
        return new Phases(ofCounts(geometry.whole(), counts), 1);
    }

    private static List<Phase> ofSlots(Rank1Update update) {
        BitLines lines = BitLines.of(update);
        Tile tile = update.tile();
        List<Phase> phases = new ArrayList<>();
        for (int slot = 0; slot < update.slots(); slot++) {
            BitSet[] rows = {new BitSet(), new BitSet()};
            BitSet[] columns = {new BitSet(), new BitSet()};
            for (int i = 0; i < tile.rows(); i++) {
                if (lines.rowFires(slot, i)) {
                    rows[update.rowCodes()[i] > 0 ? 0 : 1].set(tile.row() + i);
                }
            }
            for (int j = 0; j < tile.columns(); j++) {
                if (lines.columnFires(slot, j)) {
                    columns[update.columnCodes()[j] > 0 ? 0 : 1].set(tile.column() + j);
                }
            }
            for (int combination = 0; combination < 4; combination++) {
                BitSet firing = rows[combination & 1];
                BitSet open = columns[(combination >> 1) ^ (combination & 1)];
                if (!firing.isEmpty() && !open.isEmpty()) {
                    phases.add(new Phase(firing, open, combination < 2 ? 1 : -1));
                }
            }
        }
        return phases;
    }

    private static List<Phase> ofCounts(Tile tile, byte[] counts) {
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < tile.rows(); i++) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                for (int pulse = 1; pulse <= 128; pulse++) {
                    BitSet columns = new BitSet();
                    for (int j = 0; j < tile.columns(); j++) {
                        if (sign * counts[i * tile.columns() + j] >= pulse) {
                            columns.set(tile.column() + j);
                        }
                    }
                    if (columns.isEmpty()) {
                        break;
                    }
                    BitSet row = new BitSet();
                    row.set(tile.row() + i);
                    phases.add(new Phase(row, columns, sign));
                }
            }
        }
        return phases;
    }
}
