package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * One cell under a train of pulses: its weights, and the sum of the conductances the pulses met. Used again for cell after
 * cell. Single-threaded.
 */
final class CellTrain {
    /** Noise of the cell at hand. */
    final RandomStream.Cursor cursor;
    /** Conductance at weight 0, S. */
    final double zeroSiemens;
    /** Slope of the conductance, S per weight unit. */
    final double siemensPerWeight;
    /** Standard deviation of the visible weight around the hidden one, weight units. */
    final double writeWeight;

    /** Hidden weight. */
    double weight;
    /** Visible minus hidden weight. */
    double shift;
    /** Sum of the conductances before each pulse, S. */
    double met;

    private final RandomStream stream;

    CellTrain(RandomStream stream, double zeroSiemens, double siemensPerWeight, double writeWeight) {
        this.stream = stream;
        this.cursor = stream.cursor();
        this.zeroSiemens = zeroSiemens;
        this.siemensPerWeight = siemensPerWeight;
        this.writeWeight = writeWeight;
    }

    /** Starts on a cell at its weights. */
    void start(int cell, double hidden, double offset) {
        cursor.restart(stream, cell);
        weight = hidden;
        shift = offset;
        met = 0;
    }

    /** Conductance now, S. */
    double siemens() {
        return Math.max(0, zeroSiemens + siemensPerWeight * (weight + shift));
    }

    /** Takes the hidden weight one pulse leads to. */
    void take(double next) {
        met += siemens();
        weight = next;
        if (writeWeight != 0) {
            shift = writeWeight * GaussianSampler.next(cursor);
        }
    }
}
