package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.DriveKind;
import org.limbench.device.RandomStream;

class LinearRegressionTest {
    @TempDir
    Path folder;

    private static double[] solution(double[][] rows, double[] targets) {
        OLSMultipleLinearRegression oracle = new OLSMultipleLinearRegression();
        oracle.newSampleData(targets, rows);
        return oracle.estimateRegressionParameters();
    }

    /** Commons Math solves by QR of the examples; ours by the normal matrix. */
    @Test
    void leastSquaresIsTheLibrarys() {
        Well19937c random = new Well19937c(4);
        int examples = 50;
        int features = 6;
        double[] flat = new double[examples * features];
        double[] targets = new double[examples];
        for (int k = 0; k < examples; k++) {
            for (int f = 0; f < features; f++) {
                flat[k * features + f] = 2 * random.nextDouble() - 1;
            }
            targets[k] = random.nextGaussian();
        }
        SplitFeatures inputs = SplitFeatures.of(flat, features, 40, RandomStream.of(1, "test.split"));
        double[][] rows = new double[40][features];
        for (int k = 0; k < 40; k++) {
            inputs.train(k, rows[k]);
        }
        double[] expected = solution(rows, inputs.ofTrain(targets));
        double[] weights = LeastSquares.weights(inputs, inputs.ofTrain(targets));
        // the library puts the bias first
        assertThat(weights[features]).isCloseTo(expected[0], within(1e-10));
        for (int f = 0; f < features; f++) {
            assertThat(weights[f]).isCloseTo(expected[f + 1], within(1e-10));
        }
    }

    /** Two equal features share what one alone would carry: the shortest of all equal fits. */
    @Test
    void featuresThatDependOnEachOtherShareTheirWeight() {
        double[] flat = {-1, -1, 1, 1, 0.5, 0.5, -0.5, -0.5, 0, 0};
        double[] targets = {-2, 2, 1, -1, 0};
        SplitFeatures inputs = SplitFeatures.of(flat, 2, 4, RandomStream.of(1, "test.split"));
        assertThat(LeastSquares.weights(inputs, inputs.ofTrain(targets)))
                .containsExactly(new double[] {1, 1, 0}, within(1e-9));
    }

    /**
     * 256 held-out errors: of noise 0.1 the standard deviation has a relative standard error of 1/sqrt(512) = 4.4 %, and 17
     * weights fitted to 1,024 examples add 0.8 %.
     */
    @Test
    void theGeneratingModelIsFoundAgainUpToItsNoise() {
        Workload task = Workloads.named("regression", 5);
        assertThat(task.shape()).isEqualTo(new ArrayGeometry(17, 1));
        assertThat(task.examples()).isEqualTo(1024);
        double optimum = task.references().get("LeastSquares");
        assertThat(optimum).isCloseTo(0.1, within(0.1 * (0.008 + 4 * 0.044)));
        // weights 0 predict the mean: the targets' own deviation, sqrt(sum of 16 squares / 3), E = 16/9
        assertThat(task.score(new double[1][17])).isBetween(0.8, 2.0);
        assertThat(FloatReference.score(task, TrainingPlan.builder().build())).isBetween(optimum * 0.98, optimum * 1.1);
    }

    /** Central differences of half the squared error are exact for a quadratic but for round-off. */
    @Test
    void theGradientIsTheSlopeOfHalfTheSquaredError() {
        Workload task = Workloads.named("regression", 2);
        double[][] weights = new double[1][17];
        RandomStream.Cursor draws = RandomStream.of(8, "test.weights").cursor();
        for (int k = 0; k < 17; k++) {
            weights[0][k] = draws.nextGaussian();
        }
        OuterProduct[] gradient = {OuterProduct.of(task.layers().get(0))};
        task.gradient(31, weights, gradient);
        double[] input = gradient[0].input().clone();
        double error = gradient[0].error()[0];
        for (int k = 0; k < 17; k++) {
            double kept = weights[0][k];
            weights[0][k] = kept + 1e-3;
            task.gradient(31, weights, gradient);
            double above = gradient[0].error()[0] * gradient[0].error()[0] / 2;
            weights[0][k] = kept - 1e-3;
            task.gradient(31, weights, gradient);
            double below = gradient[0].error()[0] * gradient[0].error()[0] / 2;
            weights[0][k] = kept;
            assertThat(input[k] * error).isCloseTo(-(above - below) / 2e-3, within(1e-9));
        }
    }

