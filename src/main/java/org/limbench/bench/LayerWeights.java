package org.limbench.bench;

import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.device.Readout;
import org.limbench.device.Tile;
import org.limbench.training.Layer;
import org.limbench.training.WeightMap;
import org.limbench.training.Workload;

/** The weights of a task's layers, cut out of one read of the cells that hold them all. */
final class LayerWeights {
    private LayerWeights() {}

    /** Whether a read shows every layer of a task, each where the task has it. */
    static boolean areIn(Readout readout, Workload workload) {
        Tile whole = readout.tile();
        for (Layer layer : workload.layers()) {
            Tile part = layer.tile();
            if (part.row() < whole.row()
                    || part.column() < whole.column()
                    || part.row() + part.rows() > whole.row() + whole.rows()
                    || part.column() + part.columns() > whole.column() + whole.columns()) {
                return false;
            }
        }
        return true;
    }

    /** Weights layer by layer. */
    static double[][] of(Readout readout, Workload workload, Datasheet datasheet) {
        WeightMap map = new WeightMap(datasheet);
        List<Layer> layers = workload.layers();
        double[][] weights = new double[layers.size()][];
        for (int l = 0; l < weights.length; l++) {
            Tile part = layers.get(l).tile();
            weights[l] = new double[part.cells()];
            map.weights(cut(readout, part), weights[l]);
        }
        return weights;
    }

    private static Readout cut(Readout readout, Tile part) {
        Tile whole = readout.tile();
        int[] codes = new int[part.cells()];
        for (int i = 0; i < codes.length; i++) {
            int row = part.row() + i / part.columns() - whole.row();
            int column = part.column() + i % part.columns() - whole.column();
            codes[i] = readout.codes()[row * whole.columns() + column];
        }
        return new Readout(part, codes);
    }
}
