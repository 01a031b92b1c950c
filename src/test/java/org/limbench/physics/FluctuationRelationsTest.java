package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TunableCells.drive;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.EnergyAccount;

/**
 * Fluctuation relations on real arrays, the tilt switched by commands and the work of every cell taken from the tilt and
 * the level it found. Level i at tilt x has the energy -x (i - middle) kT. Relations: Jarzynski, doi:10.1103/PhysRevLett.78.2690;
 * Crooks, doi:10.1103/PhysRevE.60.2721. Widths are standard errors as stated.
 */
final class FluctuationRelationsTest {

    /** Net steps of one pulse at constant tilt. */
    @Nested
    class NetSteps {
        /** Clear of the ends the ratio holds for any rates, so for cells that differ too. Derived: both counts are Poisson. */
        @ParameterizedTest(name = "{0} at {1} kT")
        @CsvSource({"CHAIN, 0.8", "CHAIN, 0.3", "VARIED_CHAIN, 0.8"})
        void stepsForwardOutnumberThoseBackByTheExponentialOfTheTilt(TunableCells cells, double tilt) {
            int[] plus = new int[5];
            int[] minus = new int[5];
            CellArray array = cells.at(4096, 2048, 450, 1);
            drive(array, tilt, 6.5, MICROSECOND, 1);
            for (int level : levels(array)) {
                int n = level - 2048;
                if (n != 0 && FastMath.abs(n) < 5) {
                    (n > 0 ? plus : minus)[FastMath.abs(n)]++;
                }
            }
            for (int n = 1; n <= 4; n++) {
                assertThat(minus[n]).isGreaterThan(100);
                double width = 4.5 * FastMath.sqrt(1.0 / plus[n] + 1.0 / minus[n]);
                assertThat(FastMath.log((double) plus[n] / minus[n])).isCloseTo(n * tilt, within(width));
            }
        }

        /** A two-level cell can step once each way: P(0 to 1)/P(1 to 0) = exp(x), whatever the time. */
        @ParameterizedTest(name = "{0} at {1} kT, {2} s")
        @CsvSource({
            "PITCHFORK, 0.8, 1e-7", "PITCHFORK, 3, 1e-6",
            "SADDLE_NODE, 0.8, 1e-7", "SADDLE_NODE, 3, 1e-6",
            "VARIED_TWO_LEVEL, 2, 2e-7"
        })
        void twoLevelsAreCrossedByTheSameRatio(TunableCells cells, double tilt, double seconds) {
            double[] share = new double[2];
            double[] counts = new double[2];
            for (int start = 0; start < 2; start++) {
                CellArray array = cells.at(2, start, 300, 2);
                drive(array, tilt, 6, seconds, 1);
                for (int level : levels(array)) {
                    counts[start] += level == start ? 0 : 1;
                }
                share[start] = counts[start] / 90_000;
            }
            assertThat(counts[1]).isGreaterThan(100);
            double width = 4.5 * FastMath.sqrt((1 - share[0]) / counts[0] + (1 - share[1]) / counts[1]);
            assertThat(FastMath.log(share[0] / share[1])).isCloseTo(tilt, within(width));
        }

        /** Variance over mean is coth(x/2): 1.3130 at 2 kT. Fourth moments of a count near its normal limit. */
        @ParameterizedTest
        @CsvSource({"0.3, 40", "2, 10", "6, 4"})
        void countsHaveTheFanoFactorOfTwoOpposedPoissonProcesses(double tilt, int pulses) {
            CellArray array = TunableCells.CHAIN.at(4096, 2048, 200, 3);
            drive(array, tilt, 7, MICROSECOND, pulses);
            SummaryStatistics steps = new SummaryStatistics();
            for (int level : levels(array)) {
                steps.addValue(level - 2048);
            }
            double fano = 1 / FastMath.tanh(tilt / 2);
            double mean = steps.getMean();
            double relative = FastMath.sqrt(2.5 / 40_000) + FastMath.sqrt(steps.getVariance() / 40_000) / mean;
            assertThat(steps.getVariance() / mean).isCloseTo(fano, within(4.5 * fano * relative));
        }
    }

