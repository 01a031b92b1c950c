package org.limbench.training;

import java.util.List;
import org.limbench.device.Tile;

/**
 * Softmax regression by cross-entropy: one row per feature and a bias row driven with 1, one column per class. The descent
 * direction of an example is input x (one-hot label - softmax(W^T input)); Bishop, Pattern Recognition and Machine
 * Learning (2006), equation 4.109. Score: accuracy on the test examples.
 */
final class SoftmaxClassifier implements Workload {
    private final String name;
    private final LabelledExamples examples;
    private final int columns;
    private final List<Layer> layers;

    SoftmaxClassifier(String name, LabelledExamples examples) {
        this.name = name;
        this.examples = examples;
        this.columns = examples.classes();
        this.layers = List.of(new Layer(new Tile(0, 0, examples.features() + 1, columns), 1, 1));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public int examples() {
        return examples.trainCount();
    }

    @Override
    public void gradient(int example, double[][] weights, OuterProduct[] into) {
        double[] input = into[0].input();
        double[] error = into[0].error();
        examples.trainFeatures(example, input);
        input[examples.features()] = 1;
        Softmax.sums(weights[0], input, error);
        Softmax.error(error, examples.trainLabel(example));
    }

    @Override
    public Score score() {
        return Score.ACCURACY;
    }

    @Override
    public double score(double[][] weights) {
        double[] input = new double[examples.features() + 1];
        double[] sums = new double[columns];
        int right = 0;
        for (int k = 0; k < examples.testCount(); k++) {
            examples.testFeatures(k, input);
            input[examples.features()] = 1;
            Softmax.sums(weights[0], input, sums);
            right += Softmax.largest(sums) == examples.testLabel(k) ? 1 : 0;
        }
        return right / (double) examples.testCount();
    }

    /** Cross-entropy of a training example, nats. */
    double loss(int example, double[][] weights) {
        double[] input = new double[examples.features() + 1];
        double[] probabilities = new double[columns];
        examples.trainFeatures(example, input);
        input[examples.features()] = 1;
        Softmax.sums(weights[0], input, probabilities);
        return Softmax.loss(probabilities, examples.trainLabel(example));
    }
}
