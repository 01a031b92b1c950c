package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script, sourced in a bash and asked as the Tab key asks it. */
final class CompletionTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeTheScript() throws IOException {
        Files.writeString(
                directory.resolve("completion.sh"),
                Said.by(directory, "generate-completion").done());
    }

    /** What is offered for the last word of a line; words as bash cuts them. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(" '").append(word).append("'");
        }
        Process bash = new ProcessBuilder(
                        "bash",
                        "--norc",
                        "-c",
                        "source ./completion.sh; COMP_WORDS=(" + line + "); COMP_CWORD="
                                + (words.length - 1) + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
                                + " _complete_limbench; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().map(String::strip).toList();
    }

    @Test
    void commandsAndOptionsAreOffered() throws IOException, InterruptedException {
        assertThat(offered("limbench", "")).contains("run", "emulate", "profile", "help", "config");
        assertThat(offered("limbench", "run", "--ret")).contains("--retention", "--retention-risk");
    }

    @Test
    void namesAreOfferedForWhatTakesThem() throws IOException, InterruptedException {
        assertThat(offered("limbench", "run", "--task", "")).contains("digits", "ising", "csv:", "maxcut:");
        assertThat(offered("limbench", "run", "--arms", "un")).containsExactly("unconsolidated");
        assertThat(offered("limbench", "run", "--schedule", "")).contains("1/n", "1/sqrt\\(n\\)", "fn");
        assertThat(offered("limbench", "run", "--approach", "")).contains("fixed-tilt", "fixed-barrier", "both");
        assertThat(offered("limbench", "emulate", "--profile", "lim")).contains("lim-chain", "lim-chain-board-meter");
        assertThat(offered("limbench", "profile", "show", "re")).contains("reram-sb", "reram-es");
        assertThat(offered("limbench", "bounds", "eval", "landauer")).contains("landauer-bit");
    }

    /** The script keeps a list by its label, so that two lists under one label are one. */
    @Test
    void noTwoListsOfACommandShareALabel() {
        HelpPageTest.commands()
                .forEach(command -> assertThat(command.getCommandSpec().options().stream()
                                .filter(option -> option.completionCandidates() != null)
                                .map(OptionSpec::paramLabel))
                        .as(command.getCommandName())
                        .doesNotHaveDuplicates());
    }

    @Test
    void addressesAreOfferedAlsoBehindAColon() throws IOException, InterruptedException {
        assertThat(offered("limbench", "run", "--device", "")).contains("emulated:lim-chain", "serial:");
        assertThat(offered("limbench", "run", "--device", "emulated:lim"))
                .containsExactly("emulated:lim-chain", "emulated:lim-chain-board-meter");
        assertThat(Files.readString(directory.resolve("completion.sh")))
                .endsWith("COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n");
    }
}
