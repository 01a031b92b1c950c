package org.limbench.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limbench.natives.SerialPortLibrary;
import org.limbench.testkit.Await;
import org.limbench.transport.LinkException;

/** Pins what {@link SerialLink} works around: when one of these changes with a new version, look there. */
@Timeout(60)
final class JSerialCommBehaviourTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private PseudoTerminal terminal;
    private SerialPort port;

    @BeforeEach
    void open() throws LinkException {
        terminal = PseudoTerminal.open();
        SerialPortLibrary.ready();
        port = SerialPort.getCommPort(terminal.device().toString());
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 100, 0);
        assertThat(port.openPort()).isTrue();
    }

    @AfterEach
    void close() {
        port.closePort();
        terminal.close();
    }

    @Test
    void aSuccessfulOpenLeavesAnErrorCode() {
        int notATypewriter = 25;
        assertThat(port.getLastErrorCode()).isEqualTo(notATypewriter);
    }

    @Test
    void isOpenStaysTrueAfterAHangUpWhileReadsFailAndWritesTakeNothing() {
        terminal.close();
        Await.until("a read fails", LIMIT, () -> port.readBytes(new byte[1], 1) < 0);
        assertThat(port.isOpen()).isTrue();
        assertThat(port.writeBytes(new byte[1], 1)).isZero();
        assertThat(port.bytesAvailable()).isNegative();
    }

    @Test
    void aReadTimeoutIsRoundedUpToATenthOfASecond() {
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 5, 0);
        long start = System.nanoTime();
        assertThat(port.readBytes(new byte[1], 1)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(50_000_000L);
    }

    @Test
    void aSemiBlockingReadReturnsWithWhatIsThere() throws Exception {
        terminal.write(new byte[] {1, 2, 3}, LIMIT);
        byte[] buffer = new byte[10];
        int count = port.readBytes(buffer, buffer.length);
        assertThat(count).isBetween(1, 3);
    }

    @Test
    void aSecondOpenInThisProcessFails() {
        assertThat(SerialPort.getCommPort(terminal.device().toString()).openPort())
                .isFalse();
    }
}
