package org.limbench.training;

import java.util.Arrays;

/**
 * The descent direction of one layer: the wanted change is learning rate x input x error. Buffers, written by
 * {@link Workload#gradient} and owned by its caller.
 *
 * @param input one entry per row of the layer
 * @param error one entry per column of the layer
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record OuterProduct(double[] input, double[] error) {
    /** Zeros in the size of a layer. */
    public static OuterProduct of(Layer layer) {
        return new OuterProduct(
                new double[layer.tile().rows()], new double[layer.tile().columns()]);
    }

    /** Sum over cells of |input x error|. */
    double l1() {
        return l1(input) * l1(error);
    }

    private static double l1(double[] vector) {
        double sum = 0;
        for (double entry : vector) {
            sum += Math.abs(entry);
        }
        return sum;
    }

    /** Adds rate x input x error to weights, row-major. */
    void addTo(double[] weights, double rate) {
        for (int i = 0; i < input.length; i++) {
            for (int j = 0; j < error.length; j++) {
                weights[i * error.length + j] += rate * input[i] * error[j];
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OuterProduct that
                && Arrays.equals(input, that.input)
                && Arrays.equals(error, that.error);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(input) + Arrays.hashCode(error);
    }

    @Override
    public String toString() {
        return "OuterProduct[" + input.length + " x " + error.length + "]";
    }
}
