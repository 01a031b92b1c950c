package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -} is stdout wherever a file is written: that file and nothing else; a directory cannot be written there. */
final class StdoutTest {
    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    @Test
    void aPageOrATableGoesToStdoutAlone() {
        Said page = limbench("bounds", "project", "--html", "-");
        assertThat(page.out().strip()).startsWith("<!DOCTYPE html>").endsWith("</html>");
        Said plots = limbench("bounds", "schedule", "--html", "-");
        assertThat(plots.out().strip()).startsWith("<!DOCTYPE html>").endsWith("</html>");
        Said table = limbench("bounds", "schedule", "--updates", "10", "--csv", "-");
        assertThat(table.out().lines()).hasSize(11).allMatch(line -> line.contains(","));
        Said profile = limbench("profile", "new", "-");
        assertThat(profile.out()).startsWith("format: 1\n");
        assertThat(Path.of("-")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bounds schedule --html - --csv -",
                "bounds schedule --html - --json",
                "bounds project --html - --json",
                "run --out -",
                "run --trace -",
                "probe --trace -",
                "profile compare --out -"
            })
    void twoThingsOrADirectoryAreRefused(String line) {
        Said said = limbench(line.split(" "));
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).contains("stdout");
        assertThat(said.out()).isEmpty();
        assertThat(Files.exists(Path.of("-"))).isFalse();
    }
}
