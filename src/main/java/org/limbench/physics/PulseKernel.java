package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * What one pulse does to the hidden weight of a cell, with the parameters of every cell of an array. Single-threaded; keeps
 * no state of its own.
 */
abstract sealed class PulseKernel permits AffineKernel, ExponentialKernel, PowerKernel, PiecewiseKernel {
    final CellVariation cells;
    /** Cycle-to-cycle noise in steps. */
    final double spread;

    PulseKernel(PulsedCell model, CellVariation cells) {
        this.cells = cells;
        this.spread = model.noise().cycleSpread();
    }

    /** Kernel of a model for the cells drawn. */
    static PulseKernel of(PulsedCell model, CellVariation cells) {
        PulseResponse response = model.response();
        if (response instanceof PulseResponse.Exponential exponential) {
            return new ExponentialKernel(exponential, model, cells);
        }
        if (response instanceof PulseResponse.Power power) {
            return new PowerKernel(power, model, cells);
        }
        if (response instanceof PulseResponse.Piecewise piecewise) {
            return new PiecewiseKernel(piecewise, model, cells);
        }
        return new AffineKernel(model, cells);
    }

    /** Numbers that the kernel of a model keeps for each cell. */
    static int numbersPerCell(PulsedCell model) {
        PulseResponse response = model.response();
        if (response instanceof PulseResponse.Exponential || response instanceof PulseResponse.Piecewise) {
            return 0;
        }
        return response instanceof PulseResponse.Power ? 2 : 4;
    }

    /** Kernel of one nominal cell. */
    static PulseKernel nominal(PulsedCell model) {
        return of(model, CellVariation.nominal(model));
    }

    /** Signed mean change by one pulse, before clipping. */
    abstract double meanStep(int cell, boolean up, double weight);

    /** Hidden weight after one pulse. */
    double next(int cell, boolean up, double weight, RandomStream.Cursor cursor) {
        double step = meanStep(cell, up, weight);
        double noise = spread == 0 ? 0 : spread * GaussianSampler.next(cursor);
        return cells.clip(cell, weight + step * (1 + noise));
    }

    /** Fires a train of at least one pulse; the cell's weights are those of the train before and after. */
    void fire(CellTrain train, int cell, boolean up, int pulses) {
        for (int k = 0; k < pulses; k++) {
            train.take(next(cell, up, train.weight, train.cursor));
        }
    }
}
