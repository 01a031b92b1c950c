package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/** One layer in two arrays of cells: gradients go to the fast one, the task sees the slow one. Used by one arm. */
final class TransferLayer {
    private static final double[] ONE = {1};

    private final LayerBank fast;
    private final LayerBank slow;
    private final TransferPlan plan;
    private final TransferRule rule;
    private final Transfer transfer;
    private final UsualGradient usual = new UsualGradient();
    private final UpdateEncoder encoder;
    private final BitLineRule bitLines;
    private final Drive.Voltage drive;
    private final double pulseSeconds;
    private final double stepWeight;
    private final double[] signed;
    private int nextRow;

    /**
     * @param number of the layer, from 0
     */
    TransferLayer(
            LayerBank fast, LayerBank slow, TrainingPlan plan, TransferRule rule, Datasheet datasheet, int number) {
        int rows = fast.tile().rows();
        this.fast = fast;
        this.slow = slow;
        this.plan = plan.transfer();
        this.rule = rule;
        this.stepWeight = fast.stepWeight();
        this.transfer =
                Transfer.of(rule, plan.transfer(), rows, fast.tile().columns(), stepWeight, plan.seed(), number);
        this.pulseSeconds = datasheet.pulseSeconds();
        this.encoder = new UpdateEncoder(fast.tile(), pulseSeconds);
        this.bitLines = plan.bitLines().within(datasheet.mostSlots());
        this.drive = BlindReset.voltage(datasheet);
        this.signed = new double[rows];
        if (this.plan.gamma() > 0) {
            slow.addShareOf(fast, this.plan.gamma());
        }
    }

    /** Where the slow array keeps what the fast one holds at a tile: half the device's rows further down. */
    static Tile slowTile(Tile fast, Datasheet datasheet) {
        return new Tile(fast.row() + datasheet.geometry().rows() / 2, fast.column(), fast.rows(), fast.columns());
    }

    /** Whether a device has room for two arrays. */
    static boolean fits(ArrayGeometry needs, Datasheet datasheet) {
        return needs.rows() <= datasheet.geometry().rows() / 2
                && needs.columns() <= datasheet.geometry().columns();
    }

    LayerBank fast() {
        return fast;
    }

    LayerBank slow() {
        return slow;
    }

    /** The gradient of update n for the fast array. */
    Rank1Update gradient(long n, OuterProduct gradient, long pulseSeed) {
        for (int i = 0; i < signed.length; i++) {
            signed[i] = transfer.sign(i) * gradient.input()[i];
        }
        return encoder.managed(signed, gradient.error(), fastRate(n, gradient), stepWeight, drive, bitLines, pulseSeed);
    }

    /**
     * Learning rate of the fast array. Behind a buffer it is that at which the usual strongest cell gets its share of the bit
     * line, whatever the gradients' size: the rate of the run is then in the transfer alone.
     */
    private double fastRate(long n, OuterProduct gradient) {
        double wanted = plan.fastRate(rule);
        if (!rule.buffered()) {
            return wanted * slow.rule().rate(n);
        }
        double strongest = usual.strongest(gradient);
        return strongest > 0 ? wanted * bitLines.slots() * stepWeight / strongest : 0;
    }

    /** Rows of the fast array to be read after update n, as tiles of rows that follow each other; none between transfers. */
    List<Tile> due(long n) {
        List<Tile> rows = new ArrayList<>();
        if ((n + 1) % plan.every() == 0) {
            Tile all = fast.tile();
            int left = Math.min(plan.rows(rule), all.rows());
            while (left > 0) {
                int together = Math.min(left, all.rows() - nextRow);
                rows.add(new Tile(all.row() + nextRow, all.column(), together, all.columns()));
                nextRow = (nextRow + together) % all.rows();
                left -= together;
            }
        }
        return rows;
    }

    /**
     * What rows of the fast array, as read after update n, do to the same rows of the slow one: whole pulses out of the
     * buffer, written row by row as one dense update; without a buffer a stochastic update of each row. None where nothing is
     * to be moved.
     */
    List<ArrayUpdate> pulses(long n, Readout read, long pulseSeed) {
        Tile from = read.tile();
        int first = from.row() - fast.tile().row();
        Tile to = new Tile(slow.tile().row() + first, from.column(), from.rows(), from.columns());
        double rate = plan.transferRate(rule) * slow.rule().rate(n);
        double[] weights = new double[from.cells()];
        fast.weights(read, weights);
        double[][] steps = new double[from.rows()][];
        for (int i = 0; i < steps.length; i++) {
            double[] row = Arrays.copyOfRange(weights, i * from.columns(), (i + 1) * from.columns());
            steps[i] = transfer.take(first + i, row, rate);
        }
        return rule.buffered() ? whole(to, steps) : stochastic(to, steps, pulseSeed);
    }

    private List<ArrayUpdate> whole(Tile to, double[][] steps) {
        byte[] signed = new byte[to.cells()];
        boolean any = false;
        for (int k = 0; k < signed.length; k++) {
            signed[k] = (byte) steps[k / to.columns()][k % to.columns()];
            any |= signed[k] != 0;
        }
        return any ? List.of(new DenseUpdate(to, drive, signed, pulseSeconds)) : List.of();
    }

    private List<ArrayUpdate> stochastic(Tile to, double[][] steps, long pulseSeed) {
        List<ArrayUpdate> updates = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            Tile row = new Tile(to.row() + i, to.column(), 1, to.columns());
            long seed = RandomStream.of(pulseSeed, "training.transfer-row").bits(i);
            updates.add(new UpdateEncoder(row, pulseSeconds).managed(ONE, steps[i], 1, 1, drive, bitLines, seed));
        }
        return updates;
    }
}
