package org.limbench.training;

import java.util.List;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * A quadratic with a known optimum: find W* from the errors (W* - W)^T x for inputs x, the gradient of the mean of
 * |(W - W*)^T x|^2 / 2 over the inputs. Inputs are uniform on [-1, 1], the optimum uniform on [-1, 1] inside the weight range;
 * both from the stream {@code training.quadratic}. Our own choice of sizes: 16 x 4 weights, 1,024 inputs.
 */
final class QuadraticBowl implements Workload {
    private static final int ROWS = 16;
    private static final int COLUMNS = 4;
    private static final int EXAMPLES = 1024;
    /** About the standard deviation of the first errors from mid-range, sqrt(16)/3; clipped beyond, which only slows. */
    private static final double MOST_ERROR = 1.5;

    private static final List<Layer> LAYERS = List.of(new Layer(new Tile(0, 0, ROWS, COLUMNS), 1, MOST_ERROR));

    private final double[] inputs = new double[EXAMPLES * ROWS];
    private final double[] optimum = new double[ROWS * COLUMNS];

    QuadraticBowl(long seed) {
        RandomStream.Cursor draws = RandomStream.of(seed, "training.quadratic").cursor();
        for (int i = 0; i < optimum.length; i++) {
            optimum[i] = 2 * draws.nextUniform() - 1;
        }
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = 2 * draws.nextUniform() - 1;
        }
    }

    @Override
    public String name() {
        return "quadratic";
    }

    @Override
    public List<Layer> layers() {
        return LAYERS;
    }

    @Override
    public int examples() {
        return EXAMPLES;
    }

    @Override
    public void gradient(int example, double[][] weights, OuterProduct[] into) {
        double[] input = into[0].input();
        System.arraycopy(inputs, example * ROWS, input, 0, ROWS);
        for (int j = 0; j < COLUMNS; j++) {
            double sum = 0;
            for (int i = 0; i < ROWS; i++) {
                sum += (optimum[i * COLUMNS + j] - weights[0][i * COLUMNS + j]) * input[i];
            }
            into[0].error()[j] = sum;
        }
    }

    @Override
    public Score score() {
        return Score.DISTANCE_TO_OPTIMUM;
    }

    /** Root mean square of W - W*, in weight. */
    @Override
    public double score(double[][] weights) {
        double sum = 0;
        for (int k = 0; k < optimum.length; k++) {
            sum += (weights[0][k] - optimum[k]) * (weights[0][k] - optimum[k]);
        }
        return Math.sqrt(sum / optimum.length);
    }

    /** W*, row-major. */
    double[] optimum() {
        return optimum.clone();
    }
}
