package org.limbench.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.profile.ProfileException;
import org.limbench.transport.LinkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever went wrong into one line on stderr and an exit code by its class. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final BooleanSupplier verbose;

    Failures(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        command.getErr()
                .println("limbench: " + oneLine(exception.getMessage()) + "; see '"
                        + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, @Nullable ParseResult parsed) {
        Throwable cause = exception instanceof UncheckedIOException unchecked ? unchecked.getCause() : exception;
        int code = exitCode(cause);
        String message =
                code == ExitCode.INTERNAL_ERROR ? "internal error, please report it: " + cause : describe(cause);
        command.getErr().println("limbench: " + oneLine(message));
        if (verbose.getAsBoolean()) {
            exception.printStackTrace(command.getErr());
        } else if (code == ExitCode.INTERNAL_ERROR) {
            command.getErr().println("limbench: --verbose shows where");
        }
        return code;
    }

    static int exitCode(Throwable cause) {
        if (cause instanceof IllegalArgumentException
                || cause instanceof ProfileException
                || cause instanceof NoSuchFileException
                || cause instanceof FileAlreadyExistsException
                || cause instanceof AccessDeniedException) {
            return ExitCode.BAD_INPUT;
        }
        if (cause instanceof LinkException
                || cause instanceof LinkLostException
                || cause instanceof ReplyTimeoutException
                || cause instanceof ImplausibleReplyException
                || cause instanceof DeviceRestartedException
                || cause instanceof DeviceRefusedException) {
            return ExitCode.DEVICE_FAILED;
        }
        return ExitCode.INTERNAL_ERROR;
    }

    private static String describe(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "exists already: " + message;
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission: " + message;
        }
        return message;
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
