package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.RandomStream;

class TableTaskTest {
    private static final Path FIXTURES = Path.of("test-fixtures/tables");

    @TempDir
    Path folder;

    private static Workload named(Path file, String options) {
        return Workloads.named("csv:" + file + options, 1);
    }

    /** Three kinds two deviations apart along a line: softmax and perceptron tell 12 held-out leaves apart but for two. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?model=mlp&hidden=4", "?model=mlp&hidden=6&activation=relu"})
    void floatTrainingTellsTheKindsOfLeavesApart(String options) {
        Workload leaves = named(FIXTURES.resolve("leaves.csv"), options);
        assertThat(leaves.examples()).isEqualTo(48);
        TrainingPlan plan = TrainingPlan.builder().epochs(100).build();
        assertThat(FloatReference.score(leaves, plan)).isGreaterThanOrEqualTo(10 / 12.0);
    }

    /** The noise of 0.2 is left over: 12 held-out errors have a relative standard error of 1/sqrt(24) = 20 %. */
    @Test
    void leastSquaresLeavesTheNoiseOfTheWeights() {
        Workload weights = named(FIXTURES.resolve("weights.csv"), "?model=linear");
        assertThat(weights.shape()).isEqualTo(new ArrayGeometry(3, 1));
        double optimum = weights.references().get("LeastSquares");
        assertThat(optimum).isCloseTo(0.2, within(0.2 * 4 * 0.2));
        TrainingPlan plan = TrainingPlan.builder().epochs(100).build();
        assertThat(FloatReference.score(weights, plan)).isCloseTo(optimum, within(0.1));
    }

    /** Cuts, flipped bits and octets at random in a table: a task, or one line that says no. */
    @ParameterizedTest
    @ValueSource(strings = {"leaves.csv", "weights.csv?model=linear", "leaves.csv?model=mlp&hidden=2"})
    void noDamageDoesMoreThanRefuse(String what) throws IOException {
        int mark = what.indexOf('?');
        String options = mark < 0 ? "" : what.substring(mark);
        byte[] whole = Files.readAllBytes(FIXTURES.resolve(mark < 0 ? what : what.substring(0, mark)));
        byte[] good = Arrays.copyOf(whole, 120);
        RandomStream.Cursor draws = RandomStream.of(5, "test.damage").cursor();
        int refused = 0;
        for (int n = 0; n < 600; n++) {
            byte[] damaged = Arrays.copyOf(good, n < 120 ? n : good.length);
            for (int k = 0; n >= 120 && k <= n % 3; k++) {
                int at = draws.nextBelow(damaged.length);
                damaged[at] = n % 2 == 0 ? (byte) (damaged[at] ^ 1 << draws.nextBelow(8)) : (byte) draws.nextBits();
            }
            Path file = folder.resolve("damaged.csv");
            Files.write(file, damaged);
            refused += survives(file, options) ? 0 : 1;
        }
        assertThat(refused).isBetween(60, 599);
    }

    /** Whether it becomes a task; anything but a refusal in one line fails the test. */
    private static boolean survives(Path file, String options) {
        try {
            Workload workload = named(file, options);
            OuterProduct[] gradient =
                    workload.layers().stream().map(OuterProduct::of).toArray(OuterProduct[]::new);
            workload.gradient(0, workload.start(), gradient);
            for (OuterProduct product : gradient) {
                assertThat(Arrays.stream(product.error())).allMatch(Double::isFinite);
            }
            return true;
        } catch (WorkloadException refusal) {
            assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
    }
}
