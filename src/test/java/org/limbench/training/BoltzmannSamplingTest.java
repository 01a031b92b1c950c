package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;

/**
 * At a fixed temperature the spins follow exp(-H/T), enumerated state by state.
 *
 * <p>Many copies of a small problem side by side in one array, without edges between them, give independent samples in one
 * readout.
 */
final class BoltzmannSamplingTest {
    private static final int SPINS = 8;
    private static final double T = 2;
    /** Frustrated, of both signs and three strengths; every spin has two to four neighbours. */
    private static final int[][] EDGES = {
        {0, 1, 1},
        {1, 2, -2},
        {2, 3, 1},
        {3, 4, 3},
        {4, 5, -1},
        {5, 6, 2},
        {6, 7, 1},
        {7, 0, -1},
        {0, 4, 1},
        {1, 5, 2},
        {2, 6, -1},
        {3, 7, 1},
        {0, 2, 1}
    };

    private static IsingProblem copies(int spins, int[][] small, int copies) {
        List<IsingProblem.Edge> edges = new ArrayList<>();
        for (int c = 0; c < copies; c++) {
            for (int[] e : small) {
                edges.add(new IsingProblem.Edge(c * spins + e[0], c * spins + e[1], e[2]));
            }
        }
        return IsingProblem.of("copies", spins * copies, edges, null);
    }

    private static TrainingPlan plan() {
        return TrainingPlan.builder().seed(5).holdKt(60).ageSeconds(0).build();
    }

    private static AnnealingPlan constant(double t, int sweeps, double activity) {
        return new AnnealingPlan(
                sweeps, List.of(), new Cooling(Cooling.Rule.CONSTANT, t, t, 0), activity, activity, 100);
    }

    private static boolean[] spinsOf(CellsDriver device, int levels, Tile tile) {
        int[] codes = device.execute(new ReadRequest(tile, 1)).readout().codes();
        boolean[] up = new boolean[codes.length];
        for (int i = 0; i < codes.length; i++) {
            up[i] = codes[i] >= levels / 2;
        }
        return up;
    }

    private static double[] boltzmann() {
        double[] p = new double[1 << SPINS];
        double sum = 0;
        for (int state = 0; state < p.length; state++) {
            int h = 0;
            for (int[] e : EDGES) {
                h += (state >> e[0] & 1) == (state >> e[1] & 1) ? e[2] : -e[2];
            }
            p[state] = Math.exp(-h / T);
            sum += p[state];
        }
        for (int state = 0; state < p.length; state++) {
            p[state] /= sum;
        }
        return p;
    }

    /** Chi-square over the states, those with fewer than five expected pooled. Fixed seeds; accepted above P = 0.001. */
    private static double chiSquare(long[] counts, double[] p, int copies) {
        List<Double> expected = new ArrayList<>(List.of(0.0));
        List<Long> observed = new ArrayList<>(List.of(0L));
        for (int state = 0; state < p.length; state++) {
            double mean = p[state] * copies;
            if (mean < 5) {
                expected.set(0, expected.get(0) + mean);
                observed.set(0, observed.get(0) + counts[state]);
            } else {
                expected.add(mean);
                observed.add(counts[state]);
            }
        }
        assertThat(expected.size()).as("states not pooled").isGreaterThan(25);
        return new ChiSquareTest()
                .chiSquareTest(
                        expected.stream().mapToDouble(x -> x).toArray(),
                        observed.stream().mapToLong(x -> x).toArray());
    }

    private static double probability(int levels, int copies, int sweeps, double activity) {
        CellsDriver device = new CellsDriver(levels, copies * SPINS / 100, 100, 11);
        IsingProblem problem = copies(SPINS, EDGES, copies);
        AnnealingRun run = new AnnealingRun(
                device, problem, plan(), constant(T, sweeps, activity), AnnealingArm.LOWERED, RunListener.none());
        run.run();
        boolean[] up = spinsOf(device, levels, new Tile(0, 0, copies * SPINS / 100, 100));
        long[] counts = new long[1 << SPINS];
        for (int c = 0; c < copies; c++) {
            int state = 0;
            for (int i = 0; i < SPINS; i++) {
                state |= up[c * SPINS + i] ? 1 << i : 0;
            }
            counts[state]++;
        }
        return chiSquare(counts, boltzmann(), copies);
    }

    /** A long pulse is a heat bath; short ones take more sweeps to the same law, local detailed balance and no more. */
    @ParameterizedTest
    @CsvSource({"8, 30", "0.4, 90"})
    void twoLevelCellsSampleTheBoltzmannLawWithPulsesOfAnyLength(double activity, int sweeps) {
        assertThat(probability(2, 2000, sweeps, activity)).isGreaterThan(0.001);
    }

    @Test
    void chainsOfManyLevelsSampleItWithPulsesThatBringThemToRest() {
        assertThat(probability(16, 1500, 25, 10)).isGreaterThan(0.001);
    }

    /** Why the law above is no accident: the same test sees a temperature wrong by a quarter. */
    @Test
    void theTestSeesAWrongTemperature() {
        double[] p = boltzmann();
        double[] hotter = new double[p.length];
        double sum = 0;
        for (int state = 0; state < p.length; state++) {
            hotter[state] = Math.pow(p[state], 1 / 1.25);
            sum += hotter[state];
        }
        long[] counts = new long[p.length];
        for (int state = 0; state < p.length; state++) {
            counts[state] = Math.round(2000 * hotter[state] / sum);
        }

        assertThat(chiSquare(counts, p, 2000)).isLessThan(0.001);
    }

    /**
     * Closed form: one pair of weight -1 at T = 1 has the mean product tanh 1; updated together, 0. Four standard errors of
     * 3,000 pairs.
     */
    @Test
    void neighboursUpdatedTogetherLoseTheirCorrelation() {
        assertThat(meanProduct(GraphColouring.classes(pairs()))).isCloseTo(Math.tanh(1), within(4 * 0.65 / 54.8));
        int[] all = new int[6000];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        assertThat(meanProduct(List.of(all))).isCloseTo(0, within(4 / 54.8));
    }

    private static IsingProblem pairs() {
        return copies(2, new int[][] {{0, 1, -1}}, 3000);
    }

    private static double meanProduct(List<int[]> classes) {
        CellsDriver device = new CellsDriver(2, 60, 100, 3);
        new AnnealingRun(device, pairs(), classes, plan(), constant(1, 30, 8), AnnealingArm.LOWERED, RunListener.none())
                .run();
        boolean[] up = spinsOf(device, 2, new Tile(0, 0, 60, 100));
        double sum = 0;
        for (int i = 0; i < up.length; i += 2) {
            sum += up[i] == up[i + 1] ? 1 : -1;
        }
        return sum / 3000;
    }
}
