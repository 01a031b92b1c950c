package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.DenseUpdate;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;

/** Arms with a fast and a slow array, and the plain one, on noiseless soft-bounds cells. */
class TransferTrainingTest {
    private static final ArrayGeometry TWO = new ArrayGeometry(32, 4);

    private static ArmOutcome run(SoftBoundsFake array, Workload task, TrainingPlan.Builder plan, String arm) {
        return Trainer.run(array, task, plan.arms(List.of(arm)).ageSeconds(0).build(), RunListener.none())
                .arms()
                .get(0);
    }

    private static SoftBoundsFake ideal() {
        return new SoftBoundsFake(TWO, new double[TWO.cells()]);
    }

    /**
     * From the symmetry point, rms of the optimum 0.58, to within the size of 20 steps of 0.004. Plain training has nothing
     * to be biased by here: the errors vanish at the optimum.
     */
    @ParameterizedTest
    @EnumSource
    void everyRuleReachesTheOptimumOfTheQuadraticOnIdealCells(TransferRule rule) {
        TrainingPlan.Builder plan = TrainingPlan.builder().epochs(12);
        ArmOutcome outcome = run(ideal(), Workloads.named("quadratic", 1), plan, rule.arm());
        assertThat(outcome.metrics().get("distanceToOptimumTrained")).isLessThan(0.08);
        assertThat(outcome.metrics().get("symmetryPointSpreadLevels")).isLessThan(1);
        assertThat(outcome.notes()).isEmpty();
    }

    /** The quadratic with noise on the errors, which does not vanish at the optimum: what biases a cell towards its zero. */
    private static final class NoisyBowl implements Workload {
        private static final int ROWS = 16;
        private static final int COLUMNS = 4;
        private static final double NOISE = 1;
        private static final RandomStream DRAWS = RandomStream.of(5, "test.noisy-bowl");

        @Override
        public String name() {
            return "noisy-bowl";
        }

        @Override
        public List<Layer> layers() {
            return List.of(new Layer(new Tile(0, 0, ROWS, COLUMNS), 1, 3));
        }

        @Override
        public int examples() {
            return 20_000;
        }

        static double optimum(int cell) {
            return cell % 2 == 0 ? 0.6 : -0.6;
        }

        @Override
        public void gradient(int example, double[][] weights, OuterProduct[] into) {
            RandomStream.Cursor draws = DRAWS.split(example).cursor();
            double[] input = into[0].input();
            for (int i = 0; i < ROWS; i++) {
                input[i] = draws.nextUniform() < 0.5 ? -1 : 1;
            }
            for (int j = 0; j < COLUMNS; j++) {
                double error = NOISE * draws.nextGaussian();
                for (int i = 0; i < ROWS; i++) {
                    error += (optimum(i * COLUMNS + j) - weights[0][i * COLUMNS + j]) * input[i];
                }
                into[0].error()[j] = error;
            }
        }

        @Override
        public Score score() {
            return Score.DISTANCE_TO_OPTIMUM;
        }

        /** Slope of weights over optimum. */
        @Override
        public double score(double[][] weights) {
            double sum = 0;
            for (int k = 0; k < weights[0].length; k++) {
                sum += weights[0][k] * optimum(k);
            }
            return sum / (weights[0].length * 0.36);
        }
    }

