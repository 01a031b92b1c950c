package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TunableCells.drive;
import static org.limbench.physics.TunableCells.histogram;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.BarrierChange;
import org.limbench.device.TimeAdvance;

/**
 * Arrays agree with simulations of another kind, with themselves at another seed, and however their time is cut.
 *
 * <p>Acceptance: Pearson's chi-square of two samples, over bins of at least 10 counts together, below its 1 - 1e-6
 * quantile; seeds fixed.
 */
final class SamplingLawsTest {
    private static final int SIDE = 100;
    private static final int CELLS = SIDE * SIDE;
    private static final int LEVELS = 16;

    private static CellArray array(TunableCells cells, long seed) {
        return cells.at(LEVELS, cells.chain() ? 3 : 0, SIDE, seed);
    }

    /** Event by event with exponential waiting times (Gillespie, doi:10.1021/j100540a008), Commons Math's generator. */
    @ParameterizedTest(name = "{0} at {1} kT over {2} kT, {3} pulses")
    @CsvSource({
        "CHAIN, -1.5, 6, 3", "CHAIN, 0, 5, 4", "CHAIN, 0.4, 4, 30",
        "PITCHFORK, 1, 7, 1", "PITCHFORK, -4, 5, 2", "PITCHFORK, 3, 4, 20",
        "SADDLE_NODE, 1, 7, 1", "SADDLE_NODE, -4, 5, 2", "SADDLE_NODE, 3, 4, 20"
    })
    void arraysAgreeWithGillespieSimulation(TunableCells cells, double tilt, double open, int pulses) {
        int top = cells.chain() ? LEVELS - 1 : 1;
        CellArray array = array(cells, 1);
        int start = levels(array)[0];
        long jumps = drive(array, tilt, open, MICROSECOND, pulses).jumps();
        double[] rates = cells.rates(open, FastMath.abs(tilt));
        double up = tilt < 0 ? rates[1] : rates[0];
        double down = tilt < 0 ? rates[0] : rates[1];
        RandomGenerator random = new Well19937c(7);
        int[] ends = new int[CELLS];
        double events = 0;
        double squares = 0;
        for (int i = 0; i < CELLS; i++) {
            int level = start;
            int made = 0;
            double left = pulses * MICROSECOND;
            while (true) {
                double ups = level < top ? up : 0;
                double all = ups + (level > 0 ? down : 0);
                left += FastMath.log(1 - random.nextDouble()) / all;
                if (left < 0) {
                    break;
                }
                level += random.nextDouble() * all < ups ? 1 : -1;
                made++;
            }
            ends[i] = level;
            events += made;
            squares += (double) made * made;
        }
        assertSameLaw(histogram(levels(array), top + 1), histogram(ends, top + 1));
        double variance = squares / CELLS - events / CELLS * events / CELLS;
        assertThat(jumps / (double) CELLS)
                .isCloseTo(events / CELLS, within(4.5 * FastMath.sqrt(2 * variance / CELLS) + 1e-9));
    }

    /** A homogeneous array against the exponential of its generator. */
    @ParameterizedTest(name = "{0} at {1} kT over {2} kT")
    @CsvSource({"CHAIN, -1.5, 6", "CHAIN, 2, 3", "PITCHFORK, 2, 7", "SADDLE_NODE, 6, 6"})
    void arraysAgreeWithTheMasterEquation(TunableCells cells, double tilt, double open) {
        CellArray array = array(cells, 2);
        int start = levels(array)[0];
        drive(array, tilt, open, MICROSECOND, 2);
        double[] rates = cells.rates(open, FastMath.abs(tilt));
        int bins = cells.chain() ? LEVELS : 2;
        double[] expected = ReflectingWalkTest.masterEquation(bins, 2 * MICROSECOND * (rates[0] + rates[1]), tilt)
                .getRow(start);
        ReflectingWalkTest.assertFits(histogram(levels(array), bins), expected);
    }

