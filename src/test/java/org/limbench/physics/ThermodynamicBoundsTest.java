package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TestModels.square;
import static org.limbench.physics.TunableCells.drive;
import static org.limbench.physics.TunableCells.histogram;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;

/**
 * Mean heat of many like cells beside the information bound (B1), the jump speed limit added to it (B2) and the
 * uncertainty relation (B4), seed by seed within four standard errors; and what reading in between may buy.
 */
final class ThermodynamicBoundsTest {
    private static final int SIDE = 64;
    private static final int CELLS = SIDE * SIDE;
    private static final double WIDTH = 4;

    /**
     * What a train did to the population, per cell.
     *
     * @param heat mean heat, kT
     * @param error standard error of the heat: each jump adds variance tilt^2, kT
     * @param distance Wasserstein-1 distance of the populations, levels
     * @param activity mean number of jumps
     * @param entropyDrop H before minus H after, nat, both by plug-in with the Miller-Madow correction
     */
    private record Outcome(double heat, double error, double distance, double activity, double entropyDrop) {
        /** 2 W1 artanh(W1/A): derived; two-state form Lee, Lee, Kwon and Park, doi:10.1103/PhysRevLett.129.120603. */
        double jumpLimit() {
            double ratio = Math.min(distance / activity, 1 - 1e-12);
            return distance * FastMath.log((1 + ratio) / (1 - ratio));
        }
    }

    private static Outcome run(CellArray array, int bins, double tiltKt, double barrierKt, int pulses) {
        int[] before = histogram(levels(array), bins);
        Dissipation done = drive(array, -tiltKt, barrierKt, MICROSECOND, pulses);
        int[] after = histogram(levels(array), bins);
        double activity = (double) done.jumps() / CELLS;
        return new Outcome(
                done.joules(EnergyAccount.UPDATE) / KT / CELLS,
                tiltKt * FastMath.sqrt(activity / CELLS),
                distance(before, after),
                activity,
                entropy(before) - entropy(after));
    }

    private static CellArray array(TunableCells cells, int levels, int least, int most, long seed) {
        return cells.model(levels, 24, least, most)
                .newArray(square(SIDE), TunableCells.TEMPERATURE, cellsAlone(1), seed);
    }

    private static double entropy(int[] counts) {
        double entropy = 0;
        int occupied = 0;
        for (int count : counts) {
            if (count > 0) {
                double p = (double) count / CELLS;
                entropy -= p * FastMath.log(p);
                occupied++;
            }
        }
        return entropy + (occupied - 1) / (2.0 * CELLS);
    }

    private static double distance(int[] before, int[] after) {
        double distance = 0;
        long difference = 0;
        for (int i = 0; i < before.length; i++) {
            difference += before[i] - after[i];
            distance += FastMath.abs((double) difference / CELLS);
        }
        return distance;
    }

    private static void assertRespectsBothBounds(Outcome outcome, int levels, long seed) {
        // plug-in entropies of 4096 cells scatter by up to sqrt(levels) / 4096 nat
        double allowance = WIDTH * (outcome.error() + FastMath.sqrt(levels) / CELLS);
        assertThat(outcome.heat() + allowance).as("B1, seed %d", seed).isGreaterThanOrEqualTo(outcome.entropyDrop());
        assertThat(outcome.heat() + allowance)
                .as("B1 + B2, seed %d", seed)
                .isGreaterThanOrEqualTo(outcome.entropyDrop() + outcome.jumpLimit());
    }

