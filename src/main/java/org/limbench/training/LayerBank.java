package org.limbench.training;

import org.limbench.device.Datasheet;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/** A layer in the cells that hold it: its update rule, its last readout and the weights in that. Used by one arm. */
final class LayerBank {
    private final Exchange exchange;
    private final Layer layer;
    private final Tile tile;
    private final UpdateRule rule;
    private final WeightMap map;
    private final double[] weights;

    /**
     * @param tile cells that hold the layer, of its size; need not be the layer's own place
     */
    LayerBank(Exchange exchange, Layer layer, Tile tile, TrainingPlan plan, ArmPlan arm) {
        Datasheet datasheet = exchange.datasheet();
        this.exchange = exchange;
        this.layer = layer;
        this.tile = tile;
        this.rule = UpdateRule.of(datasheet, layer, plan, tile, arm);
        this.map = new WeightMap(datasheet);
        this.weights = layer.newWeights();
    }

    Layer layer() {
        return layer;
    }

    Tile tile() {
        return tile;
    }

    UpdateRule rule() {
        return rule;
    }

    /** Reads the layer and takes its weights. */
    Readout read() {
        Readout readout = exchange.read(tile);
        take(readout);
        return readout;
    }

    /** Takes the weights of a readout of the tile. */
    void take(Readout readout) {
        map.weights(readout, weights);
    }

    /** Weights of the readout taken last, row-major; overwritten by the next. */
    double[] weights() {
        return weights;
    }

    /** Sum over cells of the magnitude of the change update n wants, S. */
    double l1Siemens(long n, OuterProduct gradient) {
        return rule.rate(n) * gradient.l1() * map.siemensPerWeight();
    }
}
