package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.chain;

import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.BarrierChange;
import org.limbench.device.RandomStream;
import org.limbench.device.TimeAdvance;

/**
 * The mean number of jumps near a reflecting end, in every sampling regime, against the master equation.
 *
 * <p>Acceptance: 4.5 standard errors, taken from the sample itself where it varies; seeds fixed.
 */
final class JumpCountTest {
    private static final int DRAWS = 12_000;

    @ParameterizedTest(name = "{0} levels from {1}, {2} proposals, tilt {3} kT")
    @CsvSource({
        // walked
        "32, 1, 12, 0.5",
        "16, 14, 200, -0.1",
        "32, 31, 40, 0",
        // folded: at an end, near it, in the middle, near the other
        "256, 0, 70, 0",
        "256, 3, 150, 0",
        "256, 252, 150, 0",
        "256, 255, 4000, 0",
        "64, 3, 800, 0",
        "64, 30, 3000, 0",
        "16, 15, 1500, 0",
        "5, 2, 70, 0",
        // evenly drawn
        "16, 0, 2500, 0",
        "16, 8, 2500, 0",
        "3, 1, 400, 0",
        // propagated: both directions, from both ends, short of the stationary law and far beyond
        "16, 15, 1100, 0.3",
        "16, 0, 1100, 0.3",
        "16, 0, 1100, -0.3",
        "16, 15, 1100, 4",
        "64, 60, 1100, -0.05",
        "64, 1, 4000, 0.01",
        "128, 0, 2000, 0.01",
        "128, 120, 3000, -0.1",
        "128, 3, 3000, -2",
        "64, 0, 1100, 3",
        "16, 3, 1e5, 1"
    })
    void meanIsThatOfTheMasterEquation(int levels, int start, double proposals, double tilt) {
        ReflectingWalk walk = new ReflectingWalk(levels);
        double up = proposals / (1 + FastMath.exp(-tilt));
        RandomStream stream = RandomStream.of(21, "test.jump-count").split((long) (levels * 1000 + start + proposals));
        SummaryStatistics jumps = new SummaryStatistics();
        for (int i = 0; i < DRAWS; i++) {
            int end =
                    walk.after(start, up, proposals - up, tilt, stream.split(i).cursor());
            long made = walk.takeJumps();
            int distance = FastMath.abs(end - start);
            if (made < distance || (made - distance) % 2 != 0) {
                throw new AssertionError(made + " jumps from " + start + " to " + end);
            }
            jumps.addValue((double) made);
        }
        double error = jumps.getStandardDeviation() / FastMath.sqrt(DRAWS);
        double expected = meanJumps(levels, start, proposals, tilt);
        assertThat(jumps.getMean()).isCloseTo(expected, within(4.5 * error + 1e-9 * expected));
    }

    /** Cells at rest near both ends under barriers that make some, many and very many of them jump. */
    @ParameterizedTest(name = "from {0} at {1} kT for {2} s")
    @CsvSource({
        "3, 20, 1",
        "3, 36, 3e8",
        "0, 36, 3e8",
        "28, 36, 3e8",
        "31, 36, 3e8",
        "3, 30, 3e7",
        "3, 45, 3e8",
        "16, 32, 3e8"
    })
    void cellsAtRestAreCountedRight(int start, double barrierKt, double seconds) {
        int side = 90;
        CellArray array = chain(32, 100, start, start).newArray(TestModels.square(side), 300, cellsAlone(0), 22);
        array.apply(new BarrierChange(array.geometry().whole(), barrierKt * KT, 0));
        double proposals = 2 * 1e9 * FastMath.exp(-barrierKt) * seconds;
        double expected = meanJumps(32, start, proposals, 0) * side * side;
        // the count of a cell has a variance of at most its mean number of proposals
        double width = 4.5 * side * FastMath.sqrt(proposals);
        assertThat((double) array.apply(new TimeAdvance(seconds, true)).jumps()).isCloseTo(expected, within(width));
    }

    /** Pulses that push cells against an end, and off it. */
    @ParameterizedTest(name = "from {0}, tilt {1} kT over {2} kT, {3} pulses")
    @CsvSource({
        "3, -0.2, 0.2, 40",
        "3, 0.2, 0.2, 40",
        "28, 0.2, 0.2, 40",
        "28, -2, 1, 40",
        "3, 2, 1, 300",
        "0, -1, 2, 2000",
        "31, 1, 4, 1000"
    })
    void pulsedCellsAreCountedRight(int start, double tiltKt, double openKt, int pulses) {
        int side = 30;
        CellArray array = chain(32, 100, start, start).newArray(TestModels.square(side), 300, cellsAlone(0), 23);
        double tilt = FastMath.abs(tiltKt);
        double proposals = pulses * 1e9 * MICROSECOND * FastMath.exp(-openKt) * 2 * FastMath.cosh(tilt / 2);
        double expected = meanJumps(32, start, proposals, tiltKt) * side * side;
        double found =
                TunableCells.drive(array, tiltKt, openKt, MICROSECOND, pulses).jumps();
        assertThat(found).isCloseTo(expected, within(4.5 * side * FastMath.sqrt(proposals)));
    }

    /**
     * Mean jumps from a level in a time: the sum over k of P(more than k proposals) times the probability that the next one is
     * a jump (uniformisation; Jensen, Skand. Aktuarietidskr. 36, 87 (1953)).
     */
    private static double meanJumps(int levels, int start, double proposals, double tilt) {
        double up = 1 / (1 + FastMath.exp(-tilt));
        PoissonDistribution count = new PoissonDistribution(proposals);
        double width = 12 * FastMath.sqrt(proposals) + 30;
        double[] now = new double[levels];
        now[start] = 1;
        double mean = 0;
        for (int k = 0; k < proposals + width; k++) {
            double more = k < proposals - width ? 1 : 1 - count.cumulativeProbability(k);
            mean += more * (1 - up * now[levels - 1] - (1 - up) * now[0]);
            double[] next = new double[levels];
            for (int i = 0; i < levels; i++) {
                next[FastMath.min(levels - 1, i + 1)] += up * now[i];
                next[FastMath.max(0, i - 1)] += (1 - up) * now[i];
            }
            now = next;
        }
        return mean;
    }
}