    @ParameterizedTest(name = "{0} levels from {1}-{2}, tilt {3} kT over {4} kT, {5} pulses")
    @CsvSource({
        "16, 0, 15, 0.5, 7, 8", // part of an erasure
        "16, 0, 15, 2, 7, 40", // a whole one
        "2, 0, 1, 3, 7, 6", // one bit
        "16, 15, 15, 0, 7, 30", // free diffusion from an end: no heat, entropy gained
        "64, 60, 63, 1, 7, 12", // a packet on its way
        "8, 0, 7, 6, 9, 3" // hard and short
    })
    void meanHeatOfAChainRespectsBothBoundsAtEverySeed(
            int levels, int least, int most, double tilt, double barrier, int pulses) {
        for (long seed = 1; seed <= 15; seed++) {
            CellArray array = array(TunableCells.CHAIN, levels, least, most, seed);
            assertRespectsBothBounds(run(array, levels, tilt, barrier, pulses), levels, seed);
        }
    }

    /** Pooled over cells that differ, both sides stay on the safe side: entropy is concave, the limit jointly convex. */
    @ParameterizedTest(name = "{0} from {1}-{2}, tilt {3} kT over {4} kT, {5} pulses")
    @CsvSource({
        "VARIED_CHAIN, 0, 15, 0.5, 7, 8",
        "VARIED_CHAIN, 0, 15, 2, 7, 40",
        "PITCHFORK, 0, 1, 3, 7, 1",
        "PITCHFORK, 0, 1, 10, 8, 4",
        "PITCHFORK, 1, 1, 0, 7, 1",
        "SADDLE_NODE, 0, 1, 3, 7, 1",
        "SADDLE_NODE, 0, 1, 10, 8, 4",
        "SADDLE_NODE, 1, 1, 0, 7, 1",
        "VARIED_TWO_LEVEL, 0, 1, 3, 7, 2"
    })
    void meanHeatOfOtherCellsRespectsBothBoundsAtEverySeed(
            TunableCells cells, int least, int most, double tilt, double barrier, int pulses) {
        int levels = cells.chain() ? 16 : 2;
        for (long seed = 1; seed <= 15; seed++) {
            CellArray array = array(cells, levels, least, most, seed);
            assertRespectsBothBounds(run(array, levels, tilt, barrier, pulses), levels, seed);
        }
    }

    /** A broad packet on a uniformly tilted chain saturates the jump speed limit: N x = 2 N artanh(N/A). Derived. */
    @Test
    void aBroadPacketSaturatesTheJumpLimit() {
        Outcome outcome = run(array(TunableCells.CHAIN, 512, 300, 420, 1), 512, 2, 7, 8);
        assertThat(outcome.jumpLimit() / outcome.heat()).isCloseTo(1, within(0.02));
    }

    /** Where its conditions hold: like cells, clear of the ends, constant tilt, no reading. */
    @Nested
    class UncertaintyRelation {
        /** Heat is at least 2 kT mean^2/variance, and exactly x coth(x/2)/2 times that. */
        @ParameterizedTest
        @CsvSource({"0.3, 40", "2, 10", "5, 4"})
        void holdsOnAChainAtItsKnownRatio(double tilt, int pulses) {
            double known = tilt / FastMath.tanh(tilt / 2) / 2;
            for (long seed = 1; seed <= 10; seed++) {
                CellArray array = TunableCells.CHAIN.at(4096, 2048, SIDE, seed);
                double heat = drive(array, tilt, 7, MICROSECOND, pulses).joules(EnergyAccount.UPDATE) / KT / CELLS;
                SummaryStatistics steps = new SummaryStatistics();
                for (int level : levels(array)) {
                    steps.addValue(level - 2048);
                }
                double floor = 2 * steps.getMean() * steps.getMean() / steps.getVariance();
                double relative = FastMath.sqrt(2.5 / CELLS) + steps.getStandardDeviation() / steps.getMean() / SIDE;
                assertThat(heat).as("seed %d", seed).isGreaterThan(floor * (1 - WIDTH * relative));
                assertThat(heat / floor).as("seed %d", seed).isCloseTo(known, within(4.5 * known * relative));
            }
        }

