package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    private static Rank1Update managed(double[] error, double rate, double step, BitLineRule rule, long seed) {
        UpdateEncoder encoder = new UpdateEncoder(new Tile(0, 0, INPUT.length, error.length), 1e-6);
        return encoder.managed(INPUT, error, rate, step, new Drive.Voltage(1, 1), rule, seed);
    }

    private static List<BitLineRule> rules() {
        return List.of(
                new BitLineRule(31, true, true),
                new BitLineRule(31, true, false),
                new BitLineRule(31, false, true),
                new BitLineRule(31, false, false));
    }

    /**
     * E[pulses] = rate |x d| / step as long as no probability is cut, with either management or none. Width: five standard
     * errors of a binomial mean, plus half a code of each vector for the rounding to 8 bits. Plain probabilities stay under 1
     * at rate / step = 24.7 and 31 slots, and at 10 slots only without an input of 1, hence the input scaled down there.
     */
    @ParameterizedTest
    @MethodSource("rules")
    void unclippedTheLearningRateTimesTheGradientIsFiredInTheMean(BitLineRule rule) {
        double rate = 0.1;
        double step = rule.updateManagement() ? 0.00405 : 0.0125;
        double[] mean = meanCounts(seed -> managed(ERROR, rate, step, rule, seed));
        for (int i = 0; i < INPUT.length; i++) {
            for (int j = 0; j < ERROR.length; j++) {
                double wanted = rate * Math.min(INPUT[i], plainCut(rule, rate, step)) * ERROR[j] / step;
                double noise = Math.sqrt(Math.abs(wanted) / UPDATES);
                double rounding = rate / step * (Math.abs(INPUT[i]) * 0.4 / 254 + Math.abs(ERROR[j]) / 254);
                assertThat(mean[i * ERROR.length + j])
                        .as("cell %d,%d", i, j)
                        .isCloseTo(wanted, within(5 * noise + rounding + 1e-12));
            }
        }
    }

    /** Without balance, an input above sqrt(step slots / rate) fires in every slot: that of 1 with 4 slots, 0.707. */
    private static double plainCut(BitLineRule rule, double rate, double step) {
        double slots = rule.bitLineManagement() ? Math.ceil(rate * 0.4 / step) : 31;
        return rule.updateManagement() ? 1 : Math.sqrt(step * slots / rate);
    }

    @Test
    void eachManagementDoesItsPartAndNoMore() {
        double rate = 0.1;
        double step = 0.00405;
        // strongest cell: 0.1 x 1 x 0.4 / 0.00405 = 9.877 pulses
        Rank1Update both = managed(ERROR, rate, step, new BitLineRule(31, true, true), 1);
        assertThat(both.slots()).isEqualTo(10);
        assertThat(both.rowScaleQ16() / 65_536.0).isCloseTo(Math.sqrt(0.9877), within(1e-4));
        assertThat(both.columnScaleQ16()).isEqualTo(both.rowScaleQ16());

        Rank1Update balanced = managed(ERROR, rate, step, new BitLineRule(31, true, false), 1);
        assertThat(balanced.slots()).isEqualTo(31);
        assertThat(balanced.rowScaleQ16() / 65_536.0).isCloseTo(Math.sqrt(9.8765 / 31), within(1e-4));
        assertThat(balanced.columnScaleQ16()).isEqualTo(balanced.rowScaleQ16());

        // plain: sqrt(0.1 / (0.00405 x 31)) = 0.8925 times each vector's largest entry
        Rank1Update plain = managed(ERROR, rate, step, new BitLineRule(31, false, false), 1);
        assertThat(plain.slots()).isEqualTo(31);
        assertThat(plain.rowScaleQ16() / 65_536.0).isCloseTo(0.8925, within(1e-4));
        assertThat(plain.columnScaleQ16() / 65_536.0).isCloseTo(0.4 * 0.8925, within(1e-4));

        // plain with 10 slots: sqrt(0.1 / 0.0405) = 1.5713, so rows above 0.6364 fire always and columns up to 0.6285
        Rank1Update shortened = managed(ERROR, rate, step, new BitLineRule(31, false, true), 1);
        assertThat(shortened.slots()).isEqualTo(10);
        assertThat(shortened.rowScaleQ16()).isEqualTo(65_536);
        assertThat(shortened.rowCodes()).containsExactly(0, 12, 50, 100, 127);
        assertThat(shortened.columnScaleQ16() / 65_536.0).isCloseTo(0.6285, within(1e-4));
    }

    /**
     * Too much asked of 31 slots, k = 100 x 1 x 0.4 / 0.4 = 100 pulses at the strongest cell: with update management no input
     * is cut, and errors above 0.4 x 31/100 = 0.124 fire as if they were that, the others as unclipped.
     */
    @Test
    void withUpdateManagementOnlyLargeErrorsAreCut() {
        BitLineRule rule = BitLineRule.standard();
        Rank1Update one = managed(ERROR, 100, 0.4, rule, 1);
        assertThat(one.slots()).isEqualTo(31);
        assertThat(one.rowScaleQ16()).isEqualTo(65_536);
        assertThat(one.columnScaleQ16()).isEqualTo(65_536);
        double[] mean = meanCounts(seed -> managed(ERROR, 100, 0.4, rule, seed));
        for (int i = 0; i < INPUT.length; i++) {
            for (int j = 0; j < ERROR.length; j++) {
                double error = Math.max(-0.124, Math.min(0.124, ERROR[j]));
                double wanted = 250 * INPUT[i] * error;
                double noise = Math.sqrt(Math.abs(wanted) / UPDATES);
                double rounding = 250 * (INPUT[i] * 0.124 + Math.abs(error)) / 254;
                assertThat(mean[i * ERROR.length + j]).isCloseTo(wanted, within(5 * noise + rounding + 1e-12));
            }
        }
    }

    /** The same without balance: both vectors are cut where sqrt(250/31) = 2.84 times an entry reaches 1, at 0.352. */
    @Test
    void withoutUpdateManagementBothVectorsAreCut() {
        BitLineRule rule = new BitLineRule(31, false, false);
        double[] mean = meanCounts(seed -> managed(ERROR, 100, 0.4, rule, seed));
        double cut = Math.sqrt(31 / 250.0);
        for (int i = 0; i < INPUT.length; i++) {
            for (int j = 0; j < ERROR.length; j++) {
                double wanted = 250 * Math.min(INPUT[i], cut) * Math.max(-cut, Math.min(cut, ERROR[j]));
                double noise = Math.sqrt(Math.abs(wanted) / UPDATES);
                double rounding = 250 * cut * (Math.min(INPUT[i], cut) + Math.min(cut, Math.abs(ERROR[j]))) / 254;
                assertThat(mean[i * ERROR.length + j]).isCloseTo(wanted, within(5 * noise + rounding + 1e-12));
            }
        }
    }

    @Test
    void aDeviceThatTakesFewerSlotsGetsThose() {
        assertThat(BitLineRule.standard().within(16)).isEqualTo(new BitLineRule(16, true, true));
        assertThat(BitLineRule.standard().within(1024)).isEqualTo(BitLineRule.standard());
        assertThatThrownBy(() -> new BitLineRule(0, true, true))
                .hasMessageContaining("bit lines is 0; allowed: 1 to 1024");
    }

    @Test
    void aZeroGradientFiresNothing() {
        UpdateEncoder encoder = new UpdateEncoder(new Tile(0, 0, INPUT.length, ERROR.length), 1e-6);
        double[] nothing = new double[ERROR.length];
        Rank1Update absolute = encoder.absolute(INPUT, 1, nothing, 1, new Drive.Barrier(1, 4), 7, 3);
        Rank1Update managed =
                encoder.managed(INPUT, nothing, 0.1, 0.01, new Drive.Voltage(1, 1), BitLineRule.standard(), 3);
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
