package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** The node's decay against golden numbers and an integrator, its energy against the charge it moved. */
final class FowlerNordheimTest {
    private static final Drive.Voltage VOLTAGE = new Drive.Voltage(4, 3);
    private static final double FARADS = 1e-12;

    /** 10 uS at equal nodes, 1 uS per volt, so that node differences up to 9 V show. */
    private static FowlerNordheim pair(boolean shotNoise, double farads) {
        return new FowlerNordheim(325, 1e16, 7.5, 0, 0, 0.5, farads, shotNoise, 10e-6, 1e-6, 0, 20e-6, VOLTAGE, 1e-3);
    }

    private static double difference(CellArray array) {
        return TestModels.conductances(array)[0] / 1e-6 - 10;
    }

    private static PulseTrain train(CellArray array, Polarity polarity, double seconds, int count) {
        return new PulseTrain(array.geometry().whole(), Operation.UPDATE, VOLTAGE, polarity, seconds, seconds, count);
    }

    private static double integrated(double start, double bias, double seconds) {
        FirstOrderDifferentialEquations tunnelling = new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return 1;
            }

            @Override
            public void computeDerivatives(double t, double[] y, double[] slope) {
                double u = y[0] + bias;
                slope[0] = -1e16 / 325 * u * u * FastMath.exp(-325 / u);
            }
        };
        double[] y = {start};
        new DormandPrince853Integrator(1e-15, 1e6, 1e-13, 1e-13).integrate(tunnelling, 0, y, seconds, y);
        return y[0];
    }

    /** Golden numbers G39a-c: both nodes fall alike, so a pulse train on one of them at no coupling to time shows them. */
    @Test
    void nodesDecayAsTheGoldenNumbersSay() {
        double[][] golden = {{1, 7.499737899682092}, {1e3, 7.343665590546558}, {1e6, 6.415630398975685}};
        for (double[] point : golden) {
            CellArray array = pair(false, FARADS).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 1);
            array.apply(new TimeAdvance(point[0], false));
            // a snapshot holds the drop of the plus node behind its header of 26 bytes
            double volts = ByteBuffer.wrap(array.snapshot()).getDouble(26);
            assertThat(volts).isCloseTo(point[1], within(1e-9));
            assertThat(integrated(7.5, 0, point[0])).isCloseTo(point[1], within(1e-8));
            assertThat(difference(array)).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void pulsesFollowTheTunnellingLawUnderTheirBias() {
        CellArray array = pair(false, FARADS).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 2);
        array.apply(train(array, Polarity.POTENTIATE, 1e-3, 7));
        double plus = integrated(7.5, 0, 7e-3);
        double minus = integrated(7.5, 2, 7e-3);
        assertThat(difference(array)).isCloseTo(plus - minus, within(1e-8)).isPositive();
        array.apply(train(array, Polarity.DEPRESS, 2e-3, 10));
        plus = integrated(plus, 1.5, 20e-3);
        minus = integrated(minus, 0, 20e-3);
        assertThat(difference(array)).isCloseTo(plus - minus, within(1e-8));
    }

    @Test
    void manyShortPulsesAreOneLongOne() {
        CellArray many = pair(false, FARADS).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 3);
        CellArray one = pair(false, FARADS).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 3);
        double energy = 0;
        for (int k = 0; k < 50; k++) {
            energy += many.apply(train(many, Polarity.POTENTIATE, 1e-3, 1)).joules(EnergyAccount.UPDATE);
        }
        Dissipation whole = one.apply(train(one, Polarity.POTENTIATE, 50e-3, 1));
        assertThat(difference(many)).isCloseTo(difference(one), within(1e-10));
        assertThat(energy).isCloseTo(whole.joules(EnergyAccount.UPDATE), within(1e-9 * energy));
    }

    /** Every electron drops by the voltage across the junction: the integral of u dQ, here C (u0^2 - u1^2)/2. */
    @Test
    void heatIsChargeTimesTheDropItCrossed() {
        CellArray array = pair(false, FARADS).newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 4);
        double heat = array.apply(train(array, Polarity.POTENTIATE, 1e-3, 20)).joules(EnergyAccount.UPDATE);
        double end = integrated(7.5, 2, 20e-3);
        double sum = 0;
        int steps = 100_000;
        for (int k = 0; k < steps; k++) {
            sum += FARADS * (7.5 - end) / steps * (2 + end + (7.5 - end) * (k + 0.5) / steps);
        }
        assertThat(heat).isCloseTo(sum, within(1e-7 * sum));
    }

    /** Within 5e-4 of no temperature dependence: exactly none. */
    @Test
    void tunnellingDoesNotDependOnTemperature() {
        byte[][] ends = new byte[2][];
        for (int i = 0; i < 2; i++) {
            CellArray array =
                    pair(true, 1e-15).newArray(new ArrayGeometry(2, 2), 200 + 200 * i, TestModels.cellsAlone(0), 5);
            array.apply(train(array, Polarity.DEPRESS, 1e-3, 3));
            array.apply(new TimeAdvance(1e5, false));
            ends[i] = array.snapshot();
        }
        assertThat(ends[0]).isEqualTo(ends[1]);
    }

    @Test
    void shotNoiseIsThatOfWholeElectrons() {
        double farads = 1e-14;
        CellArray quiet = pair(false, farads).newArray(TestModels.square(1), 300, TestModels.cellsAlone(0), 6);
        CellArray noisy = pair(true, farads).newArray(TestModels.square(120), 300, TestModels.cellsAlone(0), 6);
        quiet.apply(train(quiet, Polarity.POTENTIATE, 1e-3, 1));
        noisy.apply(train(noisy, Polarity.POTENTIATE, 1e-3, 1));
        double[] volts = Arrays.stream(TestModels.conductances(noisy))
                .map(g -> g / 1e-6 - 10)
                .toArray();
        double perElectron = TestModels.ELEMENTARY_CHARGE / farads;
        double expected = difference(quiet);
        // the other node leaks far less than one electron meanwhile
        double sigma = FastMath.sqrt(expected / perElectron) * perElectron;
        assertThat(Arrays.stream(volts).average().orElseThrow()).isCloseTo(expected, within(4.5 * sigma / 120));
        assertThat(new StandardDeviation().evaluate(volts)).isCloseTo(sigma, within(0.03 * sigma));
    }

    @Test
    void onlyTheAddressedPairsAreSped() {
        CellArray array = pair(false, FARADS).newArray(TestModels.square(3), 300, TestModels.cellsAlone(0), 7);
        array.apply(
                new PulseTrain(new Tile(1, 1, 1, 2), Operation.PROGRAM, VOLTAGE, Polarity.POTENTIATE, 1e-3, 1e-3, 5));
        double[] siemens = TestModels.conductances(array);
        for (int cell = 0; cell < 9; cell++) {
            if (cell == 4 || cell == 5) {
                assertThat(siemens[cell]).isGreaterThan(10.0001e-6);
            } else {
                assertThat(siemens[cell]).isCloseTo(10e-6, within(1e-18));
            }
        }
    }

    @Test
    void minimumStepIsThatOfANominalPulse() {
        FowlerNordheim model = pair(false, FARADS);
        CellArray array = model.newArray(new ArrayGeometry(1, 1), 300, TestModels.cellsAlone(0), 8);
        array.apply(train(array, Polarity.POTENTIATE, 1e-3, 1));
        assertThat(difference(array) * 1e-6)
                .isCloseTo(model.minimumStepSiemens(), within(1e-6 * model.minimumStepSiemens() + 1e-20));
    }
}
