package org.limbench.training;

import java.util.List;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/**
 * Finds, by commands alone, the conductance at which a cell's up and down steps are equal, and leaves the cell there: zero
 * shifting, Kim et al. 2019, arXiv:1907.10228 (recalled).
 *
 * <p>Where steps shrink towards the bounds, equal numbers of pulses up and down bring a cell to that point from anywhere;
 * between bounds symmetric about it, by e^-1 in half as many pulses as there are steps across the range (derived: each pulse
 * leaves 1 - 2/steps of the distance). So: the population's mean to mid-range by bursts, which matters for cells whose steps
 * do not shrink and which alternation leaves where they are; two ranges' worth of pulses up and down in short turns; as many
 * again with reads between, as many after turns up as after turns down, whose mean is the reference. All pulses are program
 * pulses. The numbers are our choice; a cell with cycle-to-cycle noise keeps moving about its point, and its reference is as
 * good as the mean over the second half.
 */
final class SymmetryPoint {
    /** Turns that make up a range. */
    private static final int TURNS_PER_RANGE = 64;
    /** Ranges' worth of pulses before the reads, and during them. */
    private static final int RANGES = 2;
    /** Turns from one read to the next; odd, so that turns up and down are read alike. */
    private static final int TURNS_PER_READ = 3;
    /** Bursts of 1/32 range to mid-range; eight ranges at most. */
    private static final int MOST_BURSTS = 8 * 32;

    private final Exchange exchange;
    private final Tile tile;
    private final WeightMap map;

    SymmetryPoint(Exchange exchange, Tile tile, WeightMap map) {
        this.exchange = exchange;
        this.tile = tile;
        this.map = map;
    }

    /** Brings every cell of the tile to its point and tells where that is. A turn lost to a restart is made up for by others. */
    CellReferences find() {
        centre();
        int turn = BlindReset.pulses(map.stepsAcross() / TURNS_PER_RANGE);
        int turns = RANGES * TURNS_PER_RANGE;
        for (int k = 0; k < turns; k++) {
            pulse(k % 2 == 0 ? Polarity.POTENTIATE : Polarity.DEPRESS, turn);
        }
        double[] sum = new double[tile.cells()];
        int reads = 0;
        int most = turns / TURNS_PER_READ / 2 * 2;
        for (int k = 0; reads < most; k++) {
            pulse(k % 2 == 0 ? Polarity.POTENTIATE : Polarity.DEPRESS, turn);
            if (k % TURNS_PER_READ == TURNS_PER_READ - 1) {
                map.addSiemens(exchange.read(tile), sum);
                reads++;
            }
        }
        // the last turn went down from half a turn above the point to half a turn below
        pulse(Polarity.POTENTIATE, Math.max(1, turn / 2));
        for (int cell = 0; cell < sum.length; cell++) {
            sum[cell] /= reads;
        }
        return new CellReferences(tile, sum);
    }

    private void centre() {
        double middle = map.stepsAcross() / 2;
        int burst = BlindReset.pulses(map.stepsAcross() / 32);
        boolean below = mean(exchange.read(tile)) < middle;
        Polarity polarity = below ? Polarity.POTENTIATE : Polarity.DEPRESS;
        for (int bursts = 0; bursts < MOST_BURSTS && mean(exchange.read(tile)) < middle == below; bursts++) {
            pulse(polarity, burst);
        }
    }

    private double mean(Readout readout) {
        return BlindReset.mean(map.steps(readout));
    }

    private void pulse(Polarity polarity, int count) {
        PulseTrain train = BlindReset.train(exchange, tile, BlindReset.voltage(exchange.datasheet()), polarity, count);
        exchange.once(List.of(train));
    }
}
