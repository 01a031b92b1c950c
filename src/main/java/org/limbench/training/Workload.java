package org.limbench.training;

import org.limbench.device.ArrayGeometry;

/**
 * Something to learn in an array of weights, one example at a time.
 *
 * <p>Weights are row-major over {@link #shape()}, within {@link WeightMap#LIMIT} either way. Immutable; all sums in a
 * fixed order and transcendental functions from {@code StrictMath}, so that equal weights give equal bits anywhere.
 */
public interface Workload {
    /** Name under which {@link Workloads#named} finds it. */
    String name();

    /** Cells needed. */
    ArrayGeometry shape();

    /** Number of training examples, 1 or more; an epoch shows each once. */
    int examples();

    /** Largest |input| of the row lines; firing probability 1. Larger ones are clipped by the encoder. */
    double mostInput();

    /** Largest |error| of the column lines; firing probability 1. Larger ones are clipped by the encoder. */
    double mostError();

    /**
     * The descent direction of one example as an outer product: the wanted change is learning rate x input x error.
     *
     * @param example 0 to examples() - 1
     * @param weights current weights, row-major
     * @param input filled with one entry per row
     * @param error filled with one entry per column
     */
    void gradient(int example, double[] weights, double[] input, double[] error);

    /** What {@link #score} measures, as a key: {@code accuracy} or {@code distanceToOptimum}. */
    String scoreName();

    /** How good the weights are, on data never trained on where the task has such. */
    double score(double[] weights);
}