    /** Work of switching the tilt, in steps, from equilibrium. */
    @Nested
    class Work {
        private static final int SIDE = 120;
        private static final double OPEN_KT = 7;

        private static int count(TunableCells cells) {
            return cells.chain() ? 4 : 2;
        }

        /** Final tilt: keeps the dissipated work of a ramp under 3 kT, or the average of exp(-W) does not converge. */
        private static double most(TunableCells cells) {
            return cells.chain() ? 2 : 4;
        }

        /** Change of free energy from no tilt, kT: -ln of the ratio of sums over levels; cosh(x/2) for two. */
        private static double freeEnergy(int levels, double tilt) {
            return -FastMath.log(FastMath.sinh(levels * tilt / 2) / (levels * FastMath.sinh(tilt / 2)));
        }

        private static CellArray equilibrium(TunableCells cells, double tilt, long seed) {
            CellArray array = cells.at(count(cells), 0, SIDE, seed);
            drive(array, tilt, FastMath.max(4, tilt / 2), 1e-3, 1);
            return array;
        }

        /** Work of every cell, kT, as the tilt goes through given values, a pulse at each but the first and the last. */
        private static double[] works(CellArray array, double[] tilts, int levels) {
            double[] works = new double[array.geometry().cells()];
            for (int k = 1; k < tilts.length; k++) {
                int[] at = levels(array);
                for (int i = 0; i < at.length; i++) {
                    works[i] -= (tilts[k] - tilts[k - 1]) * (at[i] - (levels - 1) / 2.0);
                }
                if (k < tilts.length - 1) {
                    drive(array, tilts[k], OPEN_KT, MICROSECOND, 1);
                }
            }
            return works;
        }

        private static double[] ramp(double from, double to, int steps) {
            double[] tilts = new double[steps + 1];
            for (int k = 0; k <= steps; k++) {
                tilts[k] = from + (to - from) * k / steps;
            }
            return tilts;
        }

        private static SummaryStatistics of(double[] values) {
            SummaryStatistics statistics = new SummaryStatistics();
            for (double value : values) {
                statistics.addValue(value);
            }
            return statistics;
        }

        private static void assertJarzynski(double[] works, double freeEnergy) {
            double[] weights = new double[works.length];
            for (int i = 0; i < works.length; i++) {
                weights[i] = FastMath.exp(-works[i]);
            }
            SummaryStatistics found = of(weights);
            double error = found.getStandardDeviation() / FastMath.sqrt(works.length);
            assertThat(found.getMean()).isCloseTo(FastMath.exp(-freeEnergy), within(4.5 * error));
        }

        /** A sudden tilt of 3 kT: the mean of exp(-W) is cosh(3/2) = 2.35241 for two levels, 0.85545 kT dissipated on average. */
        @ParameterizedTest
        @EnumSource
        void aSuddenQuenchObeysJarzynski(TunableCells cells) {
            int levels = count(cells);
            double tilt = cells.chain() ? 1.2 : 3;
            CellArray array = equilibrium(cells, 0, 4);
            double[] works = works(array, new double[] {0, tilt}, levels);
            double freeEnergy = freeEnergy(levels, tilt);
            if (levels == 2) {
                assertThat(FastMath.exp(-freeEnergy)).isCloseTo(2.352409615243247, within(1e-12));
                assertThat(-freeEnergy * KT).isCloseTo(3.543187850010082e-21, within(1e-31));
            }
            assertJarzynski(works, freeEnergy);
            double error = of(works).getStandardDeviation() / SIDE;
            assertThat(of(works).getMean() - freeEnergy).isCloseTo(-freeEnergy, within(4.5 * error));
        }

