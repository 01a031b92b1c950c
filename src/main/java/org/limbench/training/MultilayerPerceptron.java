package org.limbench.training;

import java.util.List;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * A hidden layer and a softmax output, trained by backpropagation from the weights as read: inputs and a bias into H hidden
 * units, those and a bias into one column per class. Both layers stand side by side in one array, the hidden one first.
 * With h = f(V^T x), p = softmax(W^T h) and e = one-hot label - p, the descent directions of the cross-entropy are h x e and
 * x x (f' (W e)); Bishop, Pattern Recognition and Machine Learning (2006), equations 5.56 and 5.67. Score: accuracy on
 * the test examples.
 */
final class MultilayerPerceptron implements Workload {
    /** Most hidden units. */
    static final int MOST_HIDDEN = 4096;

    /** Errors of hidden units beyond are clipped, which only slows; 0.5, 1 and 2 learn the digits equally well. */
    private static final double MOST_HIDDEN_ERROR = 1;

    private final String name;
    private final LabelledExamples examples;
    private final Activation activation;
    private final RandomStream starts;
    private final int hidden;
    private final List<Layer> layers;

    /**
     * @param starts stream of the weights the float reference begins from
     */
    MultilayerPerceptron(
            String name, LabelledExamples examples, int hidden, Activation activation, RandomStream starts) {
        this.name = name;
        this.examples = examples;
        this.activation = activation;
        this.starts = starts;
        this.hidden = hidden;
        this.layers = List.of(
                new Layer(new Tile(0, 0, examples.features() + 1, hidden), 1, MOST_HIDDEN_ERROR),
                new Layer(new Tile(0, hidden, hidden + 1, examples.classes()), 1, 1));
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
        examples.trainFeatures(example, into[0].input());
        double[] units = into[1].input();
        double[] error = into[1].error();
        forward(weights, into[0].input(), units, error);
        Softmax.error(error, examples.trainLabel(example));
        double[] back = into[0].error();
        for (int k = 0; k < hidden; k++) {
            double sum = 0;
            for (int j = 0; j < error.length; j++) {
                sum += weights[1][k * error.length + j] * error[j];
            }
            back[k] = activation.slope(units[k]) * sum;
        }
    }

    /** Features become hidden units, a bias behind them, and sums of the classes. */
    private void forward(double[][] weights, double[] input, double[] units, double[] sums) {
        input[examples.features()] = 1;
        double[] inner = new double[hidden];
        Softmax.sums(weights[0], input, inner);
        for (int k = 0; k < hidden; k++) {
            units[k] = activation.of(inner[k]);
        }
        units[hidden] = 1;
        Softmax.sums(weights[1], units, sums);
    }

    @Override
    public Score score() {
        return Score.ACCURACY;
    }

    @Override
    public double score(double[][] weights) {
        double[] input = new double[examples.features() + 1];
        double[] units = new double[hidden + 1];
        double[] sums = new double[examples.classes()];
        int right = 0;
        for (int k = 0; k < examples.testCount(); k++) {
            examples.testFeatures(k, input);
            forward(weights, input, units, sums);
            right += Softmax.largest(sums) == examples.testLabel(k) ? 1 : 0;
        }
        return right / (double) examples.testCount();
    }

    /** Cross-entropy of a training example, nats. */
    double loss(int example, double[][] weights) {
        double[] input = new double[examples.features() + 1];
        double[] sums = new double[examples.classes()];
        examples.trainFeatures(example, input);
        forward(weights, input, new double[hidden + 1], sums);
        return Softmax.loss(sums, examples.trainLabel(example));
    }

    /**
     * Uniform within sqrt(6 / (inputs + outputs)) of each layer, its bias included; Glorot and Bengio, Proc. AISTATS (PMLR
     * 9), 249 (2010), equation 16.
     */
    @Override
    public double[][] start() {
        double[][] weights = Workload.super.start();
        RandomStream.Cursor draws = starts.cursor();
        for (int l = 0; l < weights.length; l++) {
            Tile tile = layers.get(l).tile();
            double most = Math.sqrt(6.0 / (tile.rows() + tile.columns()));
            for (int k = 0; k < weights[l].length; k++) {
                weights[l][k] = most * (2 * draws.nextUniform() - 1);
            }
        }
        return weights;
    }
}
