package org.limbench.training;

import java.util.Arrays;

/** Sums of a layer and what a softmax output makes of them. */
final class Softmax {
    private Softmax() {}

    /** W^T input, in a fixed order. */
    static void sums(double[] weights, double[] input, double[] into) {
        int columns = into.length;
        Arrays.fill(into, 0);
        for (int i = 0; i < input.length; i++) {
            double x = input[i];
            if (x != 0) {
                for (int j = 0; j < columns; j++) {
                    into[j] += x * weights[i * columns + j];
                }
            }
        }
    }

    /** Sums become one-hot label - softmax(sums), in place. */
    static void error(double[] sums, int label) {
        softmax(sums);
        for (int j = 0; j < sums.length; j++) {
            sums[j] = -sums[j];
        }
        sums[label] += 1;
    }

    /** Cross-entropy of sums, which become probabilities, nats. */
    static double loss(double[] sums, int label) {
        softmax(sums);
        return -StrictMath.log(sums[label]);
    }

    /** In place; the largest is subtracted first, so that nothing overflows. */
    private static void softmax(double[] values) {
        double most = values[largest(values)];
        double sum = 0;
        for (int j = 0; j < values.length; j++) {
            values[j] = StrictMath.exp(values[j] - most);
            sum += values[j];
        }
        for (int j = 0; j < values.length; j++) {
            values[j] /= sum;
        }
    }

    /** Where the largest stands; the first of equals. */
    static int largest(double[] values) {
        int at = 0;
        for (int j = 1; j < values.length; j++) {
            if (values[j] > values[at]) {
                at = j;
            }
        }
        return at;
    }
}
