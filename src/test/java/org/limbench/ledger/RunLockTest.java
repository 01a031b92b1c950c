package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path directory;

    /** A process that holds the lock of a directory until it dies. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (RunLock lock = RunLock.take(Path.of(arguments[0]))) {
                System.out.println(lock.directory());
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void itIsTakenOnceInAProcessWhateverTheDirectoryIsCalled() throws IOException {
        Path alias = Files.createSymbolicLink(directory.resolveSibling(directory.getFileName() + "-alias"), directory);
        try (RunLock lock = RunLock.take(directory)) {
            assertThat(lock.directory()).isEqualTo(directory);
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> RunLock.take(alias))
                        .isInstanceOf(RunLock.Held.class)
                        .hasMessageContaining("is being written by process "
                                + ProcessHandle.current().pid());
            }
        } finally {
            Files.delete(alias);
        }
        RunLock.take(directory).close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anotherProcessIsNamedAndNothingOfADeadOneBlocks() throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(directory.toString());
            assertThatThrownBy(() -> RunLock.take(directory))
                    .isInstanceOf(RunLock.Held.class)
                    .hasMessageMatching(".* is being written by process " + holder.pid()
                            + " on \\S+ since \\d{4}-\\d\\d-\\d\\dT.*Z; allowed: one writer at a time, .*");
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(directory.resolve(RunLock.NAME)).isNotEmptyFile();
        RunLock.take(directory).close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileLeftBehindBlocksNobody() throws IOException {
        Files.writeString(directory.resolve(RunLock.NAME), "process 1 on elsewhere since yesterday\n");

        RunLock.take(directory).close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theLockOfAReplacedDirectoryDoesNotTouchItsSuccessor() throws IOException {
        Path run = Files.createDirectories(directory.resolve("run"));
        RunLock lock = RunLock.take(run);
        Files.move(run, directory.resolve("moved"));
        Files.createDirectories(run);
        Files.writeString(run.resolve(RunLock.NAME), "another's");

        lock.close();

        assertThat(run.resolve(RunLock.NAME)).hasContent("another's");
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> RunLock.take(directory.resolve("no")))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("no such file or directory");
    }
}
