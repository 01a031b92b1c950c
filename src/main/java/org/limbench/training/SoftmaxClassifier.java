package org.limbench.training;

import java.util.Arrays;
import org.limbench.device.ArrayGeometry;

/**
 * Softmax regression by cross-entropy: one row per feature and a bias row driven with 1, one column per class. The descent
 * direction of an example is input x (one-hot label - softmax(W^T input)); Bishop, Pattern Recognition and Machine
 * Learning (2006), equation 4.109. Score: accuracy on the test examples.
 */
final class SoftmaxClassifier implements Workload {
    private final String name;
    private final LabelledExamples examples;
    private final ArrayGeometry shape;

    SoftmaxClassifier(String name, LabelledExamples examples) {
        this.name = name;
        this.examples = examples;
        this.shape = new ArrayGeometry(examples.features() + 1, examples.classes());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ArrayGeometry shape() {
        return shape;
    }

    @Override
    public int examples() {
        return examples.trainCount();
    }

    @Override
    public double mostInput() {
        return 1;
    }

    @Override
    public double mostError() {
        return 1;
    }

    @Override
    public void gradient(int example, double[] weights, double[] input, double[] error) {
        examples.trainFeatures(example, input);
        input[examples.features()] = 1;
        sums(weights, input, error);
        softmax(error);
        for (int j = 0; j < error.length; j++) {
            error[j] = -error[j];
        }
        error[examples.trainLabel(example)] += 1;
    }

    @Override
    public String scoreName() {
        return "accuracy";
    }

    @Override
    public double score(double[] weights) {
        double[] input = new double[shape.rows()];
        double[] sums = new double[shape.columns()];
        int right = 0;
        for (int k = 0; k < examples.testCount(); k++) {
            examples.testFeatures(k, input);
            input[examples.features()] = 1;
            sums(weights, input, sums);
            right += largest(sums) == examples.testLabel(k) ? 1 : 0;
        }
        return right / (double) examples.testCount();
    }

    /** Cross-entropy of a training example, nats. */
    double loss(int example, double[] weights) {
        double[] input = new double[shape.rows()];
        double[] probabilities = new double[shape.columns()];
        examples.trainFeatures(example, input);
        input[examples.features()] = 1;
        sums(weights, input, probabilities);
        softmax(probabilities);
        return -StrictMath.log(probabilities[examples.trainLabel(example)]);
    }

    private void sums(double[] weights, double[] input, double[] into) {
        int columns = shape.columns();
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

    private static int largest(double[] values) {
        int at = 0;
        for (int j = 1; j < values.length; j++) {
            if (values[j] > values[at]) {
                at = j;
            }
        }
        return at;
    }
}
