package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.square;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.SparseUpdate;

/** Mean response against the closed form, noise against its stated size, joules against V^2 G t. */
final class SoftBoundsTest {
    private static final Drive.Voltage VOLTAGE = new Drive.Voltage(1.5, 1.4);

    /** Conductance 20 uS at weight 0, 20 uS per weight unit. */
    private static PulsedCell cell(
            double cycle, double stepSpread, double boundSpread, double asymmetry, double write) {
        return PulsedCell.of(
                        new WeightRange(-1, 1, boundSpread, boundSpread),
                        new PulseStep(0.02, stepSpread, false, asymmetry, 0),
                        new PulseResponse.SoftBounds(false),
                        0,
                        40e-6,
                        VOLTAGE,
                        1e-7)
                .withNoise(new PulseNoise(cycle, write));
    }

    private static Dissipation fire(CellArray array, Polarity polarity, int count) {
        return array.apply(
                new PulseTrain(array.geometry().whole(), Operation.UPDATE, VOLTAGE, polarity, 1e-7, 2e-7, count));
    }

    private static double[] weights(CellArray array) {
        return Arrays.stream(TestModels.conductances(array))
                .map(siemens -> siemens / 20e-6 - 1)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    @Test
    void withoutNoiseTheDistanceToTheBoundShrinksGeometrically() {
        CellArray array = cell(0, 0, 0, 0.3, 0).newArray(square(1), 300, TestModels.cellsAlone(0), 1);
        fire(array, Polarity.POTENTIATE, 25);
        double up = 1 - FastMath.pow(1 - 0.02, 25);
        assertThat(weights(array)[0]).isCloseTo(up, within(1e-12));
        fire(array, Polarity.DEPRESS, 60);
        double down = -1 + (1 + up) * FastMath.pow(1 - 0.02 * 0.7, 60);
        assertThat(weights(array)[0]).isCloseTo(down, within(1e-12));
    }

    /** Clear of the bounds the state is autoregressive: mean 1 - (1-a)^n, variance (a s)^2 (1 - q^n)/(1 - q), q = (1-a)^2. */
    @Test
    void cycleNoiseSpreadsAsAnAutoregression() {
        CellArray array = cell(2, 0, 0, 0, 0).newArray(square(150), 300, TestModels.cellsAlone(0), 2);
        fire(array, Polarity.POTENTIATE, 20);
        double[] weights = weights(array);
        double q = 0.98 * 0.98;
        double sigma = 0.02 * 2 * FastMath.sqrt((1 - FastMath.pow(q, 20)) / (1 - q));
        assertThat(mean(weights)).isCloseTo(1 - FastMath.pow(0.98, 20), within(4.5 * sigma / 150));
        // 22,500 cells: relative standard error 1/sqrt(2 N) = 0.47 %
        assertThat(new StandardDeviation().evaluate(weights)).isCloseTo(sigma, within(4.5 * 0.0047 * sigma));
    }

    @Test
    void writeNoiseIsOfItsSizeAndDoesNotAccumulate() {
        CellArray array = cell(0, 0, 0, 0, 5).newArray(square(150), 300, TestModels.cellsAlone(0), 3);
        fire(array, Polarity.POTENTIATE, 30);
        double[] weights = weights(array);
        assertThat(new StandardDeviation().evaluate(weights)).isCloseTo(0.1, within(4.5 * 0.0047 * 0.1));
        assertThat(mean(weights)).isCloseTo(1 - FastMath.pow(0.98, 30), within(4.5 * 0.1 / 150));
    }

    @Test
    void stepsDifferBetweenCellsByTheirSpread() {
        CellArray array = cell(0, 0.2, 0, 0, 0).newArray(square(150), 300, TestModels.cellsAlone(0), 4);
        fire(array, Polarity.POTENTIATE, 1);
        double[] steps = weights(array);
        assertThat(mean(steps)).isCloseTo(0.02, within(4.5 * 0.004 / 150));
        assertThat(new StandardDeviation().evaluate(steps)).isCloseTo(0.004, within(4.5 * 0.0047 * 0.004));
    }

    /** The same seed draws the same bounds, and without noise 2,000 pulses end on them: 1 - 0.98^2000 is 1 to 1e-17. */
    @Test
    void everyCellStaysWithinItsOwnBounds() {
        CellArray quiet = cell(0, 0, 0.1, 0, 0).newArray(square(60), 300, TestModels.cellsAlone(0), 5);
        CellArray noisy = cell(4, 0, 0.1, 0, 0).newArray(square(60), 300, TestModels.cellsAlone(0), 5);
        fire(quiet, Polarity.POTENTIATE, 2000);
        fire(noisy, Polarity.POTENTIATE, 300);
        double[] bounds = weights(quiet);
        double[] weights = weights(noisy);
        int touching = 0;
        for (int i = 0; i < weights.length; i++) {
            assertThat(weights[i]).isLessThanOrEqualTo(bounds[i] + 1e-12);
            touching += weights[i] > bounds[i] - 1e-12 ? 1 : 0;
        }
        assertThat(new StandardDeviation().evaluate(bounds)).isCloseTo(0.1, within(4.5 * 0.1 / 85));
        assertThat(touching).isGreaterThan(100);
    }

    @Test
    void pulseEnergyIsVoltageSquaredTimesConductanceTimesTime() {
        CellArray array = cell(0, 0, 0, 0, 0).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 6);
        double expected = 0;
        double weight = 0;
        for (int k = 0; k < 10; k++) {
            expected += 1.5 * 1.5 * 20e-6 * (1 + weight) * 1e-7;
            weight += 0.02 * (1 - weight);
        }
        Dissipation spent = fire(array, Polarity.POTENTIATE, 10);
        assertThat(spent.joules(EnergyAccount.UPDATE)).isCloseTo(expected, within(1e-12 * expected));
        assertThat(spent.jumps()).isEqualTo(-1);
        assertThat(spent.elapsedSeconds()).isCloseTo(2e-6, within(1e-18));
    }

    @Test
    void halfSelectedCellsAndLinesCostTheirShare() {
        ArrayEnergetics wires = new ArrayEnergetics(
                new ArrayEnergetics.Lines(1e-15, 3e-15, 0.5, TestModels.ELEMENTARY_CHARGE, 0),
                new ArrayEnergetics.BarrierActuator(0, TestModels.ELEMENTARY_CHARGE, 0, false),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
        CellArray array = cell(0, 0, 0, 0, 0).newArray(new ArrayGeometry(2, 2), 300, wires, 7);
        Dissipation spent =
                array.apply(new SparseUpdate(array.geometry(), VOLTAGE, new int[] {0, 3}, new byte[] {1, 2}, 1e-7));
        // both rows and columns cross two cells; three slots, each firing one row and one column, each leaving two
        // cells
        // half-selected at 0.75 V on 20 uS (they start at weight 0; cells 1 and 2 never move)
        double lines = 3 * 2 * (1e-15 + 3e-15) * 0.75 * 0.75;
        double cells = 3 * 2 * 0.75 * 0.75 * 20e-6 * 1e-7;
        assertThat(spent.joules(EnergyAccount.LINES)).isCloseTo(lines, within(1e-9 * lines));
        assertThat(spent.joules(EnergyAccount.HALF_SELECT_PULSES)).isCloseTo(cells, within(1e-9 * cells));
        assertThat(spent.pulses()).isEqualTo(3);
    }
}