    /**
     * Cells whose steps are equal at +-0.3 of their range. Derived for plain stochastic pulses on soft bounds b around the
     * zero z: at rest E[g] (1 + z^2 terms) = E|g| (w - z)/b, with g = x e, x = +-1, E[g] = w* - w and E|g| = 0.8 s, s the
     * standard deviation of the error, s^2 = 1 + 15 (w* - w)^2. In weights b = 2 and, zero at the symmetry point, w* = 0.6:
     * w = 0.6/(1 + 0.4 s) = 0.40 with s = 1.27; slope 0.66. Tiki-Taka and its successors, whose slow array rests only where
     * the fast one's mean pull is nil, have slope 1 (Gokmen and Haensch 2020). Widths: 0.08 for the plain one, whose bounds lie
     * unevenly about its zero, and 0.12 for the others, whose fast array's own fluctuation is transferred too.
     */
    @Test
    void plainTrainingIsBiasedTowardsTheZeroAndTransferIsNot() {
        double[] shift = new double[TWO.cells()];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = i % 3 == 0 ? 0.3 : -0.3;
        }
        LearningRate constant = new LearningRate(LearningRate.Rule.CONSTANT, 0.02, 1);
        double plain = slope(shift, constant, "pulsed");
        assertThat(plain).isCloseTo(0.66, within(0.08));
        for (TransferRule rule : TransferRule.values()) {
            assertThat(slope(shift, constant, rule.arm())).as(rule.arm()).isCloseTo(1, within(0.12));
        }
    }

    private static double slope(double[] shift, LearningRate rate, String arm) {
        TrainingPlan.Builder plan = TrainingPlan.builder().epochs(1).learningRate(rate);
        return run(new SoftBoundsFake(TWO, shift), new NoisyBowl(), plan, arm)
                .metrics()
                .get("distanceToOptimumTrained");
    }

    /** 50 updates, a transfer of three rows every second one: 25 x 3 rows, from the first on and around. */
    @ParameterizedTest
    @EnumSource
    void readsAndPulsesGoWhereAndAsOftenAsPlanned(TransferRule rule) {
        SoftBoundsFake array = ideal();
        TransferPlan transfer = new TransferPlan(2, 3, null, 50.0, 0, 1000, 0, null, 5);
        TrainingPlan.Builder plan = TrainingPlan.builder().updates(50).transfer(transfer);
        ArmOutcome outcome = run(array, Workloads.named("quadratic", 1), plan, rule.arm());

        Tile fast = new Tile(0, 0, 16, 4);
        Tile slow = new Tile(16, 0, 16, 4);
        int gradients = 0;
        long rowsRead = 0;
        long transfers = 0;
        int nextRow = 0;
        for (var command : array.commands) {
            if (command instanceof Rank1Update update && fast.contains(update.tile())) {
                assertThat(update.tile()).isEqualTo(fast);
                gradients++;
            } else if (command instanceof Rank1Update row) {
                assertThat(slow.contains(row.tile())).isTrue();
                assertThat(row.tile().rows()).isEqualTo(1);
                transfers++;
            } else if (command instanceof DenseUpdate rows) {
                assertThat(slow.contains(rows.tile())).isTrue();
                for (byte pulses : rows.signedPulses()) {
                    assertThat((int) pulses).isBetween(-1, 1);
                }
                transfers++;
            } else if (command instanceof ReadRequest read && read.tile().rows() <= 3) {
                assertThat(read.tile().row()).isEqualTo(nextRow);
                nextRow = (nextRow + read.tile().rows()) % 16;
                rowsRead += read.tile().rows();
            }
        }
        assertThat(gradients).isEqualTo(50);
        assertThat(outcome.updates().commanded()).isEqualTo(50);
        assertThat(rowsRead).isEqualTo(75);
        assertThat(outcome.metrics().get("transferRowsRead")).isEqualTo(75);
        assertThat(outcome.metrics().get("transferUpdates")).isEqualTo((double) transfers);
        if (rule == TransferRule.DIRECT) {
            assertThat(transfers).isEqualTo(75);
        }
    }

    @Test
    void withGammaTheTaskSeesBothArrays() {
        TransferPlan transfer = new TransferPlan(1, null, null, null, 0.5, 1000, 0, null, 5);
        SoftBoundsFake array = ideal();
        double[][] seen = new double[1][];
        Workload quadratic = Workloads.named("quadratic", 1);
        TrainingPlan plan = TrainingPlan.builder()
                .updates(200)
                .ageSeconds(0)
                .arms(List.of("tiki-taka"))
                .transfer(transfer)
                .build();
        double distance = Trainer.run(array, quadratic, plan, RunListener.none())
                .arms()
                .get(0)
                .metrics()
                .get("distanceToOptimumTrained");
        seen[0] = new double[64];
        for (int k = 0; k < 64; k++) {
            seen[0][k] = 2 * (array.w[64 + k] + 0.5 * array.w[k]);
        }
        // one code is 4e-4 weights, the references are a step of 0.004 off at most
        assertThat(distance).isCloseTo(quadratic.score(seen), within(0.01));
    }

    @Test
    void aDeviceWithoutRoomForTwoArraysRunsThePlainArmAndRefusesTheOthersInOneLine() {
        SoftBoundsFake small = new SoftBoundsFake(new ArrayGeometry(31, 4), new double[124]);
        Workload quadratic = Workloads.named("quadratic", 1);
        TrainingPlan all = TrainingPlan.builder().build();
        assertThat(Arms.of(all, small.datasheet(), quadratic))
                .extracting(ArmPlan::name)
                .containsExactly("pulsed");
        assertThat(Arms.of(all, ideal().datasheet(), quadratic))
                .extracting(ArmPlan::name)
                .containsExactly("pulsed", "tiki-taka", "ttv2", "chopped", "agad");
        assertThatThrownBy(() -> run(small, quadratic, TrainingPlan.builder(), "agad"))
                .hasMessage("arm \"agad\" needs two arrays of 16 x 4, one above the other;"
                        + " soft-bounds-fake has 31 x 4 in all");
        assertThat(small.commands).isEmpty();
        assertThat(Arrays.stream(TransferRule.values()).map(TransferRule::arm))
                .allMatch(arm -> Arms.named(arm, Approach.FIXED_TILT).transfer() != null);
    }
}
