package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is advised works as it stands when it is pasted into a shell, whatever the directory is called. */
final class AdviceTest {
    private static final String NAME = "it's \"my\" run; $HOME";

    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    /** What a shell makes of the command at the end of what was said, carried out. */
    private Said pasted(String said) throws IOException, InterruptedException {
        String line = said.lines()
                .filter(each -> each.contains(": limbench "))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no advice in: " + said));
        String command = line.substring(line.lastIndexOf(": limbench ") + 2);
        Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\0' " + command).start();
        String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(command).isZero();
        List<String> arguments = List.of(words.split("\0"));
        return limbench(arguments.subList(1, arguments.size()).toArray(String[]::new));
    }

    private Said run(Path out, String... more) {
        String[] first = {"run", "--task", "quadratic", "--arms", "lim", "--updates", "5", "--age", "1 s", "--out"};
        String[] all = Arrays.copyOf(first, first.length + 1 + more.length);
        all[first.length] = out.toString();
        System.arraycopy(more, 0, all, first.length + 1, more.length);
        return limbench(all);
    }

    @Test
    void aRunCanBeGoneOnWithAndMadeAgainAsAdvised() throws Exception {
        Path run = directory.resolve(NAME);
        run(run).done();

        Said taken = run(run);
        taken.refused(ExitCode.BAD_INPUT, "holds a run already");
        pasted(taken.err()).done();

        byte[] whole = Files.readAllBytes(run.resolve("journal.bin"));
        Files.write(run.resolve("journal.bin"), Arrays.copyOf(whole, whole.length * 2 / 3));
        Said lost = limbench("report", run.toString());
        lost.refused(ExitCode.BAD_INPUT, "the journal has lost its end");
        Said made = pasted(lost.err());
        made.done();
        assertThat(made.err()).contains("the run did not come to its end");
        assertThat(pasted(made.err()).done()).contains("lim");

        byte[] journal = Files.readAllBytes(run.resolve("journal.bin"));
        journal[journal.length / 2] ^= 1;
        Files.write(run.resolve("journal.bin"), journal);
        Said damaged = limbench("report", run.toString());
        damaged.refused(ExitCode.BAD_INPUT, "is damaged at octet");
        pasted(damaged.err()).done();
    }

    @Test
    void runsOfSeveralSeedsCanBeGoneOnWithAsAdvised() throws Exception {
        Path runs = directory.resolve(NAME);
        run(runs, "--seeds", "2").done();

        Said taken = run(runs, "--seeds", "2");
        taken.refused(ExitCode.BAD_INPUT, "holds runs already");
        assertThat(pasted(taken.err()).done()).contains("lim");
    }

    @Test
    void aNewProfileCanBeCheckedAsAdvised() throws Exception {
        Said written =
                limbench("profile", "new", directory.resolve("-my chip's.yaml").toString());
        assertThat(written.code()).as(written.err()).isZero();

        assertThat(pasted(written.err()).done()).contains("usable");
    }
}
