package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.ArrayGeometry;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.Limbench;
import org.limbench.training.IsingProblems;
import org.limbench.training.Workloads;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for porting, followed to a chip of 16 x 4 cells. */
final class FirmwarePortIT {
    private static final Path PAGE = Path.of("docs", "porting.md");
    private static final Pattern COMMANDS = Pattern.compile("<!-- port -->\n```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SIZE = Pattern.compile("\\| `([a-z?=]+)` \\| (\\d+) x (\\d+) \\|");

    @TempDir
    private Path directory;

    /** The sources without what was built of them, so that the page's own lines build a port of their own. */
    private Path copyOfSources() throws IOException {
        Path from = Path.of("firmware-protocol");
        Path to = directory.resolve("firmware-protocol");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(path -> !path.startsWith(from.resolve("firmware/build")))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to.resolve("firmware");
    }

    private static void follow(Path folder, String commands) throws IOException, InterruptedException {
        // nanopb's sources as the other builds have fetched them
        Path nanopb = Firmware.built("vectors", "nanopb");
        Path said = folder.resolve("said.txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().put("NANOPB", nanopb.toString());
        int code = shell.start().waitFor();
        assertThat(code).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said)).contains("build/lim-mychip");
    }

    @Test
    void thePageLeadsToAChipThatIsProbedAndTrained() throws IOException, InterruptedException {
        Matcher page = COMMANDS.matcher(Files.readString(PAGE));
        assertThat(page.find()).isTrue();
        Path folder = copyOfSources();
        follow(folder, page.group(1));

        Process chip = new ProcessBuilder("build/lim-mychip")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = chip.inputReader(StandardCharsets.UTF_8)) {
            String address = "serial:" + out.readLine().replaceFirst("pty ", "");
            Limbench limbench = new Limbench(directory);
            Limbench.Outcome probe = limbench.run("probe", address, "--json");
            assertThat(probe.code()).as(probe.err()).isZero();
            JsonNode geometry = JsonMapper.shared().readTree(probe.out()).at("/datasheet/geometry");
            assertThat(geometry.get("rows").asInt()).isEqualTo(16);
            assertThat(geometry.get("columns").asInt()).isEqualTo(4);

            Limbench.Outcome run = limbench.run(
                    "run", "--device", address, "--task", "quadratic", "--updates", "60", "--out", "check");
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode arm = JsonMapper.shared()
                    .readTree(Files.readString(directory.resolve("check/run.json")))
                    .get("arms")
                    .get(0);
            assertThat(arm.at("/updates/applied").asInt())
                    .isEqualTo(arm.at("/updates/commanded").asInt())
                    .isPositive();
            assertThat(arm.at("/perUpdate/coreJoules").asDouble()).isPositive();
        } finally {
            chip.destroy();
        }
    }

    @Test
    void theTableSaysWhatTasksNeed() throws IOException {
        String text = Files.readString(PAGE);
        List<String> named = new ArrayList<>();
        Matcher row = SIZE.matcher(text);
        while (row.find()) {
            ArrayGeometry needs = Workloads.named(row.group(1), 1).shape();
            assertThat(row.group(2) + " x " + row.group(3))
                    .as(row.group(1))
                    .isEqualTo(needs.rows() + " x " + needs.columns());
            named.add(row.group(1));
        }
        assertThat(named).containsExactly("quadratic", "regression", "digits", "digits?model=mlp");
        assertThat(text)
                .contains("| `ising` | " + IsingProblems.named("ising", 1).spins() + " cells");
    }
}
