package org.limbench.training;

import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * One matrix of a workload's weights: where it stands in the workload's shape and how large its outer products get.
 *
 * <p>What a layer learns does not depend on where it stands: gradients and scores see its weights alone.
 *
 * @param tile its cells within {@link Workload#shape()}; one row per input, one column per error
 * @param mostInput largest |input| of its row lines, more than 0; firing probability 1. Larger ones are clipped by the encoder
 * @param mostError largest |error| of its column lines, more than 0; firing probability 1. Larger ones are clipped likewise
 * @param rateShare its learning rate over the plan's, more than 0
 */
public record Layer(Tile tile, double mostInput, double mostError, double rateShare) {
    public Layer {
        Require.positive("mostInput", mostInput, "1");
        Require.positive("mostError", mostError, "1");
        Require.positive("rateShare", rateShare, "1");
    }

    /** A layer that learns at the plan's rate. */
    public Layer(Tile tile, double mostInput, double mostError) {
        this(tile, mostInput, mostError, 1);
    }

    /** Buffers for weights of this layer, row-major. */
    double[] newWeights() {
        return new double[tile.cells()];
    }
}
