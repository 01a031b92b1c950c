package org.limbench.physics;

import java.util.Arrays;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

/**
 * What an update or a pulse train does to the lines and cells of a tile: which cells are pulsed how often, which are
 * half-selected how long, how often each line fires.
 *
 * <p>A rank-1 update pulses a cell in every slot in which its row and its column fire, and half-selects it in those in
 * which one of the two does. Dense and sparse updates are written row after row, all columns of a row at once: a cell is
 * half-selected while its row is written but it is done, and while another row's cell in its column is pulsed (our
 * assumption). A pulse train selects its whole tile. Cells outside the tile see nothing: lines are segmented there.
 *
 * <p>Arrays are row-major over the tile and owned by whoever holds this.
 */
final class Stimulus {
    final Tile tile;
    final Drive drive;
    final double pulseSeconds;

    /** Pulses per cell, the sign is the direction. */
    final int[] pulses;

    /** Slots per cell in which exactly one of its two lines fires. */
    final int[] halfSlots;

    final int[] rowFires;
    final int[] columnFires;
    final int slots;

    /** Device time from first to last slot, s. */
    final double elapsedSeconds;

    private Stimulus(Tile tile, Drive drive, double pulseSeconds, int[] pulses, int slots, double elapsedSeconds) {
        this.tile = tile;
        this.drive = drive;
        this.pulseSeconds = pulseSeconds;
        this.pulses = pulses;
        this.halfSlots = new int[pulses.length];
        this.rowFires = new int[tile.rows()];
        this.columnFires = new int[tile.columns()];
        this.slots = slots;
        this.elapsedSeconds = elapsedSeconds;
    }

    /** Pulses over all cells. */
    long pulseCount() {
        long sum = 0;
        for (int count : pulses) {
            sum += Math.abs(count);
        }
        return sum;
    }

    static Stimulus of(Rank1Update update) {
        Tile tile = update.tile();
        Stimulus stimulus = new Stimulus(
                tile,
                update.drive(),
                update.pulseSeconds(),
                new int[tile.cells()],
                update.slots(),
                update.slots() * update.pulseSeconds());
        BitLines lines = BitLines.of(update);
        int[] firing = new int[tile.columns()];
        for (int slot = 0; slot < update.slots(); slot++) {
            int count = 0;
            for (int column = 0; column < tile.columns(); column++) {
                if (lines.columnFires(slot, column)) {
                    firing[count++] = column;
                    stimulus.columnFires[column]++;
                }
            }
            for (int row = 0; row < tile.rows(); row++) {
                if (lines.rowFires(slot, row)) {
                    stimulus.rowFires[row]++;
                    stimulus.coincide(row, update.rowCodes()[row], update.columnCodes(), firing, count);
                }
            }
        }
        stimulus.halfSelectByLines();
        return stimulus;
    }

    private void coincide(int row, byte rowCode, byte[] columnCodes, int[] firing, int count) {
        int base = row * tile.columns();
        for (int k = 0; k < count; k++) {
            int column = firing[k];
            // a line that fires has a code other than 0
            pulses[base + column] += (rowCode ^ columnCodes[column]) < 0 ? -1 : 1;
        }
    }

    private void halfSelectByLines() {
        for (int row = 0, cell = 0; row < tile.rows(); row++) {
            for (int column = 0; column < tile.columns(); column++, cell++) {
                halfSlots[cell] = rowFires[row] + columnFires[column] - 2 * Math.abs(pulses[cell]);
            }
        }
    }

    static Stimulus of(DenseUpdate update) {
        int[] pulses = new int[update.signedPulses().length];
        for (int i = 0; i < pulses.length; i++) {
            pulses[i] = update.signedPulses()[i];
        }
        return rowByRow(update.tile(), update.drive(), update.pulseSeconds(), pulses);
    }

    static Stimulus of(SparseUpdate update) {
        Tile tile = boundingTile(update.cells(), update.geometry());
        int[] pulses = new int[tile.cells()];
        int columns = update.geometry().columns();
        for (int i = 0; i < update.cells().length; i++) {
            int row = update.cells()[i] / columns - tile.row();
            int column = update.cells()[i] % columns - tile.column();
            pulses[row * tile.columns() + column] = update.signedPulses()[i];
        }
        return rowByRow(tile, update.drive(), update.pulseSeconds(), pulses);
    }

    private static Tile boundingTile(int[] cells, ArrayGeometry geometry) {
        int columns = geometry.columns();
        int firstColumn = columns;
        int lastColumn = 0;
        for (int cell : cells) {
            firstColumn = Math.min(firstColumn, cell % columns);
            lastColumn = Math.max(lastColumn, cell % columns);
        }
        int firstRow = cells[0] / columns;
        int lastRow = cells[cells.length - 1] / columns;
        return new Tile(firstRow, firstColumn, lastRow - firstRow + 1, lastColumn - firstColumn + 1);
    }

    private static Stimulus rowByRow(Tile tile, Drive drive, double pulseSeconds, int[] pulses) {
        int[] rowSlots = new int[tile.rows()];
        int slots = 0;
        for (int row = 0, cell = 0; row < tile.rows(); row++) {
            for (int column = 0; column < tile.columns(); column++, cell++) {
                rowSlots[row] = Math.max(rowSlots[row], Math.abs(pulses[cell]));
            }
            slots += rowSlots[row];
        }
        Stimulus stimulus = new Stimulus(tile, drive, pulseSeconds, pulses, slots, slots * pulseSeconds);
        System.arraycopy(rowSlots, 0, stimulus.rowFires, 0, rowSlots.length);
        for (int row = 0, cell = 0; row < tile.rows(); row++) {
            for (int column = 0; column < tile.columns(); column++, cell++) {
                stimulus.columnFires[column] += Math.abs(pulses[cell]);
            }
        }
        stimulus.halfSelectByLines();
        return stimulus;
    }

    static Stimulus of(PulseTrain train) {
        int signed = train.polarity() == Polarity.POTENTIATE ? train.count() : -train.count();
        int[] pulses = new int[train.tile().cells()];
        Arrays.fill(pulses, signed);
        Stimulus stimulus = new Stimulus(
                train.tile(),
                train.drive(),
                train.pulseSeconds(),
                pulses,
                train.count(),
                train.count() * train.periodSeconds());
        Arrays.fill(stimulus.rowFires, train.count());
        Arrays.fill(stimulus.columnFires, train.count());
        return stimulus;
    }
}
