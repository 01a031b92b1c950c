package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;

/**
 * What the script at the root says while it builds: a copy of it in a tree of its own, with a Maven and a Java that only play
 * their parts.
 */
final class FirstUseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MAVEN = """
            #!/bin/sh
            echo "[INFO] Downloading from central: x.jar"
            echo "[INFO] Downloaded from central: x.jar"
            echo "[INFO] --- protobuf:3.10.3:generate (default) @ limbench ---"
            echo "[INFO] --- compiler:3.14.1:compile (default-compile) @ limbench ---"
            [ -p hold ] && cat hold
            echo "[INFO] --- jar:3.5.0:jar (default-jar) @ limbench ---"
            [ -e broken ] && { echo "[ERROR] Foo.java:[1,2] cannot find symbol"; exit 1; }
            echo "$@" >> maven.calls
            echo jar > target/limbench.jar
            """;
    private static final String JAVA = """
            #!/bin/sh
            for option in "$@"; do
              case $option in
                -XX:ArchiveClassesAtExit=*) echo archive > "${option#*=}"; exit 0 ;;
              esac
            done
            echo "$@"
            """;

    @TempDir
    private Path directory;

    private Path tree;

    @BeforeEach
    void copyTheScript() throws IOException {
        tree = Files.createDirectory(directory.resolve("checkout"));
        for (String source : List.of("src/main", "device-profiles", "firmware-protocol", "test-fixtures/digits")) {
            Files.createDirectories(tree.resolve(source));
        }
        Files.createFile(tree.resolve("pom.xml"));
        Files.createFile(tree.resolve("firmware-protocol/limbench.proto"));
        Files.copy(Path.of("limbench"), tree.resolve("limbench"), StandardCopyOption.COPY_ATTRIBUTES);
        Path bin = Files.createDirectory(directory.resolve("bin"));
        program(bin.resolve("mvn"), MAVEN);
        program(bin.resolve("java"), JAVA);
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Said(int code, String out, String err) {}

    private Process start(Path where, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("./limbench", "profile", "list")
                .directory(where.toFile())
                .redirectError(err.toFile());
        builder.environment().merge("PATH", "", (path, none) -> directory.resolve("bin") + ":" + path);
        return builder.start();
    }

    private Said limbench(Path where) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = start(where, err);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), out, Files.readString(err));
    }

    @Test
    void theFirstBuildTellsItsStepsALineEach() throws IOException, InterruptedException {
        Said said = limbench(tree);
        assertThat(said.code()).isZero();
        assertThat(said.err().lines().map(line -> line.replaceAll("\\d+ s", "N s")))
                .containsExactly(
                        "limbench: building, as it is the first use: a minute or two, and the time to fetch the"
                                + " libraries where they are not there yet",
                        "limbench: starting Maven ... (N s)",
                        "limbench: fetching libraries ... (N s)",
                        "limbench: generating the messages of the wire ... (N s)",
                        "limbench: compiling ... (N s)",
                        "limbench: packing ... (N s)",
                        "limbench: built in N s");
        assertThat(said.out()).contains("profile list").doesNotContain("building");
        assertThat(Files.readString(tree.resolve("maven.calls"))).contains("-Dmaven.test.skip=true");
    }

    @Test
    void theSecondUseIsSilent() throws IOException, InterruptedException {
        limbench(tree);
        Said second = limbench(tree);
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("-XX:SharedArchiveFile=" + tree.resolve("target/limbench.jsa"));
        assertThat(Files.readAllLines(tree.resolve("maven.calls"))).hasSize(1);
    }

    @Test
    void aBuildUnderWayIsWaitedFor() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("hold").toString())
                        .start()
                        .waitFor())
                .isZero();
        Path firstErr = directory.resolve("first.txt");
        Process first = start(tree, firstErr);
        Await.until(
                "the first compiles", PATIENCE, () -> Files.readString(firstErr).contains("compiling"));
        Path secondErr = directory.resolve("second.txt");
        Process second = start(tree, secondErr);
        Await.until(
                "the second waits", PATIENCE, () -> Files.readString(secondErr).contains("another build is under way"));
        Files.writeString(tree.resolve("hold"), "");
        assertThat(first.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(tree.resolve("maven.calls"))).hasSize(1);
        assertThat(Files.readString(secondErr).lines()).hasSize(1);
    }

    @Test
    void aCopiedCheckoutMakesItsArchiveAgainAndSaysSo() throws IOException, InterruptedException {
        limbench(tree);
        Path copy = directory.resolve("copy");
        assertThat(new ProcessBuilder("cp", "-a", tree.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        Said said = limbench(copy);
        assertThat(said.err()).contains("making its archive of classes again").doesNotContain("building");
        assertThat(limbench(copy).err()).isEmpty();
    }

    @Test
    void aBrokenBuildShowsItsErrors() throws IOException, InterruptedException {
        Files.createFile(tree.resolve("broken"));
        Said said = limbench(tree);
        assertThat(said.code()).isEqualTo(4);
        assertThat(said.err())
                .contains("the build failed; its log is " + tree.resolve("target/build.log"))
                .contains("cannot find symbol");
    }

    @Test
    void aTerminalSeesOneLineThatCounts() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", "./limbench profile list", "/dev/null")
                .directory(tree.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", "", (path, none) -> directory.resolve("bin") + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(seen)
                .contains("\r\u001b[Klimbench: fetching libraries (1 files)")
                .contains("limbench: built in");
    }
}
