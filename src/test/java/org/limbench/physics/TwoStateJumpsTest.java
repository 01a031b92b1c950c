package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.RandomStream;

/**
 * Number of jumps of a two-level cell against the master equation of (level, jumps so far), a pure birth chain whose
 * rates alternate: exponential of its generator by Taylor series and repeated squaring.
 *
 * <p>Acceptance: Pearson's chi-square over bins of at least 10 expected counts below its 1 - 1e-6 quantile, seeds fixed.
 */
final class TwoStateJumpsTest {
    private static final int DRAWS = 60_000;

    @ParameterizedTest(name = "from up: {0}, means {1} up, {2} down")
    @CsvSource({
        "false, 0.7, 0.2",
        "true, 0.7, 0.2",
        "false, 9, 9",
        "true, 30, 0.3", // walked or counted, by the draw
        "false, 60, 5",
        "true, 60, 5",
        "false, 40, 90", // counted
        "true, 150, 140"
    })
    void countsFollowTheMasterEquation(boolean up, double upMean, double downMean) {
        double[] expected = birthChain(up ? downMean : upMean, up ? upMean : downMean);
        int[] counts = new int[expected.length];
        RandomStream stream = RandomStream.of(1, "test.two-state").split((long) (1000 * upMean + downMean));
        for (int i = 0; i < DRAWS; i++) {
            counts[
                    (int) TwoStateJumps.next(
                            up, upMean, downMean, stream.split(i).cursor())]++;
        }
        assertFits(counts, expected);
    }

    /**
     * Long times: renewal theory gives mean 2 a b/(a+b) and variance 4 a b (a^2 + b^2)/(a+b)^3 (cycles of two exponential
     * dwells; Cox, Renewal Theory (1962), section 4.2), and the count is normal.
     */
    @ParameterizedTest
    @CsvSource({"1e6, 3e5", "1e9, 1e12", "1e14, 1e14"})
    void manyJumpsAreNormalWithTheRenewalMoments(double upMean, double downMean) {
        double mean = 2 * upMean * downMean / (upMean + downMean);
        double share = upMean / (upMean + downMean);
        double deviation = FastMath.sqrt(2 * mean * (share * share + (1 - share) * (1 - share)));
        NormalDistribution normal = new NormalDistribution();
        RandomStream stream = RandomStream.of(2, "test.two-state");
        int[] counts = new int[20];
        double[] even = new double[20];
        int ups = 0;
        for (int i = 0; i < DRAWS; i++) {
            long jumps =
                    TwoStateJumps.next(false, upMean, downMean, stream.split(i).cursor());
            ups += (int) (jumps & 1);
            counts[(int) FastMath.min(19, 20 * normal.cumulativeProbability((jumps - mean) / deviation))]++;
        }
        Arrays.fill(even, 1.0 / 20);
        assertFits(counts, even);
        double error = FastMath.sqrt(share * (1 - share) / DRAWS);
        assertThat((double) ups / DRAWS).isCloseTo(share, within(4.5 * error));
    }

    @Test
    void beyondCountingTheEndIsStationaryAndTheCountItsMean() {
        RandomStream stream = RandomStream.of(3, "test.two-state");
        int ups = 0;
        for (int i = 0; i < 10_000; i++) {
            long jumps = TwoStateJumps.next(false, 3e15, 1e15, stream.split(i).cursor());
            ups += (int) (jumps & 1);
            assertThat((double) jumps).isCloseTo(1.5e15, within(2.0));
        }
        assertThat(ups).isBetween(7500 - 200, 7500 + 200);
    }

    @Test
    void noProposalsMakeNoJumps() {
        RandomStream.Cursor cursor = RandomStream.of(4, "test.two-state").cursor();
        assertThat(TwoStateJumps.next(false, 0, 5, cursor)).isZero();
        assertThat(TwoStateJumps.next(true, 5, 0, cursor)).isZero();
        assertThat(TwoStateJumps.next(false, 500, 0, cursor)).isEqualTo(1);
        assertThat(TwoStateJumps.next(true, 0, 500, cursor)).isEqualTo(1);
    }

    /** Distribution of the number of jumps when dwells away and home alternate with means a and b over unit time. */
    private static double[] birthChain(double a, double b) {
        double mean = 2 * a * b / (a + b);
        int size = (int) (40 + mean + 10 * FastMath.sqrt(mean));
        double[][] generator = new double[size][size];
        int halvings = 20;
        double step = FastMath.scalb(1.0, -halvings);
        for (int n = 0; n + 1 < size; n++) {
            double rate = (n & 1) == 0 ? a : b;
            generator[n][n] = -rate * step;
            generator[n][n + 1] = rate * step;
        }
        RealMatrix small = new Array2DRowRealMatrix(generator);
        RealMatrix power = MatrixUtils.createRealIdentityMatrix(size);
        RealMatrix term = power;
        for (int k = 1; k <= 4; k++) {
            term = term.multiply(small).scalarMultiply(1.0 / k);
            power = power.add(term);
        }
        for (int k = 0; k < halvings; k++) {
            power = power.multiply(power);
        }
        return power.getRow(0);
    }

    private static void assertFits(int[] counts, double[] expected) {
        double chi = 0;
        int bins = -1;
        double wanted = 0;
        double found = 0;
        double left = DRAWS;
        for (int j = 0; j < counts.length; j++) {
            wanted += DRAWS * expected[j];
            found += counts[j];
            boolean last = j == counts.length - 1;
            if ((wanted >= 10 && left - wanted >= 10) || last) {
                chi += wanted == 0 ? 0 : (found - wanted) * (found - wanted) / wanted;
                bins++;
                left -= wanted;
                wanted = 0;
                found = 0;
            }
        }
        double limit = new ChiSquaredDistribution(FastMath.max(1, bins)).inverseCumulativeProbability(1 - 1e-6);
        assertThat(chi).as("chi-square over %d bins", bins + 1).isLessThan(limit);
    }
}
