package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.RandomStream;

class WorkloadsTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        Path file = folder.resolve("flowers.csv");
        Files.writeString(file, content, StandardCharsets.UTF_8);
        return file;
    }

    private static Workload csv(Path file) {
        return Workloads.named("csv:" + file, 1);
    }

    @Test
    void digitsAreSplitAsInTheStudy() {
        SoftmaxClassifier digits = (SoftmaxClassifier) Workloads.named("digits", 1);
        assertThat(digits.shape()).isEqualTo(new ArrayGeometry(65, 10));
        assertThat(digits.examples()).isEqualTo(1437);
        double[][] weights = new double[1][650];
        double accuracy = digits.score(weights);
        // equal sums everywhere name class 0: 178 of the 1,797 are zeros; a split of 360 has standard error 0.016
        assertThat(accuracy).isCloseTo(178 / 1797.0, within(4 * 0.016));
        assertThat(accuracy * 360).isCloseTo(Math.rint(accuracy * 360), within(1e-9));
        OuterProduct gradient = OuterProduct.of(digits.layers().get(0));
        double[] input = gradient.input();
        double most = 0;
        for (int k = 0; k < 1437; k++) {
            digits.gradient(k, weights, new OuterProduct[] {gradient});
            assertThat(input[64]).isEqualTo(1);
            for (double x : input) {
                assertThat(x * 16).isBetween(0.0, 16.0);
                most = Math.max(most, x);
            }
        }
        assertThat(most).isEqualTo(1);
    }

    /** Gradient of a task of one layer at weights 0. */
    private static OuterProduct gradient(Workload workload, int example) {
        return gradient(workload, example, new double[workload.shape().cells()]);
    }

    private static OuterProduct gradient(Workload workload, int example, double[] weights) {
        OuterProduct gradient = OuterProduct.of(workload.layers().get(0));
        workload.gradient(example, new double[][] {weights}, new OuterProduct[] {gradient});
        return gradient;
    }

    private static double[] input(Workload workload, int example) {
        return gradient(workload, example).input();
    }

    @Test
    void anotherSeedHoldsOutOtherImages() {
        double[] first = input(Workloads.named("digits", 1), 0);
        assertThat(input(Workloads.named("digits", 1), 0)).isEqualTo(first);
        assertThat(input(Workloads.named("digits", 2), 0)).isNotEqualTo(first);
    }

    /** Central differences of the loss: error O(h^2) = 1e-8 for h = 1e-4 and third derivatives below 1. */
    @Test
    void theSoftmaxGradientIsTheSlopeOfTheLoss() {
        SoftmaxClassifier digits = (SoftmaxClassifier) Workloads.named("digits", 3);
        RandomStream.Cursor draws = RandomStream.of(5, "test.weights").cursor();
        double[] weights = new double[650];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = draws.nextGaussian() * 0.3;
        }
        OuterProduct gradient = gradient(digits, 17, weights);
        double h = 1e-4;
        for (int k = 0; k < weights.length; k += 7) {
            double kept = weights[k];
            weights[k] = kept + h;
            double above = digits.loss(17, new double[][] {weights});
            weights[k] = kept - h;
            double below = digits.loss(17, new double[][] {weights});
            weights[k] = kept;
            assertThat(gradient.input()[k / 10] * gradient.error()[k % 10])
                    .isCloseTo(-(above - below) / (2 * h), within(1e-7));
        }
    }

    @Test
    void theQuadraticsGradientVanishesAtItsOptimumOnly() {
        QuadraticBowl bowl = (QuadraticBowl) Workloads.named("quadratic", 4);
        assertThat(gradient(bowl, 3, bowl.optimum()).error()).containsOnly(0);
        assertThat(bowl.score(new double[][] {bowl.optimum()})).isZero();
        assertThat(gradient(bowl, 3).error()).doesNotContain(0);
        // 64 optima uniform on [-1, 1]: rms 0.577, relative standard error of a mean square 0.89/8, halved
        assertThat(bowl.score(new double[1][64])).isCloseTo(0.577, within(4 * 0.056 * 0.577));
    }

    @Test
    void aTableOfNumbersBecomesAClassifier() throws IOException {
        StringBuilder lines = new StringBuilder("length,width,kind\n");
        for (int k = 0; k < 50; k++) {
            lines.append(String.format(Locale.ROOT, "%d,%d,%s%n", k, -3 * k, k < 25 ? "rose" : "iris"));
        }
        Workload flowers = csv(file(lines.toString()));
        assertThat(flowers.shape()).isEqualTo(new ArrayGeometry(3, 2));
        assertThat(flowers.examples()).isEqualTo(40);
        // features are scaled to 0..1 and width = 1 - length then; weights that say "long is iris" (column 0) are right
        assertThat(flowers.score(new double[][] {{2, -2, 0, 0, -1, 1}})).isEqualTo(1);
        double least = 1;
        double most = 0;
        for (int k = 0; k < 40; k++) {
            double[] input = input(flowers, k);
            assertThat(input[0] + input[1]).isCloseTo(1, within(1e-12));
            least = Math.min(least, input[0]);
            most = Math.max(most, input[0]);
        }
        assertThat(least).isZero();
        assertThat(most).isEqualTo(1);
    }

    @Test
    void aHeaderIsOptionalAndEmptyLinesArePassedOver() throws IOException {
        assertThat(csv(file("1,2,a\r\n\r\n3,4,b\r\n5,6,a\r\n")).shape()).isEqualTo(new ArrayGeometry(3, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2,a;3,b|line 2: has 2 fields; allowed: 3 as in the first line",
                "x,y,k;1,2,a;3,NaN,b|line 3: column 2 is \"NaN\"; allowed: a finite decimal number",
                "1,2,a;3,4,b;,4,b|line 3: column 1 is \"\"; allowed: a finite decimal number",
                "1,2,a;3,4..5,b|line 2: column 2 is \"4..5\"; allowed: a finite decimal number",
                "1,oops,a;3,4,b|line 1: column 2 is \"oops\"; allowed: a finite decimal number (?header=yes where the first"
                        + " line names the columns)",
                "1,2,a;1e999,4,b|line 2: column 1 is \"1e999\"; allowed: a finite decimal number",
                "1,2,a;3,4,|line 2: column 3 (the class) is \"\"; allowed: 1 to 200 characters",
                "1;2|line 1: has 1 field, \"1\"; allowed: 2 to 65536, the last one the class (?delimiter= says what is"
                        + " between them; comma was looked for)",
                "1,2,a;3,4,a|holds 1 class, \"a\"; allowed: 2 to 1024",
                "x,y,k|holds no examples; allowed: 2 or more lines of numbers and a class"
            })
    void aBadTableIsNamedByFileLineColumnAndValue(String lines, String message) throws IOException {
        Path file = file(lines.replace(';', '\n'));
        assertThatThrownBy(() -> csv(file))
                .isInstanceOf(WorkloadException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void noTableIsNoTask() throws IOException {
        Path empty = file("");
        assertThatThrownBy(() -> csv(empty)).hasMessageContaining("holds no examples");
        assertThatThrownBy(() -> csv(folder.resolve("away.csv")))
                .hasMessageContaining("away.csv is not a file that can be read");
        assertThatThrownBy(() -> csv(folder)).hasMessageContaining("is not a file that can be read");
        Path binary = folder.resolve("noise.csv");
        Files.write(binary, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, 2});
        assertThatThrownBy(() -> csv(binary)).isInstanceOf(WorkloadException.class);
        assertThatThrownBy(() -> Workloads.named("chess", 1))
                .hasMessage(
                        "task is \"chess\"; allowed: quadratic, regression, digits, csv:FILE, idx:IMAGES,LABELS, ising,"
                                + " maxcut:FILE");
    }
}
