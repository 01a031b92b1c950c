package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;
import static org.limbench.physics.PulsedCells.mean;
import static org.limbench.physics.PulsedCells.weights;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;

/** Spread from cycle to cycle and from device to device, against closed forms; fixed seeds, 4.5 sigma unless said. */
final class PulseNoiseTest {
    private static final int SIDE = 150;
    /** Relative standard error of a standard deviation over that many cells. */
    private static final double DEVIATION_ERROR = 1 / FastMath.sqrt(2.0 * SIDE * SIDE);

    private static void assertNormal(double[] sample, double mean, double sigma) {
        assertThat(mean(sample)).isCloseTo(mean, within(4.5 * sigma / SIDE));
        assertThat(new StandardDeviation().evaluate(sample)).isCloseTo(sigma, within(4.5 * DEVIATION_ERROR * sigma));
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(mean, sigma), sample);
        assertThat(p).isGreaterThan(1e-3);
    }

    private static double[] after(PulsedCell cell, int pulses, long seed) {
        CellArray array = array(cell, SIDE, seed);
        fire(array, pulses);
        return weights(array);
    }

    /** Nothing clips here, so that the pulses of a train have a closed form: a normal number of n times the variance. */
    @Test
    void constantStepsSumUpToANormalNumber() {
        PulsedCell cell = cell(new PulseResponse.Constant()).withNoise(new PulseNoise(0.5, 0));
        assertNormal(after(cell, 16, 11), 0.32, 0.02 * 0.5 * 4);
        assertNormal(after(cell, -9, 12), -0.18, 0.02 * 0.5 * 3);
    }

    /** The autoregression w' = q w + a + a s xi, q = 1 - a: mean 1 - q^n, variance (a s)^2 (1 - q^2n)/(1 - q^2). */
    @Test
    void additiveSoftBoundsAreAnAutoregression() {
        PulsedCell cell =
                cell(new PulseResponse.SoftBoundsReference(false, false, 0, 0)).withNoise(new PulseNoise(1, 0));
        double q = 0.98;
        for (int n : new int[] {1, 12, 30}) {
            double sigma = 0.02 * FastMath.sqrt((1 - FastMath.pow(q, 2 * n)) / (1 - q * q));
            assertNormal(after(cell, n, 20 + n), 1 - FastMath.pow(q, n), sigma);
        }
    }

    @Test
    void multiplicativeNoiseShrinksWithTheStep() {
        for (PulseResponse response : List.of(
                new PulseResponse.SoftBounds(true),
                new PulseResponse.SoftBoundsReference(true, false, 0, 0),
                new PulseResponse.Linear(1, 1, 0, 0, true, false, false),
                new PulseResponse.Power(1, 0, 0, 0),
                new PulseResponse.Piecewise(List.of(2.0, 0.0), List.of(0.0, 2.0)))) {
            PulsedCell cell = cell(response).withNoise(new PulseNoise(0.5, 0)).withPowerOn(0.6, 0);
            double step = response instanceof PulseResponse.Power ? 0.02 * 0.2 : 0.02 * 0.4;
            assertNormal(after(cell, 1, 31), 0.6 + step, 0.5 * step);
        }
        PulsedCell additive = cell(new PulseResponse.Linear(1, 1, 0, 0, false, false, false))
                .withNoise(new PulseNoise(0.5, 0))
                .withPowerOn(0.6, 0);
        assertNormal(after(additive, 1, 32), 0.6 + 0.02 * 0.4, 0.5 * 0.02);
    }

    /** The one-sided PCM preset: noise 0.6 (|dw| + 0.042 + 0.108 |w|). */
    @Test
    void exponentialNoiseHasItsThreeParts() {
        PulseResponse response = new PulseResponse.Exponential(-27.235, -2.235, 2.5, 2.5, -1, 0, 0.042, 0.108);
        PulsedCell cell = PulsedCell.of(
                        new WeightRange(0, 2, 0, 0),
                        new PulseStep(0.01, 0, false, 0, 0),
                        response,
                        20e-6,
                        60e-6,
                        PulsedCells.VOLTAGE,
                        1e-7)
                .withNoise(new PulseNoise(0.6, 0))
                .withPowerOn(1, 0);
        // z = 2 a w/(b+ - b-) = -1 at w = 1
        double step = 0.01 * (1 + 27.235 * FastMath.exp(-2.5));
        assertNormal(after(cell, 1, 41), 1 + step, 0.6 * (step + 0.042 + 0.108));
    }

    /** Sigma of the range with every pulse, contracted by the pulses after it: (1 - q^2n)/(1 - q^2), q = exp(-1/A). */
    @Test
    void saturatingNoiseContractsWithTheCurve() {
        WeightRange range = new WeightRange(-1, 1, 0, 0);
        PulseStep step = PulseStep.ofPulses(range, 97, 100);
        PulsedCell cell = cell(step, PulseResponse.Saturating.ofLabels(2.4, -4.88))
                .withPowerOn(-0.8, 0)
                .withNoise(PulseNoise.ofRange(0.005, range, step));
        double a = 0.49918 * 97;
        double softBound = -1 + 2 / (1 - FastMath.exp(-97 / a));
        for (int n : new int[] {1, 25}) {
            double q = FastMath.exp(-n / a);
            double sigma = 0.01 * FastMath.sqrt((1 - q * q) / (1 - FastMath.exp(-2 / a)));
            // nothing comes near a bound; 1e-5: the table's constant has five digits
            double[] weights = after(cell, n, 51);
            assertThat(mean(weights)).isCloseTo(softBound + (-0.8 - softBound) * q, within(4.5 * sigma / SIDE + 1e-5));
            assertThat(new StandardDeviation().evaluate(weights))
                    .isCloseTo(sigma, within(4.5 * DEVIATION_ERROR * sigma + 1e-5));
        }
    }

    @Test
    void stepsOfACellShareTheirGain() {
        PulsedCell cell = cell(new PulseStep(0.02, 0.2, false, 0.3, 0.05), new PulseResponse.Constant());
        double[] up = after(cell, 1, 61);
        double[] down = Arrays.stream(after(cell, -1, 61)).map(w -> -w).toArray();
        double sigma = 0.02 * FastMath.sqrt(0.2 * 0.2 + 0.05 * 0.05);
        assertNormal(up, 0.02, sigma);
        assertNormal(down, 0.02 * 0.7, sigma);
        // common gain, opposite imbalance
        double expected = (0.2 * 0.2 - 0.05 * 0.05) / (0.2 * 0.2 + 0.05 * 0.05);
        assertThat(new PearsonsCorrelation().correlation(up, down)).isCloseTo(expected, within(4.5 * 0.22 / SIDE));
    }

    @Test
    void logNormalStepsHaveTheirMedianAndSpread() {
        PulsedCell cell = cell(new PulseStep(0.02, 0.7829, true, 0, 0), new PulseResponse.Constant());
        double[] logs = Arrays.stream(after(cell, 1, 62)).map(FastMath::log).toArray();
        assertNormal(logs, FastMath.log(0.02), 0.7829);
        assertThat(new Median().evaluate(logs)).isCloseTo(FastMath.log(0.02), within(4.5 * 1.2533 * 0.7829 / SIDE));
    }

    /** Responses vary too: decrease of a linear step, exponent of a power step, label of a saturating one. */
    @Test
    void responsesDifferFromCellToCell() {
        // one pulse at w: step 0.02 (1 - g w)
        double[] linear = after(
                cell(new PulseResponse.Linear(0.4, 0.7, 0.05, 0, true, true, true))
                        .withPowerOn(0.5, 0),
                1,
                63);
        assertNormal(linear, 0.5 + 0.02 * (1 - 0.4 * 0.5), 0.02 * 0.05 * 0.5);
        // at o = 1/2: step 0.02 2^-p
        double[] power = Arrays.stream(after(cell(new PulseResponse.Power(2, 0.1, 0, 0)), 1, 64))
                .map(w -> -FastMath.log(2, w / 0.02))
                .toArray();
        assertNormal(power, 2, 0.2);
        // 50 of 100 pulses: the gap from the diagonal at the middle is tanh(1/4A)/2, A of the label drawn
        PulseStep step = new PulseStep(0.02, 0, false, 0, 0);
        double nominal = NonlinearityLabel.constant(2);
        double[] labels = Arrays.stream(after(
                        cell(step, new PulseResponse.Saturating(nominal, nominal, 0.3))
                                .withPowerOn(-1, 0),
                        50,
                        65))
                .map(w -> NonlinearityLabel.label(1 / (4 * FastMath.atanh(w))))
                .toArray();
        assertNormal(labels, 2, 0.3);
    }

    @Test
    void referencesDifferFromCellToCellAndShiftTheReading() {
        PulsedCell cell = cell(new PulseResponse.SoftBoundsReference(false, true, 0, 0.05));
        CellArray array = array(cell, SIDE, 66);
        // far up every cell sits at its bound: what is read there is 1 - r
        for (int k = 0; k < 10; k++) {
            fire(array, 200);
        }
        assertNormal(weights(array), 1, 0.05);
    }
}
