package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;
import org.limbench.testkit.Limbench;

/** Another user of the machine puts code and links wherever native code was ever looked for; the superuser then works. */
final class NativeCodeIT {
    private static final int NOBODY = 65_534;
    /** Of the library that jSerialComm has for this system. */
    private static final String CODE = """
            #include <fcntl.h>
            #include <unistd.h>
            __attribute__((constructor)) static void ran(void) { close(open("%s", O_CREAT | O_WRONLY, 0600)); }
            """;

    @TempDir
    private Path directory;

    private Path temporary;
    private Path marker;
    private Path planted;

    @BeforeEach
    void aSharedDirectoryAndCodeThatTellsWhenItRuns() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "planting files of another user needs the superuser");
        temporary = Files.createDirectory(directory.resolve("tmp"));
        Files.setAttribute(temporary, "unix:mode", 01777);
        marker = directory.resolve("planted-code-ran");
        Path source = Files.writeString(directory.resolve("planted.c"), CODE.formatted(marker));
        planted = directory.resolve("planted.so");
        assertThat(shell("cc -shared -fPIC -o " + planted + " " + source)).isZero();
    }

    @Test
    void codeAndLinksPlantedInTheTemporaryDirectoryAreLeftAlone() throws Exception {
        Path precious = Files.createFile(
                Files.createDirectory(directory.resolve("of-root")).resolve("precious"));
        Path shared = temporary.resolve("jSerialComm");
        plant(shared.resolve("2.11.4/libjSerialComm.so"));
        Files.createSymbolicLink(shared.resolve("link"), precious.getParent());
        plant(temporary.resolve("libjnidispatch.so"));
        plant(temporary.resolve("libduckdb_java.so"));
        giveAway(shared);
        List<Path> before = below(temporary);
        Limbench limbench = new Limbench(directory, environment(directory.resolve("cache")));

        useEverything(limbench);

        assertThat(marker).doesNotExist();
        assertThat(precious).exists();
        assertThat(below(temporary)).isEqualTo(before);
    }

    @Test
    void aCacheThatBelongsToAnotherUserIsRefusedAndItsCodeDoesNotRun() throws Exception {
        Path ours = directory.resolve("cache");
        useEverything(new Limbench(directory, environment(ours)));
        Path theirs = temporary.resolve("cache");
        for (Path library : below(ours)) {
            if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)) {
                plant(theirs.resolve(ours.relativize(library)));
            }
        }
        giveAway(theirs);
        Path link = Files.createSymbolicLink(directory.resolve("link"), theirs);

        for (Path cache : List.of(theirs, link)) {
            Limbench limbench = new Limbench(directory, environment(cache));
            refused(limbench.run("probe", "serial:/dev/ptmx"), 3, "belongs to another user (65534)");
            refused(
                    limbench.run("run", "--arms", "lim", "--updates", "5", "--out", cache.getFileName() + "-run"),
                    4,
                    "belongs to another user (65534)");
        }
        assertThat(marker).doesNotExist();
    }

    @Test
    void aFileSystemThatRunsNoProgramsIsNamed() throws Exception {
        assumeTrue(shell("unshare -m true") == 0, "mounting needs a name space");
        Path noexec = Files.createDirectory(directory.resolve("noexec"));
        String java = ProcessHandle.current().info().command().orElse("java") + " -Djava.io.tmpdir=" + noexec
                + " -Duser.home=" + noexec + "/home -jar " + System.getProperty("limbench.jar");
        String mount = "mount -t tmpfs -o noexec tmpfs " + noexec;

        for (String command : List.of("probe serial:/dev/ptmx;3", "run --arms lim --updates 5 --out noexec-run;4")) {
            String[] parts = command.split(";", -1);
            Path said = directory.resolve("said");
            int code = shell("unshare -m sh -c '" + mount + " && unset LIMBENCH_CACHE XDG_CACHE_HOME && " + java + " "
                    + parts[0] + " 2> " + said + "'");
            refused(
                    new Limbench.Outcome(code, "", Files.readString(said)),
                    Integer.parseInt(parts[1]),
                    noexec + "/home/.cache/limbench/natives/",
                    "runs no programs",
                    "set LIMBENCH_CACHE");
        }
    }

    @Test
    void aKilledRunLeavesNothingInTheTemporaryDirectory() throws Exception {
        Path cache = directory.resolve("cache");
        try (Limbench.Running running = new Limbench(directory, environment(cache))
                .background("run", "--arms", "lim", "--updates", "500", "--out", "killed-run")) {
            Await.until(
                    "DuckDB is in use",
                    Duration.ofSeconds(60),
                    () -> placed(cache) || !running.process().isAlive());
            running.kill();
        }
        assertThat(placed(cache)).isTrue();
        assertThat(below(temporary)).isEmpty();
    }

    private static boolean placed(Path cache) {
        try {
            return Files.exists(cache) && below(cache).stream().anyMatch(path -> path.endsWith("libduckdb_java.so"));
        } catch (IOException | UncheckedIOException changing) {
            return false;
        }
    }

    /** A pseudo-terminal, a serial port and a ledger: all three libraries. */
    private void useEverything(Limbench limbench) throws Exception {
        try (Limbench.Running device = limbench.serve("emulate", "--profile", "lim-chain", "--serial", "lim0")) {
            assertThat(device.ready().get("ready").asBoolean()).isTrue();
            Limbench.Outcome probe = limbench.run("probe", "serial:lim0");
            assertThat(probe.code()).as(probe.err()).isZero();
        }
        Path run = directory.resolve("sound-run");
        Limbench.Outcome trained = limbench.run("run", "--arms", "lim", "--updates", "5", "--out", run.toString());
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    private Map<String, String> environment(Path cache) {
        return Map.of(
                "JDK_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + temporary + " -Duser.home=" + temporary.resolve("no-home"),
                "LIMBENCH_CACHE",
                cache.toString());
    }

    private static void refused(Limbench.Outcome outcome, int code, String... parts) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("limbench: ")))
                .as(outcome.err())
                .hasSize(1);
        assertThat(outcome.err()).contains(parts).doesNotContain("\tat ", "report it");
    }

    private void plant(Path where) throws IOException {
        Files.createDirectories(where.getParent());
        Files.copy(planted, where);
    }

    private static void giveAway(Path top) throws IOException {
        for (Path path : below(top)) {
            Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
        Files.setAttribute(top, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> below(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(path -> !path.equals(top)).sorted().toList();
        }
    }

    private int shell(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("shell.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
