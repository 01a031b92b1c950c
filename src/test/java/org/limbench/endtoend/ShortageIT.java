package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Limbench;

/** A machine short of room, memory, files or letters: one line, no stack trace, and never the exit code of a failed check. */
final class ShortageIT {
    @TempDir
    private Path directory;

    @Test
    void aFullStandardOutputIsTold() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");

        assertThat(shell("", "profile list > /dev/full", "")).isEqualTo(2);

        assertThat(said()).containsExactly("limbench: standard output cannot be written: No space left on device");
    }

    @Test
    void aReaderWhoHadEnoughIsNoFailure() throws Exception {
        assertThat(shell("", "bounds eval", "| head -n 1; exit ${PIPESTATUS[0]}"))
                .isZero();

        assertThat(said()).isEmpty();
    }

    @Test
    void aHeapThatIsUsedUpIsOneLine() throws Exception {
        String fits = "'emulated:lim-chain?rows=1000&columns=950'";

        assertThat(shell("export JDK_JAVA_OPTIONS=-Xmx64m", "probe " + fits, ""))
                .isEqualTo(4);

        assertThat(said())
                .filteredOn(line -> !line.startsWith("NOTE: "))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("limbench: out of memory (Java heap space): Java may use 6");
    }

    @Test
    void aDataSetThatDoesNotFitIsRefusedWithItsBytes() throws Exception {
        int width = 65_535;
        Path table = directory.resolve("wide.csv");
        Files.writeString(table, ("0,".repeat(width) + "a\n").repeat(24) + ("0,".repeat(width) + "b\n").repeat(24));

        String little = "export JDK_JAVA_OPTIONS=-Xmx64m";
        assertThat(shell(little, "run --task 'csv:wide.csv?header=no' --out run", ""))
                .isEqualTo(2);

        assertThat(said())
                .filteredOn(line -> line.startsWith("limbench: "))
                .singleElement()
                .asString()
                .matches(
                        "limbench: wide.csv, line [0-9]+: a table of [0-9]+ x 65535 numbers so far, 24 bytes each, needs"
                                + " [0-9]{8} bytes of memory; allowed: the [0-9]{8} that Java may use here .*");

        Path images = directory.resolve("images");
        Files.write(
                images,
                ByteBuffer.allocate(16 + 62 * width)
                        .putInt(0x803)
                        .putInt(62)
                        .putInt(255)
                        .putInt(257)
                        .array());
        Files.write(
                directory.resolve("labels"),
                ByteBuffer.allocate(8 + 62).putInt(0x801).putInt(62).array());
        assertThat(shell(little, "run --task idx:images,labels --out run", "")).isEqualTo(2);
        assertThat(said())
                .filteredOn(line -> line.startsWith("limbench: "))
                .singleElement()
                .asString()
                .startsWith(
                        "limbench: images: 62 x 65535 pixels, 16 bytes each, needs 65010720 bytes of memory; allowed");
    }

    @Test
    void hardlyAnyFileDescriptorsAreOneLine() throws Exception {
        for (int descriptors = 16; descriptors <= 40; descriptors += 8) {
            int code = shell("ulimit -n " + descriptors, "probe serial:/dev/null", "");

            assertThat(code).as("with %d descriptors: %s", descriptors, said()).isIn(3, 4);
            assertThat(said()).hasSize(1).noneMatch(line -> line.contains("report it"));
        }
    }

    @Test
    void aDirectoryThatTheLocaleCannotNameIsRefused() throws Exception {
        Path named = Files.createDirectory(directory.resolve("d\u00fcr"));

        assertThat(shell("export LC_ALL=C; cd d*r", "bounds eval", "> /dev/null"))
                .isEqualTo(2);
        assertThat(said())
                .hasSize(1)
                .first()
                .asString()
                .contains("the working directory has letters", "LC_ALL=C.UTF-8");

        assertThat(shell("export LC_ALL=C", "run --arms lim --out \"$(echo d*r)/run\"", ""))
                .isEqualTo(2);
        assertThat(said()).hasSize(1).first().asString().contains("a path has letters", "LC_ALL=C.UTF-8");

        assertThat(shell("export LC_ALL=C.UTF-8; cd " + named, "bounds eval", "> /dev/null"))
                .isZero();
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(directory.resolve("said"));
    }

    private int shell(String before, String arguments, String after) throws IOException, InterruptedException {
        String java =
                ProcessHandle.current().info().command().orElse("java") + " " + String.join(" ", Limbench.SHORT_LIFE)
                        + " -cp " + System.getProperty("limbench.jar") + " org.limbench.cli.Start ";
        String script = before + "\n" + java + arguments + " 2> " + directory.resolve("said") + " " + after + "\n";
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
