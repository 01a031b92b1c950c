package org.limbench.physics;

import java.util.Arrays;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.TimeAdvance;

/** Arrays of pulsed cells for tests: 20 uS at weight 0, 20 uS per weight unit, pulses that take no time to speak of. */
final class PulsedCells {
    static final Drive.Voltage VOLTAGE = new Drive.Voltage(1.5, 1.4);
    static final double PULSE_SECONDS = 1e-7;

    private PulsedCells() {}

    /** Bounds -1 and 1, step 0.02, no noise, no spread, no asymmetry. */
    static PulsedCell cell(PulseResponse response) {
        return cell(new PulseStep(0.02, 0, false, 0, 0), response);
    }

    static PulsedCell cell(PulseStep step, PulseResponse response) {
        return PulsedCell.of(new WeightRange(-1, 1, 0, 0), step, response, 0, 40e-6, VOLTAGE, PULSE_SECONDS);
    }

    static CellArray array(PulsedCell cell, int side, long seed) {
        return cell.newArray(new ArrayGeometry(side, side), 300, TestModels.cellsAlone(0), seed);
    }

    /** Fires a train at every cell: up if the count is above 0. */
    static Dissipation fire(CellArray array, int count) {
        Polarity polarity = count > 0 ? Polarity.POTENTIATE : Polarity.DEPRESS;
        return array.apply(new PulseTrain(
                array.geometry().whole(),
                Operation.UPDATE,
                VOLTAGE,
                polarity,
                PULSE_SECONDS,
                2 * PULSE_SECONDS,
                Math.abs(count)));
    }

    static void wait(CellArray array, double seconds) {
        array.apply(new TimeAdvance(seconds, false));
    }

    static double[] weights(CellArray array) {
        return Arrays.stream(TestModels.conductances(array))
                .map(siemens -> siemens / 20e-6 - 1)
                .toArray();
    }

    static double weight(CellArray array) {
        return weights(array)[0];
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
