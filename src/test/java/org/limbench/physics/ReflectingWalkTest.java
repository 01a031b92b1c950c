package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.RandomStream;

/**
 * The displacement follows the master equation of the reflecting chain, in every sampling regime. Oracle: the matrix
 * exponential of the generator, by Taylor series over a short time and repeated squaring.
 *
 * <p>Acceptance: Pearson's chi-square over bins of at least 10 expected counts stays below its 1 - 1e-6 quantile, with
 * fixed seeds; and total variation below three times its expectation, about 3 sqrt(2/pi) sum sqrt(p/4N).
 */
final class ReflectingWalkTest {
    private static final int DRAWS = 60_000;

    @ParameterizedTest(name = "{0} levels from {1}, {2} proposals, tilt {3} kT")
    @CsvSource({
        // walked: short pulses within three levels of an end
        "32, 0, 0.7, 2",
        "32, 1, 3, 2",
        "32, 31, 3, 2",
        "32, 29, 12, 0.5",
        "32, 3, 12, -5",
        "2, 0, 2, 1",
        "2, 1, 0.3, 0",
        // walked: hundreds of proposals, both ends in reach
        "16, 2, 900, 0.3",
        "16, 14, 200, -0.1",
        "32, 5, 300, 6",
        // folded
        "32, 0, 120, 0",
        "32, 30, 400, 0",
        "16, 8, 1500, 0",
        "5, 2, 70, 0",
        // evenly drawn
        "16, 0, 2500, 0",
        "2, 1, 90, 0",
        // propagated
        "16, 15, 1100, 0.3",
        "32, 2, 1100, 0.02",
        "64, 60, 1100, -0.05",
        "64, 1, 4000, 0.01",
        "16, 3, 1e9, 1"
    })
    void endLevelFollowsTheMasterEquation(int levels, int start, double proposals, double tilt) {
        double[] expected = masterEquation(levels, proposals, tilt).getRow(start);
        ReflectingWalk walk = new ReflectingWalk(levels);
        double up = proposals / (1 + FastMath.exp(-tilt));
        RandomStream stream = RandomStream.of(11, "test.walk").split((long) (levels * 1000 + start * 7 + proposals));
        int[] counts = new int[levels];
        for (int i = 0; i < DRAWS; i++) {
            RandomStream.Cursor cursor = stream.split(i).cursor();
            counts[walk.after(start, up, proposals - up, tilt, cursor)]++;
        }
        assertFits(counts, expected);
    }

    @ParameterizedTest(name = "{0} levels from {1}, {2} proposals, tilt {3} kT")
    @CsvSource({
        "16, 0, 1025, 0.3",
        "16, 15, 1025, 2",
        "64, 63, 1500, 0.2",
        "64, 0, 1500, -0.2",
        "128, 5, 2000, 0.01",
        "128, 120, 3000, -0.1",
        "128, 60, 1e5, 0.001",
        "256, 0, 4097, 0.05",
        "256, 250, 9000, -0.12"
    })
    void closedFormModesGiveTheMatrixExponential(int levels, int start, double proposals, double tilt) {
        TiltedPropagator propagator = new TiltedPropagator(levels);
        assertThat(propagator.applies(proposals, tilt)).isTrue();
        double[] expected = masterEquation(levels, proposals, tilt).getRow(start);
        double[] law = propagator.law(start, proposals, tilt);
        for (int j = 0; j < levels; j++) {
            assertThat(law[j]).as("level %s", j).isCloseTo(expected[j], within(2e-11));
        }
    }

    @Test
    void propagatorIsNotUsedWhereItWouldCancel() {
        assertThat(new TiltedPropagator(256).applies(5000, 107)).isFalse();
        assertThat(new TiltedPropagator(256).applies(500, 1)).isFalse();
        assertThat(new TiltedPropagator(256).applies(1e6, 107)).isTrue();
    }

