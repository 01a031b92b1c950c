package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    static Stream<Arguments> whatIsNoBug() {
        return Stream.of(
                Arguments.of(
                        new OutOfMemoryError("Java heap space"),
                        ExitCode.INTERNAL_ERROR,
                        "out of memory (Java heap space): Java may use"),
                Arguments.of(
                        new OutOfMemoryError("unable to create native thread: possibly out of memory"),
                        ExitCode.INTERNAL_ERROR,
                        "the system starts no more threads; see 'ulimit -u'"),
                Arguments.of(new StackOverflowError(), ExitCode.INTERNAL_ERROR, "nested too deeply"),
                Arguments.of(
                        new UncheckedIOException(new FileSystemException("a/b", null, "Too many open files")),
                        ExitCode.INTERNAL_ERROR,
                        "too many files are open; 'ulimit -n'"),
                Arguments.of(
                        new UncheckedIOException(new FileSystemException("a/b", null, "File name too long")),
                        ExitCode.BAD_INPUT,
                        "limbench: a/b: File name too long"),
                Arguments.of(
                        new UncheckedIOException(
                                "ledger cannot be made: it is in use", new IOException(new SQLException())),
                        ExitCode.BAD_INPUT,
                        "limbench: ledger cannot be made: it is in use"),
                Arguments.of(new MalformedInputException(1), ExitCode.BAD_INPUT, "should be text is not UTF-8"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoBug")
    void whatTheMachineLacksIsOneLineAndNothingToReport(Throwable failure, int code, String part) {
        StringWriter said = new StringWriter();

        assertThat(new Failures(() -> false).tell(failure, new PrintWriter(said)))
                .isEqualTo(code);

        assertThat(said.toString().lines()).hasSize(1);
        assertThat(said.toString()).contains(part).doesNotContain("report it");
    }

    @Test
    void aBugSaysThatItIsOne() {
        for (Throwable bug : new Throwable[] {
            new IllegalStateException("odd"), new AssertionError("odd"), new NoClassDefFoundError("odd")
        }) {
            StringWriter said = new StringWriter();

            assertThat(new Failures(() -> false).tell(bug, new PrintWriter(said)))
                    .isEqualTo(ExitCode.INTERNAL_ERROR);

            assertThat(said.toString().lines())
                    .containsExactly(
                            "limbench: internal error, please report it: " + bug, "limbench: --verbose shows where");
        }
    }
}
