package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TunableCells.ATTEMPTS;
import static org.limbench.physics.TunableCells.drive;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.EnergyAccount;

/**
 * Learning-rate schedules driven through an array: the heat and the scatter of fixed barrier (A), fixed tilt (B) and both
 * modulated (C) against their closed forms, and the kinetic floor. N = 1000 updates of m_n = 1/n net steps, 1e9 attempts/s,
 * 1 us. Figures: 447.8 kT (A at 40 kT), 14.97 kT (B at 2 kT), 4.373 kT (C at B's final variance 0.6572), all derived. Widths
 * are 4.5 standard errors.
 */
final class ScheduledHeatTest {
    private static final int SIDE = 50;
    private static final int CELLS = SIDE * SIDE;
    private static final int UPDATES = 1000;
    private static final double ATTEMPTS_PER_PULSE = ATTEMPTS * MICROSECOND;

    /**
     * What a schedule did per cell.
     *
     * @param heat mean booked heat, kT
     * @param heatError its standard error, kT
     * @param steps mean net steps
     * @param variance of the sum of displacements weighted by sqrt(c_n) = n/N: errors contracted by later descent
     */
    private record Driven(double heat, double heatError, double steps, double variance) {}

    private static Driven run(IntToDoubleFunction tiltKt, IntToDoubleFunction barrierKt) {
        CellArray array = TunableCells.CHAIN.at(4096, 2048, SIDE, 1);
        double[] weighted = new double[CELLS];
        double heat = 0;
        double scatter = 0;
        int[] before = levels(array);
        for (int n = 1; n <= UPDATES; n++) {
            double tilt = tiltKt.applyAsDouble(n);
            Dissipation spent = drive(array, tilt, barrierKt.applyAsDouble(n), MICROSECOND, 1);
            int[] after = levels(array);
            for (int i = 0; i < CELLS; i++) {
                weighted[i] += (double) n / UPDATES * (after[i] - before[i]);
            }
            heat += spent.joules(EnergyAccount.UPDATE) / KT;
            scatter += tilt * tilt * spent.jumps();
            before = after;
        }
        SummaryStatistics errors = new SummaryStatistics();
        for (double value : weighted) {
            errors.addValue(value);
        }
        return new Driven(
                heat / CELLS, FastMath.sqrt(scatter) / CELLS, TunableCells.mean(before) - 2048, errors.getVariance());
    }

    /** sum of 1/n to 1000. */
    private static void assertSteps(Driven driven) {
        assertThat(driven.steps()).isCloseTo(7.485470860550343, within(4.5 * FastMath.sqrt(60.0 / CELLS)));
    }

    private static void assertVariance(Driven driven, double expected) {
        // weighted sums of a few jumps have a kurtosis of at most 1/expected above the normal one
        double relative = FastMath.sqrt((2 + 1 / expected) / CELLS);
        assertThat(driven.variance()).isCloseTo(expected, within(4.5 * expected * relative));
    }

    @Test
    void fixedBarrierPaysForTheBarrierAtEveryStep() {
        Driven driven = run(n -> 2 * FastMath.asinh(FastMath.exp(40) / (2 * ATTEMPTS_PER_PULSE) / n), n -> 40);
        assertThat(driven.heat()).isCloseTo(447.84370906476914, within(4.5 * driven.heatError()));
        assertSteps(driven);
        assertVariance(driven, 0.5005);
    }

    @Test
    void fixedTiltPaysTheTiltAtEveryStep() {
        Driven driven = run(n -> 2, n -> FastMath.log(2 * ATTEMPTS_PER_PULSE * FastMath.sinh(1) * n));
        assertThat(driven.heat()).isCloseTo(14.970941721100687, within(4.5 * driven.heatError()));
        assertSteps(driven);
        assertVariance(driven, 0.6572);
    }

    /** s = 2.63626 of x_n = 2 asinh(s n/N): least heat at the final variance of the fixed tilt. */
    @Test
    void bothModulatedReachesTheSameVarianceForLessThanAThird() {
        IntToDoubleFunction tilt = n -> 2 * FastMath.asinh(2.6362618821910706 * n / UPDATES);
        Driven driven =
                run(tilt, n -> FastMath.log(2 * ATTEMPTS_PER_PULSE * FastMath.sinh(tilt.applyAsDouble(n) / 2) * n));
        assertThat(driven.heat()).isCloseTo(4.372881288361975, within(4.5 * driven.heatError()));
        // early updates at almost no tilt are almost all diffusion: variance of the steps is sum m_n coth(x_n/2)
        assertThat(driven.steps()).isCloseTo(7.485470860550343, within(4.5 * FastMath.sqrt(630.0 / CELLS)));
        assertVariance(driven, 0.6572);
    }