        /** A two-level cell relaxing without tilt from one level moves at no heat: the relation is not for it. */
        @ParameterizedTest
        @EnumSource(names = {"PITCHFORK", "SADDLE_NODE"})
        void isNotForTwoLevelCells(TunableCells cells) {
            CellArray array = cells.at(2, 0, SIDE, 3);
            double heat = drive(array, 0, 5, MICROSECOND, 10).joules(EnergyAccount.UPDATE);
            double mean = TunableCells.mean(levels(array));
            assertThat(heat).isZero();
            assertThat(2 * mean * mean / (mean * (1 - mean))).isGreaterThan(1.5);
        }
    }

    /**
     * Reads inside the interval that steer later pulses buy work, at most the information they gain: Q >= kT [H before - H
     * after - sum of I(X; Y)] (Sagawa and Ueda, doi:10.1103/PhysRevLett.104.090602). Reads here are exact.
     */
    @Nested
    class Feedback {
        private static DenseUpdate push(CellArray array, byte[] signed, double tilt, double open) {
            return new DenseUpdate(
                    array.geometry().whole(), new Drive.Barrier(tilt * KT, open * KT), signed, 2 * MICROSECOND);
        }

        /** Read which level, tilt towards it, let go slowly: heat flows in, up to kT ln 2 a cell and never more. */
        @ParameterizedTest
        @EnumSource(names = {"CHAIN", "PITCHFORK", "SADDLE_NODE", "VARIED_TWO_LEVEL"})
        void aSzilardCycleTakesHeatInButNoMoreThanItsReadIsWorth(TunableCells cells) {
            CellArray array = cells.even(2, SIDE, 1);
            int[] read = levels(array);
            byte[] towards = new byte[CELLS];
            for (int i = 0; i < CELLS; i++) {
                towards[i] = (byte) (read[i] == 1 ? 1 : -1);
            }
            double heat = 0;
            double jumps = 0;
            for (double tilt = 5.9; tilt > 0; tilt -= 0.2) {
                Dissipation spent = array.apply(push(array, towards, tilt, 5));
                heat += spent.joules(EnergyAccount.UPDATE) / KT / CELLS;
                jumps += tilt * tilt * spent.jumps();
            }
            // before: ln 2, after given the read: ln 2, information: ln 2
            double floor = -FastMath.log(2);
            assertThat(heat + WIDTH * FastMath.sqrt(jumps) / CELLS).isGreaterThan(floor);
            // open loop the same end from the same start costs 0 at least
            assertThat(heat).isLessThan(-0.55);
        }

        /**
         * Write and verify: every read sends the cells that miss their target back towards it, so that they end where they
         * should for a fraction of what an open loop of that precision must dissipate.
         */
        @ParameterizedTest
        @EnumSource(names = {"CHAIN", "VARIED_CHAIN"})
        void writeAndVerifyUndercutsTheOpenLoopRelation(TunableCells cells) {
            CellArray array = cells.at(4096, 2048, SIDE, 2);
            double heat = 0;
            double jumps = 0;
            for (int round = 0; round < 60; round++) {
                int[] now = levels(array);
                byte[] signed = new byte[CELLS];
                for (int i = 0; i < CELLS; i++) {
                    signed[i] = (byte) Integer.signum(2054 - now[i]);
                }
                Dissipation spent = array.apply(push(array, signed, 1, 8));
                heat += spent.joules(EnergyAccount.UPDATE) / KT / CELLS;
                jumps += spent.jumps();
            }
            SummaryStatistics steps = new SummaryStatistics();
            for (int level : levels(array)) {
                steps.addValue(level - 2048);
            }
            assertThat(steps.getMean()).isBetween(5.0, 6.5);
            double openLoop = 2 * steps.getMean() * steps.getMean() / steps.getVariance();
            double error = FastMath.sqrt(jumps) / CELLS;
            assertThat(heat + WIDTH * error).isLessThan(openLoop / 2);
            // start and end are known and reads gain information: the bound with feedback is not above 0
            assertThat(heat - WIDTH * error).isGreaterThan(0);
        }
    }
}