    @ParameterizedTest
    @EnumSource
    void aPulseAndItsPartsHaveOneLaw(TunableCells cells) {
        int bins = cells.chain() ? LEVELS : 2;
        int[] whole = ends(cells, 3, 1);
        // one by one, and in runs
        assertSameLaw(whole, ends(cells, 4, 20));
        assertSameLaw(whole, ends(cells, 5, 300));
        CellArray commands = array(cells, 6);
        for (int k = 0; k < 10; k++) {
            drive(commands, 0.7, 6, 0.3 * MICROSECOND, 1);
        }
        assertSameLaw(whole, histogram(levels(commands), bins));
    }

    private static int[] ends(TunableCells cells, long seed, int pulses) {
        CellArray array = array(cells, seed);
        drive(array, 0.7, 6, 3 * MICROSECOND / pulses, pulses);
        return histogram(levels(array), cells.chain() ? LEVELS : 2);
    }

    @ParameterizedTest
    @EnumSource
    void anAgeAndItsPartsHaveOneLaw(TunableCells cells) {
        int bins = cells.chain() ? LEVELS : 2;
        int[][] counts = new int[2][];
        for (int i = 0; i < 2; i++) {
            int parts = i == 0 ? 1 : 25;
            CellArray array = array(cells, 7 + i);
            array.apply(new BarrierChange(array.geometry().whole(), 20 * KT, 0));
            for (int k = 0; k < parts; k++) {
                array.apply(new TimeAdvance(0.7 / parts, false));
            }
            counts[i] = histogram(levels(array), bins);
        }
        assertSameLaw(counts[0], counts[1]);
    }

    /** From no barrier up, with offsets that leave half of the cells without one for part of the way. */
    @Test
    void aRampAndItsPartsHaveOneLaw() {
        BarrierChain chain =
                new BarrierChain(LEVELS, 1e-6, 16e-6, TestModels.limits(100, 0.5), MICROSECOND, 0, 3 * KT, 3, 3);
        int[][] counts = new int[2][];
        for (int i = 0; i < 2; i++) {
            int parts = i == 0 ? 1 : 40;
            CellArray array = chain.newArray(TestModels.square(SIDE), 300, TestModels.cellsAlone(0), 9);
            array.apply(new BarrierChange(array.geometry().whole(), 0, 0));
            for (int k = 1; k <= parts; k++) {
                array.apply(new BarrierChange(array.geometry().whole(), 10 * KT * k / parts, 2e-9 / parts));
            }
            counts[i] = histogram(levels(array), LEVELS);
        }
        assertSameLaw(counts[0], counts[1]);
    }

    @ParameterizedTest
    @EnumSource
    void twoSeedsHaveOneLawAndDifferentCells(TunableCells cells) {
        int bins = cells.chain() ? LEVELS : 2;
        CellArray one = array(cells, 11);
        CellArray two = array(cells, 12);
        drive(one, 0.7, 6, MICROSECOND, 2);
        drive(two, 0.7, 6, MICROSECOND, 2);
        assertThat(levels(one)).isNotEqualTo(levels(two));
        assertSameLaw(histogram(levels(one), bins), histogram(levels(two), bins));
    }

    /** Two samples of the same size. */
    private static void assertSameLaw(int[] one, int[] two) {
        double chi = 0;
        int bins = 0;
        double first = 0;
        double second = 0;
        for (int j = 0; j < one.length; j++) {
            first += one[j];
            second += two[j];
            if (first + second >= 10) {
                chi += (first - second) * (first - second) / (first + second);
                bins++;
                first = 0;
                second = 0;
            }
        }
        assertThat(first + second).isLessThan(10);
        assertThat(bins).isGreaterThanOrEqualTo(2);
        assertThat(chi)
                .as("chi-square of %d bins", bins)
                .isLessThan(new ChiSquaredDistribution(bins - 1).inverseCumulativeProbability(1 - 1e-6));
    }
}
