package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.RandomStream;

/**
 * Weights that diffuse between reflecting bounds, against the Fokker-Planck equation solved on a grid and against closed
 * forms. Lifetime and stationary deviation of the free process are 1, rest is at 0. Widths are 4.5 standard errors and the
 * stated 1 % of the deviation; seeds fixed.
 */
final class ReflectedDiffusionTest {
    private static final int DRAWS = 6_000;

    private static double[] drawn(int draws, double start, double least, double most, double lives, int pieces) {
        RandomStream stream = RandomStream.of(51, "test.reflected").split((long) (lives * 1000 + pieces));
        double[] ends = new double[draws];
        for (int i = 0; i < draws; i++) {
            RandomStream.Cursor cursor = stream.split(i).cursor();
            ends[i] = start;
            for (int k = 0; k < pieces; k++) {
                ends[i] = ReflectedDiffusion.ornsteinUhlenbeck(ends[i], 0, lives / pieces, 1, least, most, cursor);
            }
            assertThat(ends[i]).isBetween(least, most);
        }
        return ends;
    }

    @ParameterizedTest(name = "from {0} between {1} and {2}, {3} lifetimes in {4} pieces")
    @CsvSource({
        "0.999, -1, 1, 0.1, 1",
        "0.999, -1, 1, 1, 1",
        "0.99, 0, 1, 1, 1",
        "0.29, -0.3, 0.3, 0.3, 7",
        "0, 0, 3, 1, 1",
        "1.99, -2, 2, 0.5, 1",
        "1.99, -2, 2, 0.5, 9",
        "3.9, -0.01, 4, 1, 1"
    })
    void momentsAreThoseOfTheFokkerPlanckEquation(double start, double least, double most, double lives, int pieces) {
        double[] expected = fokkerPlanck(start, least, most, lives);
        double[] ends = drawn(DRAWS, start, least, most, lives, pieces);
        double deviation = expected[1];
        assertThat(StatUtils.mean(ends))
                .isCloseTo(expected[0], within((4.5 / FastMath.sqrt(DRAWS) + 0.01) * deviation));
        assertThat(FastMath.sqrt(StatUtils.variance(ends)))
                .isCloseTo(deviation, within((4.5 / FastMath.sqrt(2.0 * DRAWS) + 0.01) * deviation));
    }

    /** What lasts long ends in the normal law of the free process, cut off at the bounds. */
    @ParameterizedTest
    @CsvSource({"-1, 1", "-0.2, 0.7", "0, 3"})
    void longTimesLeaveATruncatedNormalLaw(double least, double most) {
        NormalDistribution free = new NormalDistribution();
        double low = free.cumulativeProbability(least);
        double whole = free.cumulativeProbability(most) - low;
        double[] shares = Arrays.stream(drawn(1_000, least, least, most, 1e6, 1))
                .map(end -> (free.cumulativeProbability(end) - low) / whole)
                .toArray();
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new UniformRealDistribution(), shares);
        assertThat(p).isGreaterThan(1e-3);
    }

    /** Images: a kick beyond a bound comes back, as often as it takes. */
    @Test
    void wienerStepsAreFoldedAtTheBounds() {
        assertThat(ReflectedDiffusion.wiener(0.5, 0.25, -1, 1)).isEqualTo(0.75);
        assertThat(ReflectedDiffusion.wiener(0.5, 0.75, -1, 1)).isCloseTo(0.75, within(1e-15));
        assertThat(ReflectedDiffusion.wiener(0.5, -2, -1, 1)).isCloseTo(-0.5, within(1e-15));
        assertThat(ReflectedDiffusion.wiener(0.5, 2.75, -1, 1)).isCloseTo(-0.75, within(1e-15));
        assertThat(ReflectedDiffusion.wiener(0, 4e9 + 0.5, -1, 1)).isCloseTo(0.5, within(1e-6));
        assertThat(ReflectedDiffusion.wiener(3, 0, -1, 1)).isEqualTo(1);
        assertThat(ReflectedDiffusion.wiener(0.2, 7, 0.2, 0.2)).isEqualTo(0.2);
    }

    @Test
    void farFromTheBoundsTheStepIsTheFreeOne() {
        RandomStream stream = RandomStream.of(52, "test.reflected");
        double normal = GaussianSampler.next(stream.cursor());
        double end = ReflectedDiffusion.ornsteinUhlenbeck(2, 1, 0.7, 0.1, -20, 20, stream.cursor());
        double expected = 1 + FastMath.exp(-0.7) + 0.1 * FastMath.sqrt(1 - FastMath.exp(-1.4)) * normal;
        assertThat(end).isCloseTo(expected, within(1e-14));
    }

    /** A rest weight that wear has left outside, no noise at all, no range at all: no step without end. */
    @Test
    void oddCellsComeToAnEnd() {
        RandomStream.Cursor cursor = RandomStream.of(53, "test.reflected").cursor();
        assertThat(ReflectedDiffusion.ornsteinUhlenbeck(0.5, 2, 3, 0, -1, 1, cursor))
                .isEqualTo(1);
        assertThat(ReflectedDiffusion.ornsteinUhlenbeck(0.5, 2, 30, 1e-6, -1, 1, cursor))
                .isBetween(0.99, 1.0);
        assertThat(ReflectedDiffusion.ornsteinUhlenbeck(0.5, 0.5, 30, 1, 0.5, 0.5, cursor))
                .isEqualTo(0.5);
    }

    /** Mean and deviation of dp/dt = (x p)' + p'' with no flow through the bounds; Scharfetter and Gummel's fluxes. */
    private static double[] fokkerPlanck(double start, double least, double most, double lives) {
        int nodes = 120;
        double width = (most - least) / nodes;
        int squarings = 14;
        double scale = FastMath.scalb(lives, -squarings) / (width * width);
        RealMatrix generator = new Array2DRowRealMatrix(nodes, nodes);
        for (int i = 0; i + 1 < nodes; i++) {
            double slope = -(least + (i + 1) * width) * width;
            double up = scale * bernoulli(-slope);
            double down = scale * bernoulli(slope);
            generator.addToEntry(i, i + 1, up);
            generator.addToEntry(i, i, -up);
            generator.addToEntry(i + 1, i, down);
            generator.addToEntry(i + 1, i + 1, -down);
        }
        RealMatrix law = MatrixUtils.createRealIdentityMatrix(nodes);
        RealMatrix term = law;
        for (int k = 1; k <= 10; k++) {
            term = term.multiply(generator).scalarMultiply(1.0 / k);
            law = law.add(term);
        }
        for (int k = 0; k < squarings; k++) {
            law = law.multiply(law);
        }
        // the start lies between two centres
        double place = FastMath.max(0, FastMath.min(nodes - 1.000001, (start - least) / width - 0.5));
        int node = (int) place;
        double mean = 0;
        double square = 0;
        for (int j = 0; j < nodes; j++) {
            double p = (1 - (place - node)) * law.getEntry(node, j) + (place - node) * law.getEntry(node + 1, j);
            double x = least + (j + 0.5) * width;
            mean += p * x;
            square += p * x * x;
        }
        return new double[] {mean, FastMath.sqrt(square - mean * mean)};
    }

    private static double bernoulli(double z) {
        return FastMath.abs(z) < 1e-9 ? 1 - z / 2 : z / FastMath.expm1(z);
    }
}
