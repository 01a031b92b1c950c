package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TunableCells.drive;
import static org.limbench.physics.TunableCells.histogram;

import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.EnergyAccount;

/** The first law on every trajectory to rounding, the second on ensembles, over every tunable-barrier cell. */
final class FirstAndSecondLawTest {

    /**
     * One cell, pulse by pulse: what the tilt driver pays is the positive switching work less the recovered part of the
     * negative, and on-work plus off-work is the heat.
     */
    @ParameterizedTest(name = "{0}, recovery {1}")
    @CsvSource({
        "CHAIN, 0",
        "CHAIN, 0.3",
        "CHAIN, 1",
        "VARIED_CHAIN, 0.3",
        "PITCHFORK, 0",
        "PITCHFORK, 0.3",
        "PITCHFORK, 1",
        "SADDLE_NODE, 0",
        "SADDLE_NODE, 1",
        "VARIED_TWO_LEVEL, 0.3"
    })
    void firstLawHoldsOnEveryTrajectory(TunableCells cells, double recovery) {
        int jumped = 0;
        for (long seed = 1; seed <= 40; seed++) {
            TunableBarrier model = cells.model(64, TunableCells.FROZEN_KT, 0, 63);
            CellArray cell = model.newArray(TestModels.square(1), TunableCells.TEMPERATURE, cellsAlone(recovery), seed);
            double middle = (model.levels() - 1) / 2.0;
            for (int pulse = 0; pulse < 20; pulse++) {
                double tilt = (pulse % 3 == 0 ? -1 : 1) * (0.2 + 0.2 * pulse);
                int before = levels(cell)[0];
                Dissipation spent = drive(cell, tilt, 7, MICROSECOND, 1);
                int after = levels(cell)[0];
                double on = -tilt * KT * (before - middle);
                double off = tilt * KT * (after - middle);
                double paid = (on > 0 ? on : recovery * on) + (off > 0 ? off : recovery * off);
                double heat = spent.joules(EnergyAccount.UPDATE);
                assertThat(heat).isCloseTo(on + off, within(1e-13 * KT * 300));
                assertThat(heat + spent.joules(EnergyAccount.LINES_RETURN)).isCloseTo(paid, within(1e-13 * KT * 600));
                jumped += after == before ? 0 : 1;
            }
        }
        assertThat(jumped).isGreaterThan(100);
    }

    /** Compression of an even distribution: heat/kT plus change of entropy is at least 0, and clear of it. */
    @ParameterizedTest
    @EnumSource
    void secondLawHoldsOnTheEnsemble(TunableCells cells) {
        int side = 120;
        CellArray array = cells.even(16, side, 6);
        int bins = cells.chain() ? 16 : 2;
        double entropyBefore = entropy(histogram(levels(array), bins));
        double heat = 0;
        double tilt = cells.chain() ? -0.2 : -2;
        for (int pulse = 0; pulse < 30; pulse++) {
            heat += drive(array, tilt, 6, MICROSECOND, 1).joules(EnergyAccount.UPDATE);
        }
        double entropyAfter = entropy(histogram(levels(array), bins));
        assertThat(entropyAfter).isLessThan(entropyBefore - 0.2);
        assertThat(heat / KT / side / side + entropyAfter - entropyBefore).isGreaterThan(0.02);
    }

    private static double entropy(int[] counts) {
        double all = 0;
        for (int count : counts) {
            all += count;
        }
        double entropy = 0;
        for (int count : counts) {
            entropy -= count == 0 ? 0 : count / all * FastMath.log(count / all);
        }
        return entropy;
    }

    /**
     * Erasure of a two-level cell: 5 kT of barrier, the tilt ramped from 0 to 10 kT in 1 us, then frozen and taken away. The
     * ramp is 50 steps at their middle tilt; expectations by the two-state master equation, step by step. For the linear
     * law a continuous ramp, integrated by Runge-Kutta, gives p = 0.9999541, W = 0.946423 kT, 0.253780 nat of entropy
     * production and 2.425554 jumps. Widths are 4.5 standard errors; 1e-3 for the steps.
     */
    @ParameterizedTest
    @EnumSource(names = {"CHAIN", "PITCHFORK", "SADDLE_NODE"})
    void anErasureCycleCostsWhatTheMasterEquationSays(TunableCells cells) {
        int steps = 50;
        int side = 120;
        double count = side * side;
        double seconds = MICROSECOND / steps;
        CellArray array = cells.even(2, side, 9);
        int[] start = levels(array);
        double p = TunableCells.mean(start);
        double startEntropy = entropy(histogram(start, 2));
        double[] works = new double[start.length];
        double[] heats = new double[start.length];
        double expectedWork = 0;
        double expectedJumps = 0;
        double jumps = 0;
        double booked = 0;
        double last = 0;
        int[] at = start;
        for (int k = 0; k < steps; k++) {
            double tilt = 10 * (k + 0.5) / steps;
            expectedWork -= (tilt - last) * (p - 0.5);
            double[] rates = cells.rates(5, tilt);
            double total = rates[0] + rates[1];
            double stationary = rates[0] / total;
            double relaxed = 1 - FastMath.exp(-total * seconds);
            double timeUpper = stationary * seconds + (p - stationary) * relaxed / total;
            expectedJumps += rates[0] * (seconds - timeUpper) + rates[1] * timeUpper;
            p += (stationary - p) * relaxed;
            int[] before = at;
            Dissipation spent = drive(array, tilt, 5, seconds, 1);
            at = levels(array);
            jumps += spent.jumps() / count;
            booked += spent.joules(EnergyAccount.UPDATE) / KT / count;
            for (int i = 0; i < at.length; i++) {
                works[i] -= (tilt - last) * (before[i] - 0.5);
                heats[i] += tilt * (at[i] - before[i]);
            }
            last = tilt;
        }
        expectedWork += last * (p - 0.5);
        double work = 0;
        double square = 0;
        for (int i = 0; i < at.length; i++) {
            works[i] += last * (at[i] - 0.5);
            // a closed cycle: all work has become heat
            assertThat(works[i]).isCloseTo(heats[i], within(1e-11));
            work += works[i] / count;
            square += works[i] * works[i] / count;
        }
        double end = TunableCells.mean(at);
        double error = FastMath.sqrt((square - work * work) / count);
        assertThat(booked).isCloseTo(work, within(1e-11));
        assertThat(work).isCloseTo(expectedWork, within(4.5 * error));
        assertThat(jumps).isCloseTo(expectedJumps, within(4.5 * FastMath.sqrt(expectedJumps / count)));
        assertThat(end).isCloseTo(p, within(4.5 * FastMath.sqrt(p * (1 - p) / count)));
        double endEntropy = entropy(histogram(at, 2));
        double production = booked - (startEntropy - endEntropy);
        double distance = end - TunableCells.mean(start);
        double ratio = distance / jumps;
        double floor = distance * FastMath.log((1 + ratio) / (1 - ratio));
        assertThat(production).isGreaterThan(floor);
        assertThat(work).isGreaterThan(startEntropy - endEntropy);
        if (cells == TunableCells.CHAIN) {
            assertThat(end).isCloseTo(0.9999541, within(4.5 * FastMath.sqrt(4.6e-5 / count)));
            assertThat(work).isCloseTo(0.946423, within(1e-3 + 4.5 * error));
            assertThat(production).isCloseTo(0.253780, within(2e-3 + 4.5 * error));
            assertThat(jumps).isCloseTo(2.425554, within(1e-2 + 4.5 * FastMath.sqrt(2.43 / count)));
            assertThat(floor).isCloseTo(0.209096, within(0.01));
        }
    }
}
