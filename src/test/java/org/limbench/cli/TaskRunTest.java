package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every task from the command line to the files of its run, on a device with tunable barriers and on one without. */
final class TaskRunTest {
    private static final String IDX =
            "idx:test-fixtures/idx/digits-images-idx3-ubyte.gz,test-fixtures/idx/digits-labels-idx1-ubyte";

    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    /**
     * A task, as its user would ask for it.
     *
     * @param arguments of {@code run}; FOLDER stands for the test's
     * @param score stem of its metrics
     * @param reference a figure beside the score
     * @param updates rank-1 updates of 6 examples
     */
    record Task(String arguments, String score, String reference, int updates) {}

    static List<Task> tasks() {
        return List.of(
                new Task("--task quadratic", "distanceToOptimum", "Float", 6),
                new Task("--task regression", "rootMeanSquareError", "LeastSquares", 6),
                new Task("--task digits --model softmax", "accuracy", "Float", 6),
                new Task("--task digits --model mlp --hidden 6", "accuracy", "Float", 12),
                new Task("--task csv:FOLDER/flowers.csv", "accuracy", "Float", 6),
                new Task("--task csv:FOLDER/flowers.csv --model mlp --hidden 4", "accuracy", "Float", 12),
                new Task("--task csv:FOLDER/prices.csv --model linear", "rootMeanSquareError", "LeastSquares", 6),
                new Task("--task " + IDX, "accuracy", "Float", 6),
                new Task("--task " + IDX + "?side=4&first=40 --model mlp --hidden 5", "accuracy", "Float", 12));
    }

    private String[] arguments(String text, String device, String out) {
        return ("run --seed 3 --updates 6 --device emulated:" + device + " --out " + directory.resolve(out) + " "
                        + text.replace("FOLDER", directory.toString()))
                .split(" ");
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void runsOnBothKindsOfDeviceAndTellsItsOwnScore(Task task) throws IOException {
        Files.writeString(directory.resolve("flowers.csv"), flowers());
        Files.writeString(directory.resolve("prices.csv"), prices());
        for (String device : List.of("lim-chain", "reram-sb")) {
            boolean tunable = device.equals("lim-chain");
            Said said = limbench(arguments((tunable ? "--arms lim,fixed " : "") + task.arguments(), device, device));
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out()).contains(task.score().equals("accuracy") ? "accuracy, %" : task.score());
            boolean less = !task.score().equals("accuracy");
            assertThat(said.out().contains("less is better")).isEqualTo(less);
            assertThat(said.out().lines().skip(1)).allMatch(line -> line.length() <= 80);

            JsonNode run = JsonMapper.shared()
                    .readTree(directory.resolve(device + "/run.json").toFile());
            assertThat(run.at("/task/score").asString()).isEqualTo(task.score());
            assertThat(run.at("/task/lowerIsBetter").asBoolean()).isEqualTo(less);
            assertThat(run.at("/arms/0/updates/applied").asInt()).isEqualTo(task.updates());
            for (String suffix : List.of("Trained", "Aged", task.reference())) {
                assertThat(run.at("/arms/0/metrics/" + task.score() + suffix).isNumber())
                        .as(suffix)
                        .isTrue();
            }
            assertThat(Files.readString(directory.resolve(device + "/report.html")))
                    .contains(less ? "The less the better." : "Accuracy against time");
        }
    }

    @Test
    void aTaskTooLargeForAnEmulatedProfileMakesItsArrayLarger() throws IOException {
        String[] perceptron = arguments("--arms lim --task digits --model mlp --hidden 12", "lim-chain", "a");
        Said said = limbench(perceptron);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err())
                .contains("needs a larger array than the profile's: emulated:lim-chain?rows=65&columns=22");
        JsonNode run =
                JsonMapper.shared().readTree(directory.resolve("a/run.json").toFile());
        assertThat(run.at("/device/address").asString()).isEqualTo("emulated:lim-chain?rows=65&columns=22");
        assertThat(run.at("/task/name").asString()).isEqualTo("digits?model=mlp&hidden=12");

        // said outright, it is the same run
        String[] outright =
                arguments("--arms lim --task digits?model=mlp&hidden=12", "lim-chain?rows=65&columns=22", "b");
        assertThat(limbench(outright).code()).isZero();
        assertThat(directory.resolve("b/ledger.parquet")).hasSameBinaryContentAs(directory.resolve("a/ledger.parquet"));

        Said small = limbench(arguments("--task digits", "lim-chain?rows=64&columns=10", "c"));
        assertThat(small.code()).isEqualTo(2);
        assertThat(small.err()).contains("task digits needs an array of 65 x 10; lim-chain has 64 x 10");
        assertThat(directory.resolve("c")).doesNotExist();
    }

    @Test
    void optionsThatDoNotBelongAreUsageErrors() {
        for (String wrong : List.of(
                "--task quadratic --model mlp",
                "--task digits --hidden 8",
                "--task digits --model linear",
                "--task digits?model=mlp --model mlp",
                "--task digits?side=4")) {
            Said said = limbench(arguments(wrong, "lim-chain", "x"));
            assertThat(said.code()).as(wrong).isEqualTo(2);
            assertThat(said.err().lines().filter(line -> line.startsWith("limbench: ")))
                    .as(wrong)
                    .hasSize(1);
        }
    }

    @Test
    void anEmulatedArrayOfNoSizeIsRefused() {
        Said said = limbench("emulate", "--rows", "0", "--tcp", "127.0.0.1:0");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("rows is 0; allowed: 1 to 65536");
        assertThat(said.out()).isEmpty();
    }

    private static String flowers() {
        StringBuilder lines = new StringBuilder("length,width,kind\n");
        for (int k = 0; k < 30; k++) {
            lines.append(k).append(',').append(k * k % 7).append(k < 15 ? ",rose\n" : ",iris\n");
        }
        return lines.toString();
    }

    private static String prices() {
        StringBuilder lines = new StringBuilder("length,width,price\n");
        for (int k = 0; k < 30; k++) {
            lines.append(k)
                    .append(',')
                    .append(k * k % 7)
                    .append(',')
                    .append(3 * k + k * k % 7)
                    .append('\n');
        }
        return lines.toString();
    }
}
