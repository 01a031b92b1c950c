package org.limbench.training;

import java.util.List;
import java.util.Map;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * Linear regression by least mean squares: one row per feature and a bias row driven with 1, one column. The descent
 * direction of an example is input x (target - w^T input); Widrow and Hoff, IRE WESCON Conv. Rec. 4, 96 (1960). Targets are
 * learned in units of their standard deviation, so that weights of features on [-1, 1] fit the array's range. Score: root
 * mean square error on the test examples, in the target's own unit, beside that of the least-squares fit to the training
 * examples.
 */
final class LinearRegression implements Workload {
    /** Weights, inputs and noise of the generating model: our own choice of sizes. */
    private static final int FEATURES = 16;

    private static final int EXAMPLES = 1280;
    private static final double NOISE = 0.1;

    /** Clipped beyond, which only slows: 1.5 standard deviations of the target. */
    private static final double MOST_ERROR = 1.5;

    /**
     * Rate x mean |input|^2 at the standard rate of 0.1 is at most half: the mean square of the error converges below about
     * 2/3 (Haykin, Adaptive Filter Theory, 4th ed. (2002), section 5.4, recalled).
     */
    private static final double MOST_POWER = 5;

    private final String name;
    private final SplitFeatures inputs;
    private final double[] trainTargets;
    private final double[] testTargets;
    private final double unit;
    private final List<Layer> layers;

    /**
     * @param inputs scaled to -1..1
     * @param targets of all examples, in the order they had before the split
     */
    LinearRegression(String name, SplitFeatures inputs, double[] targets) {
        this.name = name;
        this.inputs = inputs;
        double[] train = inputs.ofTrain(targets);
        double mean = BlindReset.mean(train);
        this.unit = BlindReset.deviation(train);
        if (!(unit > 0 && Double.isFinite(unit))) {
            throw new WorkloadException("task \"" + name + "\": the standard deviation of the training targets is "
                    + unit + "; allowed: finite and more than 0");
        }
        this.trainTargets = standardised(train, mean);
        this.testTargets = standardised(inputs.ofTest(targets), mean);
        Tile tile = new Tile(0, 0, inputs.features() + 1, 1);
        this.layers = List.of(new Layer(tile, 1, MOST_ERROR, Math.min(1, MOST_POWER / power())));
    }

    /**
     * Targets made by a known model: 16 inputs and 16 weights uniform on [-1, 1], Gaussian noise of standard deviation 0.1;
     * all from the stream {@code training.regression}. 1,024 examples train, 256 are held out.
     */
    static LinearRegression generated(long seed) {
        RandomStream.Cursor draws = RandomStream.of(seed, "training.regression").cursor();
        double[] model = new double[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            model[f] = 2 * draws.nextUniform() - 1;
        }
        double[] flat = new double[EXAMPLES * FEATURES];
        double[] targets = new double[EXAMPLES];
        for (int k = 0; k < EXAMPLES; k++) {
            for (int f = 0; f < FEATURES; f++) {
                double x = 2 * draws.nextUniform() - 1;
                flat[k * FEATURES + f] = x;
                targets[k] += model[f] * x;
            }
            targets[k] += NOISE * draws.nextGaussian();
        }
        RandomStream splits = RandomStream.of(seed, "training.split");
        return new LinearRegression("regression", SplitFeatures.withFifthHeldOut(flat, FEATURES, splits), targets);
    }

    private double[] standardised(double[] targets, double mean) {
        double[] scaled = new double[targets.length];
        for (int k = 0; k < targets.length; k++) {
            scaled[k] = (targets[k] - mean) / unit;
        }
        return scaled;
    }

    /** Mean over the training examples of |input|^2, the bias included. */
    private double power() {
        double[] input = new double[inputs.features()];
        double sum = 0;
        for (int k = 0; k < inputs.trainCount(); k++) {
            inputs.train(k, input);
            for (double x : input) {
                sum += x * x;
            }
        }
        return 1 + sum / inputs.trainCount();
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
        return inputs.trainCount();
    }

    @Override
    public void gradient(int example, double[][] weights, OuterProduct[] into) {
        double[] input = into[0].input();
        inputs.train(example, input);
        input[inputs.features()] = 1;
        Softmax.sums(weights[0], input, into[0].error());
        into[0].error()[0] = trainTargets[example] - into[0].error()[0];
    }

    @Override
    public Score score() {
        return Score.ROOT_MEAN_SQUARE_ERROR;
    }

    @Override
    public double score(double[][] weights) {
        double[] input = new double[inputs.features() + 1];
        double[] sum = new double[1];
        double squares = 0;
        for (int k = 0; k < testTargets.length; k++) {
            inputs.test(k, input);
            input[inputs.features()] = 1;
            Softmax.sums(weights[0], input, sum);
            squares += (testTargets[k] - sum[0]) * (testTargets[k] - sum[0]);
        }
        return unit * Math.sqrt(squares / testTargets.length);
    }

    /** The least-squares fit's score, where there are few enough features to solve for. */
    @Override
    public Map<String, Double> references() {
        if (inputs.features() > LeastSquares.MOST_FEATURES) {
            return Map.of();
        }
        return Map.of("LeastSquares", score(new double[][] {LeastSquares.weights(inputs, trainTargets)}));
    }
}