    @Test
    void jumpsAreThoseMadeNotThoseRefused() {
        ReflectingWalk walk = new ReflectingWalk(2);
        RandomStream stream = RandomStream.of(3, "test.jumps");
        for (int i = 0; i < 2000; i++) {
            int start = i & 1;
            int end =
                    walk.after(start, 1.5, 0.5, FastMath.log(3), stream.split(i).cursor());
            long jumps = walk.takeJumps();
            // in a two-level cell the parity of the jumps made is the change of level
            assertThat((jumps - Math.abs(end - start)) % 2).isZero();
            assertThat(jumps).isGreaterThanOrEqualTo(Math.abs(end - start));
        }
        assertThat(walk.takeJumps()).isZero();
    }

    /** Mean jumps of a two-level cell by the time integral of the flux, which its exponential relaxation gives closed. */
    @Test
    void meanNumberOfJumpsIsTheIntegratedFlux() {
        double up = 3;
        double down = 1.2;
        ReflectingWalk walk = new ReflectingWalk(2);
        RandomStream stream = RandomStream.of(4, "test.flux");
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            walk.after(0, up, down, FastMath.log(up / down), stream.split(i).cursor());
        }
        double total = up + down;
        double relaxed = (1 - FastMath.exp(-total)) / total;
        // p1(s) = up/total (1 - exp(-total s)); jumps = integral of up (1 - p1) + down p1
        double timeUpper = up / total * (1 - relaxed);
        double expected = up * (1 - timeUpper) + down * timeUpper;
        // jumps per draw have a standard deviation near 1.4: 5 standard errors
        assertThat((double) walk.takeJumps() / draws).isCloseTo(expected, within(5 * 1.5 / FastMath.sqrt(draws)));
    }

    @ParameterizedTest
    @CsvSource({"0.02", "0.8", "9.99", "10", "17.3", "140", "5000"})
    void poissonCountsFollowTheirLaw(double mean) {
        PoissonDistribution oracle = new PoissonDistribution(mean);
        int from = (int) Math.max(0, mean - 8 * FastMath.sqrt(mean) - 8);
        int to = (int) (mean + 9 * FastMath.sqrt(mean) + 12);
        double[] expected = new double[to - from + 1];
        int[] counts = new int[expected.length];
        for (int k = from; k <= to; k++) {
            expected[k - from] = oracle.probability(k);
        }
        RandomStream.Cursor cursor = RandomStream.of(5, "test.poisson").cursor();
        for (int i = 0; i < 200_000; i++) {
            counts[(int) PoissonSampler.next(cursor, mean) - from]++;
        }
        assertFits(counts, expected);
    }

    @Test
    void poissonCountsOfHugeMeanHaveItsMeanAndVariance() {
        double mean = 3e12;
        RandomStream.Cursor cursor = RandomStream.of(6, "test.poisson-large").cursor();
        int draws = 100_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double z = (PoissonSampler.next(cursor, mean) - mean) / FastMath.sqrt(mean);
            sum += z;
            squares += z * z;
        }
        assertThat(sum / draws).isCloseTo(0, within(5 / FastMath.sqrt(draws)));
        assertThat(squares / draws).isCloseTo(1, within(5 * FastMath.sqrt(2.0 / draws)));
    }

    @Test
    void poissonMassIsAccurateWhereItsTermsCancel() {
        for (int k : new int[] {1, 7, 15, 16, 40, 400}) {
            double mean = k * 1.03 + 0.2;
            assertThat(PoissonSampler.logMass(k, mean))
                    .isCloseTo(new PoissonDistribution(mean).logProbability(k), within(1e-12));
        }
    }

    /** Clear of the ends: P(+n)/P(-n) = exp(n x) and variance/mean = coth(x/2). */
    @ParameterizedTest
    @CsvSource({"0.3", "0.8", "2"})
    void clearOfTheEndsCountsObeyTheFluctuationTheorem(double tilt) {
        ReflectingWalk walk = new ReflectingWalk(4096);
        int draws = 400_000;
        double proposals = 4;
        double up = proposals / (1 + FastMath.exp(-tilt));
        RandomStream stream = RandomStream.of(7, "test.crooks");
        int[] plus = new int[4];
        int[] minus = new int[4];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            int n = walk.after(2000, up, proposals - up, tilt, stream.split(i).cursor()) - 2000;
            sum += n;
            squares += (double) n * n;
            if (n > 0 && n < 4) {
                plus[n]++;
            } else if (n < 0 && n > -4) {
                minus[-n]++;
            }
        }
        for (int n = 1; n <= 3; n++) {
            double log = FastMath.log((double) plus[n] / minus[n]);
            // 4.5 standard errors of a log ratio of counts
            assertThat(log).isCloseTo(n * tilt, within(4.5 * FastMath.sqrt(1.0 / plus[n] + 1.0 / minus[n])));
        }
        double mean = sum / draws;
        double variance = squares / draws - mean * mean;
        double fano = 1 / FastMath.tanh(tilt / 2);
        double width = 4.5 * fano * (FastMath.sqrt(2.5 / draws) + FastMath.sqrt(variance / draws) / mean);
        assertThat(variance / mean).isCloseTo(fano, within(width));
    }

    static void assertFits(int[] counts, double[] expected) {
        long draws = 0;
        for (int count : counts) {
            draws += count;
        }
        double chi = 0;
        int bins = 0;
        double variation = 0;
        double spread = 0;
        double pooledExpected = 0;
        double pooledCount = 0;
        for (int j = 0; j < expected.length; j++) {
            variation += FastMath.abs(counts[j] / (double) draws - expected[j]) / 2;
            spread += FastMath.sqrt(Math.max(0, expected[j]) / (2 * FastMath.PI * draws));
            pooledExpected += draws * expected[j];
            pooledCount += counts[j];
            if (pooledExpected >= 10) {
                chi += FastMath.pow(pooledCount - pooledExpected, 2) / pooledExpected;
                bins++;
                pooledExpected = 0;
                pooledCount = 0;
            }
        }
        // what is left after the last whole bin is a tail of under 10 expected counts
        assertThat(pooledCount).isLessThan(35);
        assertThat(bins).as("bins").isGreaterThanOrEqualTo(2);
        assertThat(chi)
                .as("chi-square of %s bins", bins)
                .isLessThan(new ChiSquaredDistribution(bins).inverseCumulativeProbability(1 - 1e-6));
        assertThat(variation).as("total variation").isLessThan(3 * spread + 1e-4);
    }

    /** exp(Q) of the reflecting chain, Q in proposals. */
    static RealMatrix masterEquation(int levels, double proposals, double tilt) {
        double up = proposals / (1 + FastMath.exp(-tilt));
        double down = proposals - up;
        int squarings = (int) Math.max(0, FastMath.ceil(FastMath.log(2, proposals * 16)));
        double scale = FastMath.pow(2, -squarings);
        RealMatrix q = new Array2DRowRealMatrix(levels, levels);
        for (int i = 0; i < levels; i++) {
            if (i < levels - 1) {
                q.addToEntry(i, i + 1, up * scale);
                q.addToEntry(i, i, -up * scale);
            }
            if (i > 0) {
                q.addToEntry(i, i - 1, down * scale);
                q.addToEntry(i, i, -down * scale);
            }
        }
        RealMatrix sum = MatrixUtils.createRealIdentityMatrix(levels);
        RealMatrix term = sum;
        for (int k = 1; k <= 12; k++) {
            term = term.multiply(q).scalarMultiply(1.0 / k);
            sum = sum.add(term);
        }
        for (int k = 0; k < squarings; k++) {
            sum = sum.multiply(sum);
            // rows of a stochastic matrix sum to 1; squaring drifts from that by rounding alone
            for (int i = 0; i < levels; i++) {
                double total = 0;
                for (double entry : sum.getRow(i)) {
                    total += entry;
                }
                sum.setRow(
                        i,
                        MatrixUtils.createRealVector(sum.getRow(i))
                                .mapDivide(total)
                                .toArray());
            }
        }
        return sum;
    }
}
