package org.limbench.training;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;

/** A layer in the cells that hold it: its update rule, its last readout and the weights in that. Used by one arm. */
final class LayerBank {
    private final Exchange exchange;
    private final Layer layer;
    private final Tile tile;
    private final UpdateRule rule;
    private WeightMap map;
    private final double[] weights;
    private @Nullable LayerBank other;
    private double share;

    /**
     * @param tile cells that hold the layer, of its size; need not be the layer's own place
     * @param updates how many there will be
     */
    LayerBank(Exchange exchange, Layer layer, Tile tile, TrainingPlan plan, ArmPlan arm, long updates) {
        Datasheet datasheet = exchange.datasheet();
        this.exchange = exchange;
        this.layer = layer;
        this.tile = tile;
        this.rule = UpdateRule.of(datasheet, layer, plan, tile, arm, updates);
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

    /** Weight change of one step of a cell. */
    double stepWeight() {
        return map.stepWeight();
    }

    /** Sets the conductances of weight 0. */
    void zero(CellReferences references) {
        map = map.around(references.of(tile));
    }

    /** From now on the weights are these cells' and a share of another bank's of the same layer. */
    void addShareOf(LayerBank bank, double ofIt) {
        other = bank;
        share = ofIt;
    }

    /** Reads the layer and takes its weights. */
    Readout read() {
        return take(Collections.emptyIterator());
    }

    /** What must be read to know the weights. */
    List<ReadRequest> readRequests() {
        ReadRequest own = exchange.readRequest(tile);
        return other == null ? List.of(own) : List.of(own, exchange.readRequest(other.tile));
    }

    /** Takes the weights from the answers to {@link #readRequests}; reads what is missing. Its own cells' readout. */
    Readout take(Iterator<Receipt> answers) {
        Readout own = readout(answers, tile);
        take(own);
        if (other != null) {
            other.take(readout(answers, other.tile));
            for (int k = 0; k < weights.length; k++) {
                weights[k] += share * other.weights[k];
            }
        }
        return own;
    }

    private Readout readout(Iterator<Receipt> answers, Tile of) {
        Readout readout = answers.hasNext() ? answers.next().readout() : null;
        return readout == null ? exchange.read(of) : readout;
    }

    /** Weights of some rows of the tile. */
    void weights(Readout rows, double[] into) {
        map.weights(rows, (rows.tile().row() - tile.row()) * tile.columns(), into);
    }

    /** Takes the weights of a readout of the tile. */
    void take(Readout readout) {
        map.weights(readout, 0, weights);
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