        /** Twelve steps to 4 kT: the mean of exp(-W) is cosh(2) = 3.76220 for two levels, however far each pulse relaxes the cell. */
        @ParameterizedTest
        @EnumSource
        void aRampInTwelveStepsObeysJarzynski(TunableCells cells) {
            int levels = count(cells);
            CellArray array = equilibrium(cells, 0, 5);
            double[] works = works(array, ramp(0, most(cells), 12), levels);
            double freeEnergy = freeEnergy(levels, most(cells));
            if (levels == 2) {
                assertThat(FastMath.exp(-freeEnergy)).isCloseTo(3.7621956910836323, within(1e-12));
            }
            assertJarzynski(works, freeEnergy);
            // far from a quench and far from reversible
            double dissipated = of(works).getMean() - freeEnergy;
            assertThat(dissipated).isBetween(0.1, 3.0);
        }

        /** ln P(W)/P_reverse(-W) = W - F at every value of the work: slope 1, crossing at the free energy. */
        @ParameterizedTest
        @EnumSource
        void forwardAndReverseWorkCrossAtTheFreeEnergy(TunableCells cells) {
            int levels = count(cells);
            double most = most(cells);
            double freeEnergy = freeEnergy(levels, most);
            // works are multiples of half a step of tilt
            double grid = most / 12 / 2;
            Map<Long, int[]> bins = new TreeMap<>();
            for (double work : works(equilibrium(cells, 0, 6), ramp(0, most, 12), levels)) {
                bins.computeIfAbsent(FastMath.round(work / grid), w -> new int[2])[0]++;
            }
            for (double work : works(equilibrium(cells, most, 7), ramp(most, 0, 12), levels)) {
                bins.computeIfAbsent(FastMath.round(-work / grid), w -> new int[2])[1]++;
            }
            double sumWeight = 0;
            double sumX = 0;
            double sumY = 0;
            double sumXx = 0;
            double sumXy = 0;
            int used = 0;
            for (Map.Entry<Long, int[]> bin : bins.entrySet()) {
                int[] counts = bin.getValue();
                if (counts[0] < 30 || counts[1] < 30) {
                    continue;
                }
                double x = bin.getKey() * grid - freeEnergy;
                double y = FastMath.log((double) counts[0] / counts[1]);
                double weight = 1 / (1.0 / counts[0] + 1.0 / counts[1]);
                assertThat(y).as("work %s kT", bin.getKey() * grid).isCloseTo(x, within(4.5 / FastMath.sqrt(weight)));
                sumWeight += weight;
                sumX += weight * x;
                sumY += weight * y;
                sumXx += weight * x * x;
                sumXy += weight * x * y;
                used++;
            }
            assertThat(used).isGreaterThanOrEqualTo(6);
            double spread = sumXx - sumX * sumX / sumWeight;
            double slope = (sumXy - sumX * sumY / sumWeight) / spread;
            assertThat(slope).isCloseTo(1, within(4.5 / FastMath.sqrt(spread)));
            // at slope 1 the crossing is the mean of x - y
            assertThat((sumX - sumY) / sumWeight).isCloseTo(0, within(4.5 / FastMath.sqrt(sumWeight)));
        }

        /** The heat the array books closes the balance of works and level energies of all its cells. */
        @ParameterizedTest
        @EnumSource
        void workIsEnergyPlusBookedHeat(TunableCells cells) {
            int levels = count(cells);
            CellArray array = equilibrium(cells, 0, 8);
            double heat = 0;
            double work = 0;
            double last = 0;
            for (int k = 1; k <= 12; k++) {
                double tilt = most(cells) * k / 12;
                for (int level : levels(array)) {
                    work -= (tilt - last) * (level - (levels - 1) / 2.0);
                }
                heat += drive(array, tilt, OPEN_KT, MICROSECOND, 1).joules(EnergyAccount.UPDATE) / KT;
                last = tilt;
            }
            double energy = 0;
            for (int level : levels(array)) {
                energy -= last * (level - (levels - 1) / 2.0);
            }
            assertThat(work).isCloseTo(energy + heat, within(1e-12 * SIDE * SIDE * 12));
        }
    }
}
