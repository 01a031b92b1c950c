package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProfileCommandTest {
    @TempDir
    private Path directory;

    private record Said(int code, String out, String err) {}

    private Said limbench(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, name -> null);
        int code = Main.run(console, directory.resolve("limbench.yaml"), arguments);
        return new Said(code, out.toString(), err.toString());
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
        assertThat(document.at("/energy/barrierJoules").asDouble()).isGreaterThan(1e-21);
        JsonNode first = document.at("/quantities/0");
        assertThat(first.propertyNames()).containsExactly("key", "written", "value", "unit", "confidence", "source");
        assertThat(document.path("quantities").size()).isGreaterThan(35);
    }
}
