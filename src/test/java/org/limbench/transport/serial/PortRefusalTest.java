package org.limbench.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.testkit.Await;

final class PortRefusalTest {
    @ParameterizedTest
    @CsvSource({
        "25,is not a serial port",
        "16,is taken: opened for itself alone by another program",
        "13,this user may not open it",
        "6,there is no device behind it",
        "5,input/output error",
        "24,too many files are open",
        "99,cannot be opened (error 99)",
    })
    void anErrorIsToldInWordsWithItsNumber(int error, String words) {
        assertThat(PortRefusal.words(Path.of("/dev/no-such-port"), error)).contains(words, "(error " + error + ")");
    }

    @Test
    void whoHasALockedPortIsNamed() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/locks")), "locks are told on Linux only");
        try (PseudoTerminal terminal = PseudoTerminal.open()) {
            Process other = new ProcessBuilder("flock", terminal.device().toString(), "sleep", "60").start();
            try {
                Await.until(
                        "the other holds it",
                        Duration.ofSeconds(10),
                        () -> PortRefusal.because(terminal.device(), 0).startsWith("is taken"));
                assertThat(PortRefusal.because(terminal.device(), 0))
                        .isEqualTo("is taken: locked by flock (process " + other.pid() + ")");
            } finally {
                other.descendants().forEach(ProcessHandle::destroyForcibly);
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aFileThatIsNoPortIsToldAsThat() {
        assertThat(PortRefusal.because(Path.of("/dev/null"), 2))
                .isEqualTo("is not a serial port: it knows no serial settings (error 25)");
    }
}
