package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Limbench;

/** The README's table of devices is what its command prints: the same seed gives the same figures on every machine. */
final class ReadmeIT {
    @TempDir
    private Path directory;

    @Test
    void tableOfDevicesIsTheCommandsOwn() throws IOException, InterruptedException {
        Limbench.Outcome outcome =
                new Limbench(directory).run("profile", "compare", "--markdown", "lim-chain", "smtj", "ecram", "pcm");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        List<String> rows = outcome.out().lines().toList();
        assertThat(rows).hasSizeGreaterThan(6);
        assertThat(Files.readString(Path.of("README.md")).lines()).containsAll(rows);
    }
}
