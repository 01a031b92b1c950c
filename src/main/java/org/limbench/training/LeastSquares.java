package org.limbench.training;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** The linear fit no training can better on the examples it is made for. */
final class LeastSquares {
    /** More are not solved for: time grows as their cube. */
    static final int MOST_FEATURES = 256;

    private LeastSquares() {}

    /**
     * Weights of the features and, last, of the bias, that make the sum of squared errors over the training examples least;
     * the shortest of them where features depend on each other. By the pseudo-inverse of the normal matrix, whose sums run
     * in the order of the examples.
     */
    static double[] weights(SplitFeatures inputs, double[] targets) {
        int rows = inputs.features() + 1;
        double[][] normal = new double[rows][rows];
        double[] right = new double[rows];
        double[] input = new double[rows];
        for (int k = 0; k < targets.length; k++) {
            inputs.train(k, input);
            input[rows - 1] = 1;
            for (int i = 0; i < rows; i++) {
                right[i] += input[i] * targets[k];
                for (int j = 0; j < rows; j++) {
                    normal[i][j] += input[i] * input[j];
                }
            }
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(normal, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }
}
