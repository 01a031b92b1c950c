package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.profile.ProfileStarter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProfileCommandTest {
    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    @Test
    void newProfilePassesTheCheckAsItIs() {
        String file = directory.resolve("mine.yaml").toString();
        Said written = limbench("profile", "new", "--model", "gain-cell", file);
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(written.out()).isEmpty();
        Said checked = limbench("profile", "validate", file);
        assertThat(checked.code()).isZero();
        assertThat(checked.out())
                .contains("warning: " + file + ": cell.packet is 5 aC, assumed")
                .contains(": usable, 0 errors, ");
    }

    @Test
    void newProfileIsNeverWrittenOverAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.yaml"), "precious");
        Said said = limbench("profile", "new", file.toString());
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).isEqualTo("limbench: exists already: " + file + System.lineSeparator());
        assertThat(file).hasContent("precious");
    }

    @Test
    void newProfileWithoutAFileIsPrinted() {
        Said said = limbench("profile", "new");
        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("format: 1\n").contains("\n  model: soft-bounds\n");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void modelThatIsNotThereIsRefusedInOneLine() {
        Said said = limbench("profile", "new", "--model", "quantum");
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines()).hasSize(1);
        assertThat(said.err()).contains("model is quantum; allowed: barrier-chain, ");
    }

    @Test
    void showGivesOneDocumentWithEveryNumber() {
        Said said = limbench("profile", "show", "smtj", "--json");
        JsonNode document = JsonMapper.shared().readTree(said.out());
        assertThat(document.path("model").asString()).isEqualTo("two-level-barrier");
        assertThat(document.path("tunableBarrier").asBoolean()).isTrue();
        assertThat(document.at("/energy/barrierMotionJoules").asDouble()).isGreaterThan(1e-21);
        JsonNode first = document.at("/quantities/0");
        assertThat(first.propertyNames()).containsExactly("key", "written", "value", "unit", "confidence", "source");
        assertThat(document.path("quantities").size()).isGreaterThan(35);
    }

    @Test
    void validateTellsAsOneJsonDocumentWhatItTellsInLines() throws IOException {
        Path broken = directory.resolve("broken.yaml");
        Files.writeString(broken, ProfileStarter.text("gain-cell").replace("format: 1", "format: 1\nsurprise: 2"));

        Said said = limbench("profile", "validate", "--json", "lim-chain", broken.toString());
        Said lines = limbench("profile", "validate", "lim-chain", broken.toString());

        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).isEmpty();
        JsonNode told = JsonMapper.shared().readTree(said.out());
        assertThat(told).hasSize(2);
        assertThat(told.get(0).get("profile").asString()).isEqualTo("lim-chain");
        assertThat(told.get(0).get("usable").asBoolean()).isTrue();
        assertThat(told.get(0).get("errors")).isEmpty();
        assertThat(told.get(0).get("warnings"))
                .hasSize((int) lines.lines().stream()
                        .filter(line -> line.startsWith("warning: lim-chain: "))
                        .count())
                .allSatisfy(warning ->
                        assertThat(warning.get("confidence").asString()).isIn("recalled", "assumed"));
        assertThat(told.get(1).get("usable").asBoolean()).isFalse();
        assertThat(told.get(1).get("errors"))
                .extracting(JsonNode::asString)
                .allSatisfy(error -> assertThat(lines.out()).contains("error: " + error))
                .anySatisfy(error -> assertThat(error).contains("surprise"));
    }
}
