package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a row read becomes, against the published recursions on plain arrays. */
class TransferTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 3;
    private static final double STEP = 0.004;

    private static TransferPlan plan(Double chop, double momentum) {
        return new TransferPlan(2, 1, null, 3.0, 0, 1000, momentum, chop, 5);
    }

    private static double[] row(Random random) {
        double[] row = new double[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            row[j] = random.nextGaussian();
        }
        return row;
    }

    @Test
    void tikiTakaAddsTheRowTimesTheRate() {
        Transfer transfer = Transfer.of(TransferRule.DIRECT, plan(0.3, 0), ROWS, COLUMNS, STEP, 1, 0);
        double[] steps = transfer.take(2, new double[] {0.1, -0.02, 0}, 0.05);
        assertThat(steps[0]).isCloseTo(0.1 * 0.05 / 0.004, within(1e-12));
        assertThat(steps[1]).isCloseTo(-0.02 * 0.05 / 0.004, within(1e-12));
        assertThat(steps[2]).isZero();
        assertThat(transfer.sign(2)).isEqualTo(1);
    }

    /**
     * H += c lr A / g with g = step x 1000 / (5 rows x every 2); where |H| >= 1 a step of its sign, H to momentum x H. The
     * signs c are taken from the rule itself, which may change one only at a read of that row.
     */
    @ParameterizedTest
    @EnumSource(names = {"BUFFERED", "CHOPPED"})
    void aBufferedRowBecomesAStepWhenItsSumReachesTheGranularity(TransferRule rule) {
        for (double momentum : new double[] {0, 0.1}) {
            Transfer transfer = Transfer.of(rule, plan(0.2, momentum), ROWS, COLUMNS, STEP, 7, 0);
            double[][] h = new double[ROWS][COLUMNS];
            Random random = new Random(3);
            int steps = 0;
            int flips = 0;
            for (int n = 0; n < 4000; n++) {
                int i = n % ROWS;
                double rate = 0.2 / (1 + n / 1000.0);
                double[] fast = row(random);
                double sign = transfer.sign(i);
                double[] taken = transfer.take(i, fast, rate);
                for (int j = 0; j < COLUMNS; j++) {
                    h[i][j] += sign * rate * fast[j] / (0.004 * 1000 / 10);
                    double expected = 0;
                    if (h[i][j] >= 1 || h[i][j] <= -1) {
                        expected = h[i][j] > 0 ? 1 : -1;
                        h[i][j] = momentum * h[i][j];
                        steps++;
                    }
                    assertThat(taken[j]).isEqualTo(expected);
                }
                flips += transfer.sign(i) == sign ? 0 : 1;
            }
            assertThat(steps).isGreaterThan(50);
            // binomial, 4000 draws at 0.2: sigma 25
            assertThat(flips).isBetween(rule == TransferRule.CHOPPED ? 700 : 0, rule == TransferRule.CHOPPED ? 900 : 0);
        }
    }

    /**
     * AGAD: signs flip every 1/0.1 = 10 reads of a row; from then on H += c lr (A - reference)/g, the reference being the
     * running mean (weight 5/10 for the newest) as it stood at the flip.
     */
    @Test
    void agadCountsFromTheMeanOfThePeriodBefore() {
        Transfer transfer = Transfer.of(TransferRule.DYNAMIC, plan(0.1, 0), ROWS, COLUMNS, STEP, 7, 0);
        double[][] h = new double[ROWS][COLUMNS];
        double[][] mean = new double[ROWS][COLUMNS];
        double[][] reference = new double[ROWS][COLUMNS];
        Random random = new Random(5);
        int steps = 0;
        for (int n = 0; n < 3000; n++) {
            int i = n % ROWS;
            int read = n / ROWS;
            double expectedSign = read / 10 % 2 == 0 ? 1 : -1;
            assertThat(transfer.sign(i)).isEqualTo(expectedSign);
            double[] fast = row(random);
            double[] taken = transfer.take(i, fast, 0.3);
            for (int j = 0; j < COLUMNS; j++) {
                if (read >= 10 && read % 10 == 0) {
                    reference[i][j] = mean[i][j];
                }
                double expected = 0;
                if (read >= 10) {
                    h[i][j] += expectedSign * 0.3 * (fast[j] - reference[i][j]) / 0.4;
                    if (Math.abs(h[i][j]) >= 1) {
                        expected = Math.signum(h[i][j]);
                        h[i][j] = 0;
                        steps++;
                    }
                }
                mean[i][j] = 0.5 * mean[i][j] + 0.5 * fast[j];
                assertThat(taken[j]).isEqualTo(expected);
            }
        }
        assertThat(steps).isGreaterThan(500);
    }

    /** An offset of a whole row, which a fast array without a zero would have, moves nothing in the long run. */
    @Test
    void agadNeedsNoZeroAndTtv2Does() {
        double[] offset = {0.5, -0.5, 0.2};
        for (TransferRule rule : new TransferRule[] {TransferRule.DYNAMIC, TransferRule.BUFFERED}) {
            Transfer transfer = Transfer.of(rule, plan(0.1, 0), ROWS, COLUMNS, STEP, 7, 0);
            double[] moved = new double[COLUMNS];
            for (int n = 0; n < 2000; n++) {
                double[] steps = transfer.take(0, offset, 0.3);
                for (int j = 0; j < COLUMNS; j++) {
                    moved[j] += steps[j];
                }
            }
            if (rule == TransferRule.DYNAMIC) {
                assertThat(moved).containsOnly(0);
            } else {
                assertThat(moved[0]).isGreaterThan(100);
                assertThat(moved[1]).isLessThan(-100);
            }
        }
    }

    /** Eight rows at a time are each read eight times as often: the same granularity and flips for each update. */
    @Test
    void readingMoreRowsAtATimeChangesNeitherRateNorFlipsPerUpdate() {
        TransferPlan eight = new TransferPlan(1, 8, null, null, 0, 1000, 0, null, 5);
        assertThat(eight.flipProbability(TransferRule.CHOPPED)).isCloseTo(0.01 / 8, within(1e-15));
        assertThat(eight.flipProbability(TransferRule.DYNAMIC)).isCloseTo(0.02 / 8, within(1e-15));
        assertThat(eight.flipProbability(TransferRule.BUFFERED)).isZero();
        assertThat(eight.fastRate(TransferRule.DIRECT)).isEqualTo(1);
        assertThat(eight.fastRate(TransferRule.CHOPPED)).isEqualTo(0.5);
    }

    @Test
    void theUsualGradientForgetsSlowlyAndSkipsZeros() {
        UsualGradient usual = new UsualGradient();
        OuterProduct nothing = new OuterProduct(new double[2], new double[2]);
        assertThat(usual.strongest(nothing)).isZero();
        assertThat(usual.strongest(new OuterProduct(new double[] {1, -2}, new double[] {0.5, 0})))
                .isEqualTo(1);
        assertThat(usual.strongest(new OuterProduct(new double[] {4, 0}, new double[] {0, -1.5})))
                .isCloseTo((0.99 * 2 + 0.01 * 4) * (0.99 * 0.5 + 0.01 * 1.5), within(1e-12));
        assertThat(usual.strongest(nothing)).isCloseTo(2.02 * 0.51, within(1e-12));
    }

    @Test
    void aPlanOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> new TransferPlan(0, null, null, null, 0, 1000, 0, null, 5))
                .hasMessageContaining("transfer every is 0; allowed: 1 to");
        assertThatThrownBy(() -> new TransferPlan(1, null, null, null, 1.5, 1000, 0, null, 5))
                .hasMessage("gamma is 1.5; allowed: 0 to 1.0");
        assertThatThrownBy(() -> new TransferPlan(1, null, null, null, 0, 1000, 0, 0.6, 5))
                .hasMessage("chop probability is 0.6; allowed: 0 to 0.5");
    }
}