    @Test
    void everyArmComesNearTheLeastSquaresFit() {
        Workload task = Workloads.named("regression", 43);
        double optimum = task.references().get("LeastSquares");
        TrainingPlan.Builder plan = TrainingPlan.builder().ageSeconds(0);
        for (String arm : List.of("lim", "lowered", "fixed")) {
            ArmOutcome outcome = Trainer.run(
                            new DirectArray(task.shape(), 7),
                            task,
                            plan.arms(List.of(arm)).build(),
                            RunListener.none())
                    .arms()
                    .get(0);
            assertThat(outcome.metrics()).containsEntry("rootMeanSquareErrorLeastSquares", optimum);
            // weights in steps of 4/255 and jumping: a few steps in 17 weights of |x| 0.58, times the target's 1.3
            assertThat(outcome.metrics().get("rootMeanSquareErrorTrained"))
                    .as(arm)
                    .isBetween(optimum, optimum + 0.25);
        }
        ArmOutcome pulsed = Trainer.run(
                        new DirectArray(task.shape(), 7, DriveKind.VOLTAGE),
                        task,
                        plan.arms(List.of()).build(),
                        RunListener.none())
                .arms()
                .get(0);
        assertThat(pulsed.metrics().get("rootMeanSquareErrorTrained")).isBetween(optimum * 0.98, optimum + 0.25);
    }

    /** 3 length - 20 width + 100 without noise: nothing is left over, whatever the units of the columns are. */
    @Test
    void aTableWithANumericTargetIsFittedInItsOwnUnit() throws IOException {
        StringBuilder lines = new StringBuilder("length,width,price\n");
        Well19937c random = new Well19937c(6);
        for (int k = 0; k < 200; k++) {
            double length = 1000 * random.nextDouble();
            double width = 50 + random.nextDouble();
            lines.append(String.format(Locale.ROOT, "%s,%s,%s%n", length, width, 3 * length - 20 * width + 100));
        }
        Path file = folder.resolve("prices.csv");
        Files.writeString(file, lines);
        Workload task = Workloads.named("csv:" + file + "?model=linear", 1);
        assertThat(task.shape()).isEqualTo(new ArrayGeometry(3, 1));
        assertThat(task.examples()).isEqualTo(160);
        assertThat(task.references().get("LeastSquares")).isLessThan(1.0);
        // the mean of prices uniform over 3,000 is off by their deviation, 866
        assertThat(task.score(new double[1][3])).isCloseTo(866, within(120.0));
        TrainingPlan plan = TrainingPlan.builder().epochs(20).build();
        assertThat(FloatReference.score(task, plan)).isLessThan(20);
    }

    @Test
    void aTargetThatIsNoNumberIsNamed() throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "1,2\n3,rose\n");
        assertThatThrownBy(() -> Workloads.named("csv:" + file + "?model=linear", 1))
                .isInstanceOf(WorkloadException.class)
                .hasMessageEndingWith("line 2: column 2 (the target) is \"rose\"; allowed: a finite decimal number");
        Files.writeString(file, "1,5\n2,5\n3,5\n");
        assertThatThrownBy(() -> Workloads.named("csv:" + file + "?model=linear", 1))
                .hasMessageContaining(
                        "standard deviation of the training targets is 0.0; allowed: finite and more than 0");
        Files.writeString(file, "1,5\n");
        assertThatThrownBy(() -> Workloads.named("csv:" + file + "?model=linear", 1))
                .hasMessageContaining("holds one example; allowed: 2 or more lines of numbers and a target");
        Files.writeString(file, "1,-1.7e308\n2,1.7e308\n3,0\n4,1e308\n5,-1e308\n6,8e307");
        assertThatThrownBy(() -> Workloads.named("csv:" + file + "?model=linear", 1))
                .hasMessageContaining("allowed: finite and more than 0");
        assertThatThrownBy(() -> Workloads.named("csv:" + file + "?model=linear&hidden=3", 1))
                .hasMessageContaining("has no option \"hidden\"; allowed: model");
    }
}
