package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Limbench;

/**
 * What the README promises: its blocks work when they are pasted as they stand, its links lead somewhere, and the table of
 * devices is what its command prints, as the same seed gives the same figures on every machine.
 */
final class ReadmeIT {
    private static final Path README = Path.of("README.md");

    @TempDir
    private Path directory;

    private record Pasted(int code, String out, String err) {}

    /** The one block between fences that holds a text. */
    private static String block(String holding) throws IOException {
        List<String> blocks = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$")
                .matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1))
                .filter(found -> found.contains(holding))
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }

    /** Runs a block in a shell with jobs, as a terminal's, where the root of the tree seems to be; what it leaves running ends. */
    private Pasted paste(String block) throws IOException, InterruptedException {
        Path limbench = directory.resolve("limbench");
        Files.writeString(
                limbench,
                "#!/bin/sh\nexec java " + String.join(" ", Limbench.SHORT_LIFE) + " -jar '"
                        + Path.of(System.getProperty("limbench.jar")).toAbsolutePath() + "' \"$@\"\n");
        assertThat(limbench.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(
                directory.resolve("firmware-protocol"),
                Path.of("firmware-protocol").toAbsolutePath());
        Path script = Files.writeString(
                directory.resolve("block.sh"),
                "set -m\n" + block + "code=$?\nkill $(jobs -p) 2>/dev/null\nwait\nexit $code\n");
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString())
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        bash.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
        Process process = bash.start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Pasted(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    @Test
    void theProxyBlockWorksWhenPasted() throws IOException, InterruptedException {
        Pasted pasted = paste(block("./limbench proxy --listen serial:./lim1"));
        assertThat(pasted.code()).as(pasted.err()).isZero();
        assertThat(pasted.out())
                .contains("digits on lim-chain (emulated), seed 5")
                .containsPattern("to the host +\\d+ frames");
        assertThat(pasted.err()).contains("reboots of the device 1").doesNotContain("internal error");
    }

    @Test
    void theMirrorBlockWorksWhenPasted() throws IOException, InterruptedException {
        Pasted pasted = paste(block("--mirror &"));
        assertThat(pasted.err()).doesNotContain("internal error");
        assertThat(pasted.out()).contains("digits on lim-chain (emulated), seed 1");
        assertThat(pasted.out().lines().filter(line -> line.startsWith("{") && line.contains("oules")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void linksLeadToFilesThatAreThere() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(README));
        try (var docs = Files.list(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            List<String> links = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
                    .matcher(Files.readString(page))
                    .results()
                    .map(MatchResult::group)
                    .map(link -> link.replaceAll("^\\]\\(|[#)].*$", ""))
                    .toList();
            assertThat(links)
                    .as(page.toString())
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    @Test
    void tableOfDevicesIsTheCommandsOwn() throws IOException, InterruptedException {
        Limbench.Outcome outcome =
                new Limbench(directory).run("profile", "compare", "--markdown", "lim-chain", "smtj", "ecram", "pcm");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        List<String> rows = outcome.out().lines().toList();
        assertThat(rows).hasSizeGreaterThan(6);
        assertThat(Files.readString(Path.of("docs/devices.md")).lines()).containsAll(rows);
    }
}
