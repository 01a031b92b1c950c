package org.limbench.training;

import java.util.List;
import java.util.Map;
import org.limbench.device.ArrayGeometry;

/**
 * Something to learn in an array of weights, one example at a time.
 *
 * <p>The weights form one or more {@link Layer}s; those of a layer are row-major over its tile, within
 * {@link WeightMap#LIMIT} either way. Immutable; all sums in a fixed order and transcendental functions from
 * {@code StrictMath}, so that equal weights give equal bits anywhere.
 */
public interface Workload {
    /** Name under which {@link Workloads#named} finds it. */
    String name();

    /** The matrices of weights, at least one, none overlapping another; the first one's tile begins at row 0, column 0. */
    List<Layer> layers();

    /** Cells needed: the least array that holds every layer. */
    default ArrayGeometry shape() {
        int rows = 0;
        int columns = 0;
        for (Layer layer : layers()) {
            rows = Math.max(rows, layer.tile().row() + layer.tile().rows());
            columns = Math.max(columns, layer.tile().column() + layer.tile().columns());
        }
        return new ArrayGeometry(rows, columns);
    }

    /** Number of training examples, 1 or more; an epoch shows each once. */
    int examples();

    /**
     * The descent direction of one example, layer by layer, from weights as they are.
     *
     * @param example 0 to examples() - 1
     * @param weights current weights of each layer
     * @param into filled, one for each layer
     */
    void gradient(int example, double[][] weights, OuterProduct[] into);

    /** What {@link #score} measures. */
    Score score();

    /**
     * How good the weights are, on data never trained on where the task has such.
     *
     * @param weights of each layer
     */
    double score(double[][] weights);

    /**
     * Weights to begin from where there is no array: a blind reset leaves an array's near 0, with a spread. Zeros unless a
     * workload learns nothing from there.
     */
    default double[][] start() {
        return layers().stream().map(Layer::newWeights).toArray(double[][]::new);
    }

    /** Scores to read the score beside, by what reaches them, e.g. {@code LeastSquares}; none unless known. */
    default Map<String, Double> references() {
        return Map.of();
    }
}
