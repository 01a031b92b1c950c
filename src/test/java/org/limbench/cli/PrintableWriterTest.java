package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Text of strangers reaches neither the terminal nor the eye as anything but text. */
final class PrintableWriterTest {
    private static String escaped(int character) {
        return "\\" + String.format("u%04x", character);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 0x0b, 0x0d, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0x200b, 0x200e, 0x2028, 0x2029, 0x202a, 0x202e,
                0x2066, 0x2069, 0xfeff, 0xd800, 0xdfff
            })
    void whatActsOnATerminalOrTheEyeIsShown(int character) {
        assertThat(PrintableWriter.printable("lim" + (char) character + "[2Jchain"))
                .isEqualTo("lim" + escaped(character) + "[2Jchain");
    }

    @Test
    void ordinaryTextLinesTabsAndPairsPass() {
        String text = "kT ± 40 µm, 例, \uD83D\uDD0B\tcell\nrow\r\n";

        assertThat(PrintableWriter.printable(text)).isEqualTo(text);
    }

    @Test
    void aSurrogateAtTheEndAndAHiddenTagAreShown() {
        assertThat(PrintableWriter.printable("a\uD83D")).isEqualTo("a" + escaped(0xD83D));
        assertThat(PrintableWriter.printable("a\uDB40\uDC41")).isEqualTo("a" + escaped(0xDB40) + escaped(0xDC41));
    }

    @Test
    void aJsonDocumentStaysTheSameDocument() {
        Map<String, String> document = Map.of("device", "a\u001b[31m\u202e\u009b\u007f\u200b\"\\");

        String printed = PrintableWriter.printable(JsonMapper.shared().writeValueAsString(document));

        assertThat(printed).doesNotContain("\u001b", "\u202e", "\u009b", "\u007f", "\u200b");
        assertThat(JsonMapper.shared().readTree(printed))
                .isEqualTo(JsonMapper.shared().valueToTree(document));
    }

    @Test
    void everythingACommandSaysGoesThroughOnePlace() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), true, name -> null);

        console.out().printf("device: %s%n", "lim\u001b]0;pwned\u0007");
        console.say("limbench: held by bench\u001b[2J\u202e");
        int code = Main.run(
                console, Path.of("no-such.yaml"), Set.of(), "probe", "emulated:no\u001b[31msuch\u009b1mprofile");

        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString() + err)
                .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b")
                .contains("lim" + escaped(0x1b) + "]0;pwned" + escaped(7), escaped(0x9b) + "1mprofile");
    }

    @Test
    void aHelpPageKeepsItsColoursAndNotThoseOfADefault() {
        StringWriter out = new StringWriter();
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                true,
                name -> name.equals("LIMBENCH_TASK") ? "digits\u001b]0;pwned\u0007\nlimbench: done" : null);

        Main.run(console, Path.of("no-such.yaml"), Set.of(), "run", "--help");

        assertThat(out.toString()).contains("pwned").doesNotContain("\u001b]", "\u0007");
        assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("limbench: done"));
    }
}
