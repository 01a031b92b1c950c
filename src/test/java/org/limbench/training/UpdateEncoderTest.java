package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Rank1Update;
import org.limbench.device.Tile;

class UpdateEncoderTest {
    private static final double[] INPUT = {0, 0.0625, 0.25, 0.5, 1};
    private static final double[] ERROR = {-0.4, 0.3, -0.004, 0.1};
    private static final int UPDATES = 4000;

    private static double[] meanCounts(java.util.function.LongFunction<Rank1Update> command) {
        double[] sum = new double[INPUT.length * ERROR.length];
        for (int n = 0; n < UPDATES; n++) {
            int[] counts = BitLines.of(command.apply(0x5DEECE66DL * n)).signedCounts();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += counts[k];
            }
        }
        for (int k = 0; k < sum.length; k++) {
            sum[k] /= UPDATES;
        }
        return sum;
    }

    /**
     * Mean net levels over updates against eta x delta / step. Width: five standard errors of a binomial mean, plus half a
     * code of each vector (largest/254) for the rounding to 8 bits.
     */
    @Test
    void theQuantisedOuterProductIsTheLearningRateTimesTheGradientInTheMean() {
        Tile tile = new Tile(0, 0, INPUT.length, ERROR.length);
        int slots = 7;
        double eta = 0.1;
        double step = 4 / 255.0;
        double netLevels = eta / (step * slots);
        UpdateEncoder encoder = new UpdateEncoder(tile, 1e-6);
        Drive drive = new Drive.Barrier(1, 4);
        double[] mean = meanCounts(seed -> encoder.absolute(INPUT, 1, ERROR, 1, drive, slots, seed));
        for (int i = 0; i < INPUT.length; i++) {
            for (int j = 0; j < ERROR.length; j++) {
                double wanted = eta * INPUT[i] * ERROR[j] / step;
                double probability = Math.abs(INPUT[i] * ERROR[j]);
                double noise = Math.sqrt(slots * probability / UPDATES) * netLevels;
                double rounding = slots * netLevels * (Math.abs(INPUT[i]) * 0.4 / 254 + Math.abs(ERROR[j]) / 254);
                assertThat(mean[i * ERROR.length + j] * netLevels)
                        .as("cell %d,%d", i, j)
                        .isCloseTo(wanted, within(5 * noise + rounding + 1e-12));
            }
        }
    }

    /** E[pulses] = rate |x d| / step, with the learning rate in the firing probabilities. */
    @Test
    void updateManagementFiresAsManyPulsesAsTheLearningRateAsks() {
        Tile tile = new Tile(0, 0, INPUT.length, ERROR.length);
        UpdateEncoder encoder = new UpdateEncoder(tile, 1e-6);
        double rate = 0.1;
        double step = 0.00405;
        Rank1Update one = encoder.managed(INPUT, ERROR, rate, step, new Drive.Voltage(1, 1), 31, 1);
        // strongest cell: 0.1 x 1 x 0.4 / 0.00405 = 9.877 pulses, so 10 slots, each line with sqrt(0.9877) = 0.9938
        assertThat(one.slots()).isEqualTo(10);
        assertThat(one.rowScaleQ16() / 65_536.0).isCloseTo(0.99381, within(1e-5));
        assertThat(one.columnScaleQ16()).isEqualTo(one.rowScaleQ16());
        double[] mean =
                meanCounts(seed -> encoder.managed(INPUT, ERROR, rate, step, new Drive.Voltage(1, 1), 31, seed));
        for (int i = 0; i < INPUT.length; i++) {
            for (int j = 0; j < ERROR.length; j++) {
                double wanted = rate * INPUT[i] * ERROR[j] / step;
                double noise = Math.sqrt(Math.abs(wanted) / UPDATES);
                double rounding = rate / step * (Math.abs(INPUT[i]) * 0.4 / 254 + Math.abs(ERROR[j]) / 254);
                assertThat(mean[i * ERROR.length + j])
                        .as("cell %d,%d", i, j)
                        .isCloseTo(wanted, within(5 * noise + rounding + 1e-12));
            }
        }
    }

    @Test
    void longBitLinesAreCutAtWhatTheDeviceTakes() {
        UpdateEncoder encoder = new UpdateEncoder(new Tile(0, 0, INPUT.length, ERROR.length), 1e-6);
        Rank1Update cut = encoder.managed(INPUT, ERROR, 10, 0.004, new Drive.Voltage(1, 1), 31, 1);
        assertThat(cut.slots()).isEqualTo(31);
        assertThat(cut.rowScaleQ16()).isEqualTo(65_536);
    }

    @Test
    void aZeroGradientFiresNothing() {
        UpdateEncoder encoder = new UpdateEncoder(new Tile(0, 0, INPUT.length, ERROR.length), 1e-6);
        double[] nothing = new double[ERROR.length];
        Rank1Update absolute = encoder.absolute(INPUT, 1, nothing, 1, new Drive.Barrier(1, 4), 7, 3);
        Rank1Update managed = encoder.managed(INPUT, nothing, 0.1, 0.01, new Drive.Voltage(1, 1), 31, 3);
        assertThat(BitLines.of(absolute).signedCounts()).containsOnly(0);
        assertThat(BitLines.of(managed).signedCounts()).containsOnly(0);
    }

    @Test
    void entriesBeyondTheDeclaredRangeAreCutNotWrapped() {
        UpdateEncoder encoder = new UpdateEncoder(new Tile(0, 0, 2, 1), 1e-6);
        Rank1Update cut =
                encoder.absolute(new double[] {-5, 0.5}, 1, new double[] {0.5}, 1, new Drive.Barrier(1, 4), 7, 3);
        assertThat(cut.rowCodes()).containsExactly(-127, 64);
        assertThat(cut.rowScaleQ16()).isEqualTo(65_536);
        assertThat(cut.columnScaleQ16()).isEqualTo(32_768);
    }

    @Test
    void weightsSpanTheConductanceRange() {
        try (DirectArray array = new DirectArray(new ArrayGeometry(16, 4), 1, DriveKind.BARRIER)) {
            WeightMap map = new WeightMap(array.datasheet());
            assertThat(map.stepWeight()).isCloseTo(4 / 255.0, within(1e-12));
            assertThat(map.stepsAcross()).isCloseTo(255, within(1e-9));
            double[] weights = new double[2];
            map.weights(new org.limbench.device.Readout(new Tile(0, 0, 1, 2), new int[] {0, 255}), weights);
            assertThat(weights[0]).isCloseTo(-2, within(1e-9));
            assertThat(weights[1]).isCloseTo(2, within(1e-9));
        }
    }
}
