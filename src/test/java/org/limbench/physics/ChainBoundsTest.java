package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.chain;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TestModels.square;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;

/**
 * Mean heat of many like cells beside the information bound (B1) and the jump speed limit added to it (B2), seed by seed
 * within four standard errors (theory note, section 5, item 5).
 */
final class ChainBoundsTest {
    private static final int SIDE = 64;
    private static final int CELLS = SIDE * SIDE;
    private static final double WIDTH = 4;
    private static final double TEMPERATURE = 300;

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
        double jumpLimit() {
            double ratio = Math.min(distance / activity, 1 - 1e-12);
            return distance * Math.log((1 + ratio) / (1 - ratio));
        }
    }

    private static Outcome run(BarrierChain cell, double tiltKt, double barrierKt, int pulses, long seed) {
        CellArray array = cell.newArray(square(SIDE), TEMPERATURE, cellsAlone(1), seed);
        int[] before = histogram(levels(array), cell.levels());
        Dissipation done = array.apply(new PulseTrain(
                square(SIDE).whole(),
                Operation.UPDATE,
                new Drive.Barrier(tiltKt * KT, barrierKt * KT),
                Polarity.DEPRESS,
                MICROSECOND,
                MICROSECOND,
                pulses));
        int[] after = histogram(levels(array), cell.levels());
        double activity = (double) done.jumps() / CELLS;
        return new Outcome(
                done.joules(EnergyAccount.UPDATE) / KT / CELLS,
                tiltKt * Math.sqrt(activity / CELLS),
                distance(before, after),
                activity,
                entropy(before) - entropy(after));
    }

    private static int[] histogram(int[] levels, int bins) {
        int[] counts = new int[bins];
        for (int level : levels) {
            counts[level]++;
        }
        return counts;
    }

    private static double entropy(int[] counts) {
        double entropy = 0;
        int occupied = 0;
        for (int count : counts) {
            if (count > 0) {
                double p = (double) count / CELLS;
                entropy -= p * Math.log(p);
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
            distance += Math.abs((double) difference / CELLS);
        }
        return distance;
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
    void meanHeatRespectsBothBoundsAtEverySeed(
            int levels, int least, int most, double tilt, double barrier, int pulses) {
        BarrierChain cell = chain(levels, 24, least, most);
        for (long seed = 1; seed <= 20; seed++) {
            Outcome outcome = run(cell, tilt, barrier, pulses, seed);
            // plug-in entropies of 4096 cells scatter by up to sqrt(levels) / 4096 nat
            double allowance = WIDTH * (outcome.error() + Math.sqrt(levels) / CELLS);
            assertThat(outcome.heat() + allowance)
                    .as("B1, seed %d", seed)
                    .isGreaterThanOrEqualTo(outcome.entropyDrop());
            assertThat(outcome.heat() + allowance)
                    .as("B1 + B2, seed %d", seed)
                    .isGreaterThanOrEqualTo(outcome.entropyDrop() + outcome.jumpLimit());
        }
    }

    /** Golden number G25: a broad packet on a uniformly tilted chain saturates the jump speed limit. */
    @Test
    void aBroadPacketSaturatesTheJumpLimit() {
        Outcome outcome = run(chain(512, 24, 300, 420), 2, 7, 8, 1);
        assertThat(outcome.jumpLimit() / outcome.heat()).isCloseTo(1, within(0.02));
    }
}