    /** At fixed tilt a barrier that rises by the tabulated amount slows the cell by the share of the rate it stands for. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "constant, 0, 1",
        "1/n at 1000, 6.907755278982137, 0.001",
        "1/sqrt(n) at 1000, 3.4538776394910684, 0.03162277660168379",
        "exponential of 200 at 1000, 4.995, 0.006771721098967921",
        "tunnelling from e^40 at 1e18, 1.7391383956996904, 0.17567169491751086",
    })
    void theBarrierThatTracksARateSlowsTheCellByIt(String schedule, double riseKt, double share) {
        double first = FastMath.log(2 * ATTEMPTS_PER_PULSE * FastMath.sinh(1));
        // repeated until about ten steps are expected
        int repeats = (int) FastMath.rint(10 / share);
        CellArray array = TunableCells.CHAIN.at(4096, 2048, SIDE, 2);
        drive(array, 2, first + riseKt, MICROSECOND, repeats);
        double expected = repeats * share;
        double width = 4.5 * FastMath.sqrt(expected / FastMath.tanh(1) / CELLS);
        assertThat(TunableCells.mean(levels(array)) - 2048).as(schedule).isCloseTo(expected, within(width));
    }

    /**
     * Heat per net step is never below -kT ln(1 - r/Gamma0), the least of any cell whose rate along the tilt cannot exceed
     * Gamma0 (derived). The rate is the net steps of like cells clear of the ends over the time.
     */
    @ParameterizedTest(name = "{0} kT over {1} kT")
    @CsvSource({"0.5, 0.25", "3, 1.5", "3, 4", "20, 10"})
    void noChainBeatsTheKineticFloor(double tilt, double open) {
        CellArray array = TunableCells.CHAIN.at(4096, 2048, SIDE, 3);
        double seconds = 2e-8;
        double heat = drive(array, tilt, open, seconds, 1).joules(EnergyAccount.UPDATE) / KT / CELLS;
        double steps = TunableCells.mean(levels(array)) - 2048;
        double rate = steps / (ATTEMPTS * seconds);
        double error = FastMath.sqrt(steps / FastMath.tanh(tilt / 2) / CELLS) / (ATTEMPTS * seconds);
        assertThat(heat / steps).isCloseTo(tilt, within(1e-9));
        double floor = -FastMath.log1p(-FastMath.max(0, rate - 4.5 * error));
        assertThat(heat / steps).isGreaterThanOrEqualTo(floor);
        if (tilt == 2 * open) {
            // no barrier left: the floor itself
            assertThat(rate).isCloseTo(-FastMath.expm1(-tilt), within(4.5 * error));
        }
    }

    /** A two-level cell leaves a level at most at the attempt rate, at the largest tilt a drive can ask for. */
    @ParameterizedTest(name = "{0} at {1} kT")
    @CsvSource({"PITCHFORK, 0.5", "PITCHFORK, 2", "PITCHFORK, 8", "SADDLE_NODE, 0.5", "SADDLE_NODE, 2", "SADDLE_NODE, 8"
    })
    void noTwoLevelCellBeatsTheKineticFloor(TunableCells cells, double tilt) {
        double seconds = 2e-10;
        CellArray array = cells.at(2, 0, 300, 4);
        drive(array, tilt, tilt / 2, seconds, 1);
        double left = TunableCells.mean(levels(array));
        double error = FastMath.sqrt(left / 90_000);
        // p(t) = k+ t (1 - (k+ + k-) t/2 + ...): the initial rate along the tilt, from below
        double along = -FastMath.log1p(-(left - 4.5 * error)) / (ATTEMPTS * seconds);
        assertThat(along).isLessThan(1);
        double net = along * -FastMath.expm1(-tilt);
        assertThat(tilt).isGreaterThanOrEqualTo(-FastMath.log1p(-net));
        double[] rates = cells.rates(tilt / 2, tilt);
        double total = (rates[0] + rates[1]) * seconds;
        assertThat(left).isCloseTo(rates[0] * seconds * -FastMath.expm1(-total) / total, within(4.5 * error));
    }
}
