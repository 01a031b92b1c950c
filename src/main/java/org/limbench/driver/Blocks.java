package org.limbench.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Require;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.WireLimits;

/**
 * Cuts a command into what a device can take at once: updates larger than its staging go by blocks of rows, each an update
 * of its own. The cut depends on command and datasheet alone.
 *
 * <p>Cutting a rank-1 update leaves every cell's expected number of pulses as it was; its coincidences are drawn anew,
 * each block under a pulse seed of its own, since a block numbers its lines anew.
 */
final class Blocks {
    /** The code of a cell, its conductance and its weight: what whoever reads makes of it. */
    private static final int BYTES_OF_A_CELL = Integer.BYTES + 2 * Double.BYTES;

    private Blocks() {}

    /**
     * The blocks of a command, in order; the command itself where it fits.
     *
     * @throws IllegalArgumentException for a read of more cells than this machine can hold, naming the bytes
     */
    static List<ArrayCommand> of(ArrayCommand command, Datasheet datasheet) {
        if (command instanceof ReadRequest read) {
            Tile tile = read.tile();
            Require.memory(
                    "a read of " + tile.rows() + " x " + tile.columns() + " cells of " + datasheet.device() + ", "
                            + BYTES_OF_A_CELL + " bytes each,",
                    (long) tile.cells() * BYTES_OF_A_CELL);
        }
        int most = datasheet.mostStagedBytes();
        if (command instanceof DenseUpdate dense && dense.tile().cells() > most) {
            return dense(dense, atLeast(1, most, command));
        }
        if (command instanceof SparseUpdate sparse && sparse.cells().length > most / UpdateBegin.Kind.Sparse.ENTRY) {
            return sparse(
                    sparse, atLeast(UpdateBegin.Kind.Sparse.ENTRY, most, command) / UpdateBegin.Kind.Sparse.ENTRY);
        }
        if (command instanceof Rank1Update rank1
                && rank1.tile().rows() + rank1.tile().columns() > Math.max(most, WireLimits.CHUNK)) {
            return rank1(rank1, Math.max(most, WireLimits.CHUNK));
        }
        return List.of(command);
    }

    /** Cells a command addresses. */
    static int cells(ArrayCommand command, Datasheet datasheet) {
        if (command instanceof DenseUpdate dense) {
            return dense.tile().cells();
        }
        if (command instanceof SparseUpdate sparse) {
            return sparse.cells().length;
        }
        if (command instanceof Rank1Update rank1) {
            return rank1.tile().cells();
        }
        if (command instanceof PulseTrain train) {
            return train.tile().cells();
        }
        if (command instanceof BarrierChange change) {
            return change.tile().cells();
        }
        if (command instanceof Consolidation consolidation) {
            return consolidation.tile().cells();
        }
        if (command instanceof ReadRequest read) {
            return read.tile().cells();
        }
        return datasheet.geometry().cells();
    }

    private static int atLeast(int least, int most, ArrayCommand command) {
        if (most < least) {
            throw new IllegalArgumentException(
                    command + " has to be staged; allowed: nothing, the device stages at most " + most + " bytes");
        }
        return most;
    }

    private static List<ArrayCommand> dense(DenseUpdate dense, int most) {
        Tile tile = dense.tile();
        int columns = Math.min(tile.columns(), most);
        int rows = Math.max(1, most / columns);
        List<ArrayCommand> blocks = new ArrayList<>();
        for (Tile block : tiles(tile, rows, columns)) {
            byte[] pulses = new byte[block.cells()];
            for (int row = 0; row < block.rows(); row++) {
                int from = (block.row() - tile.row() + row) * tile.columns() + block.column() - tile.column();
                System.arraycopy(dense.signedPulses(), from, pulses, row * block.columns(), block.columns());
            }
            blocks.add(new DenseUpdate(block, dense.drive(), pulses, dense.pulseSeconds()));
        }
        return blocks;
    }

    private static List<Tile> tiles(Tile whole, int rows, int columns) {
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < whole.rows(); row += rows) {
            for (int column = 0; column < whole.columns(); column += columns) {
                tiles.add(new Tile(
                        whole.row() + row,
                        whole.column() + column,
                        Math.min(rows, whole.rows() - row),
                        Math.min(columns, whole.columns() - column)));
            }
        }
        return tiles;
    }

    private static List<ArrayCommand> sparse(SparseUpdate sparse, int most) {
        List<ArrayCommand> blocks = new ArrayList<>();
        for (int at = 0; at < sparse.cells().length; at += most) {
            int end = Math.min(sparse.cells().length, at + most);
            blocks.add(new SparseUpdate(
                    sparse.geometry(),
                    sparse.drive(),
                    Arrays.copyOfRange(sparse.cells(), at, end),
                    Arrays.copyOfRange(sparse.signedPulses(), at, end),
                    sparse.pulseSeconds()));
        }
        return blocks;
    }

    private static List<ArrayCommand> rank1(Rank1Update rank1, int most) {
        Tile tile = rank1.tile();
        int columns = Math.min(tile.columns(), most / 2);
        int rows = Math.max(1, most - columns);
        RandomStream seeds = RandomStream.of(rank1.pulseSeed(), "driver.block");
        List<ArrayCommand> blocks = new ArrayList<>();
        for (Tile block : tiles(tile, rows, columns)) {
            int row = block.row() - tile.row();
            int column = block.column() - tile.column();
            blocks.add(new Rank1Update(
                    block,
                    rank1.drive(),
                    Arrays.copyOfRange(rank1.rowCodes(), row, row + block.rows()),
                    rank1.rowScaleQ16(),
                    Arrays.copyOfRange(rank1.columnCodes(), column, column + block.columns()),
                    rank1.columnScaleQ16(),
                    rank1.slots(),
                    rank1.pulseSeconds(),
                    seeds.bits(blocks.size())));
        }
        return blocks;
    }
}
