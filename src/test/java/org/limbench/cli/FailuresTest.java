package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.transport.LinkException;
import picocli.CommandLine;

/** Whatever a device does to a session is its failure, told in one line. */
final class FailuresTest {
    static Stream<Exception> failuresOfDevices() {
        String line = "tcp:lab:4000: it failed";
        return Stream.of(
                new LinkException(line),
                new LinkLostException(line),
                new ReplyTimeoutException(line),
                new DeviceRestartedException(line),
                new DeviceRefusedException(line),
                new ImplausibleReplyException(line));
    }

    @ParameterizedTest
    @MethodSource("failuresOfDevices")
    void failureOfADeviceIsOneLineAndItsOwnExitCode(Exception failure) {
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(new PrintWriter(said));
        int code = new Failures(() -> false).handleExecutionException(failure, command, null);
        assertThat(code).isEqualTo(ExitCode.DEVICE_FAILED);
        assertThat(said.toString().strip()).isEqualTo("limbench: tcp:lab:4000: it failed");
    }
}
