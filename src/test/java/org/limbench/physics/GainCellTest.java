package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.ELEMENTARY_CHARGE;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.conductances;
import static org.limbench.physics.TestModels.gainCell;
import static org.limbench.physics.TestModels.square;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.TimeAdvance;

/** Packets, leak, noise and energy of the gain cell. Widths are standard errors as stated; seeds fixed. */
final class GainCellTest {
    private static final double T = 300;
    private static final double TAU = 100e-6;
    private static final double FARADS = 1e-15;
    private static final Drive.Voltage RAILS = new Drive.Voltage(1.2, 0.2);

    private static PulseTrain train(CellArray array, Polarity polarity, double width, double period, int count) {
        return new PulseTrain(array.geometry().whole(), Operation.UPDATE, RAILS, polarity, width, period, count);
    }

    /** Node voltages of {@link TestModels#gainCell}: 5 to 50 uS over 0 to 1 V. */
    private static double[] volts(CellArray array) {
        double[] values = conductances(array);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - 5e-6) / 45e-6;
        }
        return values;
    }

    private static SummaryStatistics statistics(double[] values) {
        SummaryStatistics statistics = new SummaryStatistics();
        for (double value : values) {
            statistics.addValue(value);
        }
        return statistics;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 16e-6, 77e-6, 1e-3})
    void withoutNoiseANodeDecaysExponentially(double seconds) {
        CellArray array = gainCell(false, 0, TAU).newArray(square(2), T, cellsAlone(0), 1);
        array.apply(new TimeAdvance(seconds, false));
        assertThat(volts(array)[3]).isCloseTo(0.5 * FastMath.exp(-seconds / TAU), within(1e-15));
    }

    @Test
    void splittingTheElapsedTimeChangesNothingButRounding() {
        CellArray whole = gainCell(false, 0.3, TAU).newArray(square(8), T, cellsAlone(0), 2);
        CellArray parts = gainCell(false, 0.3, TAU).newArray(square(8), T, cellsAlone(0), 2);
        whole.apply(new TimeAdvance(120e-6, true));
        for (int i = 0; i < 40; i++) {
            parts.apply(new TimeAdvance(3e-6, true));
        }
        double[] one = volts(whole);
        double[] many = volts(parts);
        for (int i = 0; i < one.length; i++) {
            assertThat(many[i]).isCloseTo(one[i], within(1e-14));
        }
    }

    /** The variance after a time, (kT/C)(1 - exp(-2t/tau)), whether it passed at once or in 16 parts. */
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void withNoiseTheLawOfTheWholeIsThatOfItsParts(int parts) {
        CellArray array = gainCell(true, 0, TAU).newArray(square(120), T, cellsAlone(0), 3);
        for (int i = 0; i < parts; i++) {
            array.apply(new TimeAdvance(40e-6 / parts, true));
        }
        SummaryStatistics found = statistics(volts(array));
        double variance = KT / FARADS * (1 - FastMath.exp(-0.8));
        double error = FastMath.sqrt(variance / 14_400);
        assertThat(found.getMean()).isCloseTo(0.5 * FastMath.exp(-0.4), within(4.5 * error));
        assertThat(found.getVariance()).isCloseTo(variance, within(4.5 * variance * FastMath.sqrt(2 / 14_400.0)));
    }

    /** Equipartition: C V^2/2 is kT/2 in equilibrium. The node floats about 0 V, in the middle of a range of +-50 mV. */
    @Test
    void anUndrivenNodeEndsWithHalfKtOfStoredEnergy() {
        GainCell cell = new GainCell(
                FARADS, -0.05, 0.05, 2.5e-18, 0, TAU, 0, true, 0, 0, 5e-6, 50e-6, new Drive.Voltage(0.1, 0.1), 1e-7);
        CellArray array = cell.newArray(square(150), T, cellsAlone(0), 4);
        array.apply(new TimeAdvance(1, true));
        SummaryStatistics found = statistics(conductances(array));
        double volts = found.getStandardDeviation() * 0.1 / 45e-6;
        assertThat(FARADS * volts * volts / 2).isCloseTo(KT / 2, within(4.5 * KT / 2 * FastMath.sqrt(2 / 22_500.0)));
    }

    /** 15.6 electrons a packet: mean 2.5 mV, variance of one packet e q/C^2, and nothing yet leaks. */
    @Test
    void packetsCarryShotNoise() {
        CellArray array = gainCell(true, 0, TAU).newArray(square(120), T, cellsAlone(0), 5);
        array.apply(train(array, Polarity.DEPRESS, 100e-9, 100e-9, 30));
        SummaryStatistics found = statistics(volts(array));
        double leaked = 0;
        double kept = FastMath.exp(-1e-7 / TAU);
        for (int i = 0; i < 30; i++) {
            leaked = (leaked - 2.5e-3) * kept;
        }
        double mean = 0.5 * FastMath.exp(-3e-6 / TAU) + leaked;
        double variance = 30 * ELEMENTARY_CHARGE * 2.5e-18 / (FARADS * FARADS);
        assertThat(found.getMean()).isCloseTo(mean, within(4.5 * FastMath.sqrt(variance / 14_400)));
        // the leak takes away 3 % of the packets' variance and adds 6 % of kT/C: together within 4 % of it
        assertThat(found.getVariance()).isCloseTo(variance, within(0.04 * variance + 4.5 * variance / 84));
    }

    /** Delivered energy is the rise of C V^2/2 plus a heat that is never less than 0. Leak made negligible. */
    @Test
    void deliveredEnergyIsStoredEnergyPlusHeat() {
        GainCell cell = new GainCell(
                FARADS, -0.5, 0.5, 2.5e-18, 0.2, 1e6, 0, true, 0, 0.1, 5e-6, 50e-6, new Drive.Voltage(0.6, 0.7), 1e-7);
        CellArray array = cell.newArray(square(1), T, cellsAlone(0), 6);
        double before = (conductances(array)[0] - 5e-6) / 45e-6 - 0.5;
        for (int i = 0; i < 200; i++) {
            boolean up = i % 7 < 4;
            PulseTrain one = new PulseTrain(
                    array.geometry().whole(),
                    Operation.UPDATE,
                    new Drive.Voltage(0.6, 0.7),
                    up ? Polarity.POTENTIATE : Polarity.DEPRESS,
                    1e-7,
                    1e-7,
                    1);
            double delivered = array.apply(one).joules(EnergyAccount.UPDATE);
            double after = (conductances(array)[0] - 5e-6) / 45e-6 - 0.5;
            double rail = up ? 0.6 : -0.7;
            // charge through the rail, and the heat of charge falling from rail to node; noise of the leak is 1e-9 V
            assertThat(delivered).isCloseTo(FARADS * (after - before) * rail, within(1e-22));
            double heat = delivered - FARADS * (after * after - before * before) / 2;
            assertThat(heat).isGreaterThanOrEqualTo(-1e-22);
            before = after;
        }
    }

    @Test
    void packetsStopAtTheEndOfTheRange() {
        CellArray array = gainCell(false, 0, TAU).newArray(square(1), T, cellsAlone(0), 7);
        array.apply(train(array, Polarity.POTENTIATE, 1e-7, 1e-7, 2000));
        assertThat(volts(array)[0]).isCloseTo(FastMath.exp(-1e-3), within(1e-12));
        double joules =
                array.apply(train(array, Polarity.POTENTIATE, 1e-7, 1e-7, 50)).joules(EnergyAccount.UPDATE);
        assertThat(volts(array)[0]).isCloseTo(FastMath.exp(-1e-3), within(1e-12));
        // only what leaked since the last packet is topped up
        assertThat(joules).isCloseTo(50 * FARADS * 1.2 * (1 - FastMath.exp(-1e-3)), within(1e-26));
    }

    @Test
    void aWiderPulseMovesMoreCharge() {
        CellArray array = gainCell(false, 0, TAU).newArray(square(1), T, cellsAlone(0), 8);
        double joules =
                array.apply(train(array, Polarity.POTENTIATE, 3e-7, 3e-7, 1)).joules(EnergyAccount.UPDATE);
        assertThat(joules).isCloseTo(3 * 2.5e-18 * 1.2, within(1e-30));
        assertThat(gainCell(false, 0, TAU).minimumStepSiemens()).isCloseTo(45e-6 * 2.5e-3, within(1e-18));
    }

    @Test
    void railsInsideTheRangeAreRefused() {
        assertThatThrownBy(() -> new GainCell(
                        FARADS, 0, 1, 2.5e-18, 0, TAU, 0, true, 0, 0, 5e-6, 50e-6, new Drive.Voltage(0.9, 0.1), 1e-7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("potentiateVolts of the drive is 0.9 V");
        CellArray array = gainCell(false, 0, TAU).newArray(square(1), T, cellsAlone(0), 9);
        byte[] before = array.snapshot();
        PulseTrain low = new PulseTrain(
                array.geometry().whole(),
                Operation.UPDATE,
                new Drive.Voltage(0.5, 0.1),
                Polarity.POTENTIATE,
                1e-7,
                1e-7,
                1);
        assertThatThrownBy(() -> array.apply(low))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("potentiateVolts");
        assertThat(array.snapshot()).isEqualTo(before);
    }
}
