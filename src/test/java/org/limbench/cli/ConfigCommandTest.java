package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flag before environment before file, the section of a command before what is for all; shown by {@code config}. */
final class ConfigCommandTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("limbench.yaml");
    }

    private Said limbench(String... arguments) {
        return Said.by(file, environment, arguments);
    }

    private double temperature(String... more) {
        String[] line = {"bounds", "project", "--json"};
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(line), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        Said said = limbench(all);
        assertThat(said.code()).as(said.err()).isZero();
        return JsonMapper.shared()
                .readTree(said.out())
                .path("temperatureKelvin")
                .asDouble();
    }

    @Test
    void theFlagGoesBeforeTheEnvironmentBeforeTheSectionBeforeTheFile() throws IOException {
        assertThat(temperature()).isEqualTo(300);
        Files.writeString(file, "temperature: 310\n");
        assertThat(temperature()).isEqualTo(310);
        Files.writeString(file, "temperature: 310\nbounds project:\n  temperature: 320\n");
        assertThat(temperature()).isEqualTo(320);
        environment.put("LIMBENCH_TEMPERATURE", "330");
        assertThat(temperature()).isEqualTo(330);
        assertThat(temperature("--temperature", "340")).isEqualTo(340);
    }

    @Test
    void configTellsWhatIsInForceAndWhereFrom() throws IOException {
        Files.writeString(file, "run:\n  tilt: 3\n");
        environment.put("LIMBENCH_TEMPERATURE", "330");
        Said said = limbench("config");
        assertThat(said.out().lines())
                .contains(
                        "file: " + file,
                        "run --tilt 3   (" + file + ", run)",
                        "bounds project --temperature 330   (LIMBENCH_TEMPERATURE)");
        JsonNode document =
                JsonMapper.shared().readTree(limbench("config", "--json").out());
        assertThat(document.path("fileExists").asBoolean()).isTrue();
        assertThat(document.path("settings").size()).isEqualTo(3);
    }

    @Test
    void withoutAnyConfigSaysSo() {
        assertThat(limbench("config").out().lines())
                .containsExactly("file: " + file + " (not there)", "every option is at its own default");
    }

    @Test
    void anUnknownSectionOrKeyIsRefusedWithWhatWasMeant() throws IOException {
        Files.writeString(file, "rnu:\n  seed: 3\n");
        Said section = limbench("config");
        assertThat(section.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(section.err()).contains("unknown section 'rnu'", "did you mean 'run'?");
        Files.writeString(file, "probe:\n  tilt: 3\n");
        Said key = limbench("config");
        assertThat(key.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(key.err()).contains("unknown key 'tilt' of section probe");
    }

    @Test
    void settingsThatAreNoFileAreRefusedRatherThanPassedOver() throws IOException {
        Files.createDirectory(file);
        limbench("config").refused(ExitCode.BAD_INPUT, "limbench.yaml: file is no regular file");
        Files.delete(file);
        Files.createSymbolicLink(file, directory.resolve("gone.yaml"));
        limbench("config").refused(ExitCode.BAD_INPUT, "limbench.yaml: file is not there");
    }
}
