package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.square;
import static org.limbench.physics.TunableCells.ATTEMPTS;

import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.BarrierChange;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.TimeAdvance;

/**
 * Retention swept over temperature and barrier, the barrier fixed in joules: dwell times follow Arrhenius' law, with the
 * attempt rate as intercept; a tunnelling node does not.
 *
 * <p>Widths are 4.5 standard errors: the log of a dwell time from n jumps has 1/sqrt(n).
 */
final class RetentionSweepTest {
    private static final int SIDE = 60;
    private static final double BOLTZMANN = 1.380649e-23;
    private static final double JUMPS_PER_CELL = 20;

    /** Directions a resting cell can jump in: two clear of the ends, one of a two-level cell. */
    private static double exits(TunableCells cells) {
        return cells.chain() ? 2 : 1;
    }

    /** Mean dwell time of a population at rest, s: cell-seconds per jump. */
    private static double dwell(TunableCells cells, double barrierJoules, double kelvin, long seed) {
        CellArray array = cells.model(4096, 30, 2048, 2048).newArray(square(SIDE), kelvin, cellsAlone(0), seed);
        array.apply(new BarrierChange(array.geometry().whole(), barrierJoules, 0));
        double expected = FastMath.exp(barrierJoules / BOLTZMANN / kelvin) / (exits(cells) * ATTEMPTS);
        double seconds = JUMPS_PER_CELL * expected;
        long jumps = array.apply(new TimeAdvance(seconds, false)).jumps();
        return SIDE * SIDE * seconds / jumps;
    }

    private static double slopeError(SimpleRegression line) {
        return 4.5 / FastMath.sqrt(JUMPS_PER_CELL * SIDE * SIDE) / FastMath.sqrt(line.getXSumSquares());
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAIN", "PITCHFORK", "SADDLE_NODE"})
    void dwellTimesAgainstInverseTemperatureGiveBarrierAndAttemptRate(TunableCells cells) {
        double barrier = 20 * KT;
        SimpleRegression line = new SimpleRegression();
        for (int kelvin = 240; kelvin <= 400; kelvin += 20) {
            line.addData(1.0 / kelvin, FastMath.log(dwell(cells, barrier, kelvin, kelvin)));
        }
        assertThat(line.getSlope()).isCloseTo(barrier / BOLTZMANN, within(slopeError(line)));
        // the intercept lies outside the sweep: its error is the slope's times the mean of 1/T
        double attempts = FastMath.exp(-line.getIntercept()) / exits(cells);
        assertThat(FastMath.log(attempts / ATTEMPTS)).isCloseTo(0, within(slopeError(line) / 300));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAIN", "VARIED_CHAIN", "PITCHFORK", "SADDLE_NODE"})
    void dwellTimesAgainstTheBarrierHaveTheSlopeOfInverseThermalEnergy(TunableCells cells) {
        SimpleRegression line = new SimpleRegression();
        for (int barrier = 12; barrier <= 40; barrier += 4) {
            // one seed: cells that differ do so alike at every barrier
            line.addData(barrier * KT, FastMath.log(dwell(cells, barrier * KT, 300, 5)));
        }
        // the counts of cells that differ exceed the mean count, so the width holds for them too
        assertThat(line.getSlope() * KT).isCloseTo(1, within(slopeError(line) * KT));
        if (cells.homogeneous()) {
            double attempts = FastMath.exp(-line.getIntercept()) / exits(cells);
            assertThat(FastMath.log(attempts / ATTEMPTS)).isCloseTo(0, within(slopeError(line) * 26 * KT * 1.2));
        }
    }

    /**
     * The difference of a pair, one node pulsed, over a million seconds: each node falls as k2/ln(k1 t + exp(k2/V0)), and a
     * fit of the log of what is left against 1/T has no slope.
     */
    @Test
    void aTunnellingNodeFollowsItsOwnLawAtEveryTemperature() {
        FowlerNordheim pair = new FowlerNordheim(
                325, 1e16, 7.5, 0, 0, 0.5, 1e-12, false, 10e-6, 1e-6, 0, 20e-6, new Drive.Voltage(4, 4), 1e-3);
        SimpleRegression line = new SimpleRegression();
        for (int kelvin = 240; kelvin <= 400; kelvin += 40) {
            CellArray array = pair.newArray(square(1), kelvin, cellsAlone(0), 6);
            array.apply(new PulseTrain(
                    array.geometry().whole(),
                    Operation.UPDATE,
                    new Drive.Voltage(4, 4),
                    Polarity.POTENTIATE,
                    1e-3,
                    1e-3,
                    20));
            double plus = fallen(7.5, 0.02);
            double minus = fallen(9.5, 0.02) - 2;
            for (double seconds : new double[] {1e2, 1e4, 1e6}) {
                array.apply(new TimeAdvance(seconds, false));
                plus = fallen(plus, seconds);
                minus = fallen(minus, seconds);
                double difference = TestModels.conductances(array)[0] / 1e-6 - 10;
                assertThat(difference).isCloseTo(plus - minus, within(1e-9));
            }
            line.addData(1.0 / kelvin, FastMath.log(TestModels.conductances(array)[0] / 1e-6 - 10));
        }
        assertThat(line.getSlope()).isCloseTo(0, within(1e-9));
    }

    private static double fallen(double start, double seconds) {
        return 325 / FastMath.log(1e16 * seconds + FastMath.exp(325 / start));
    }
}
