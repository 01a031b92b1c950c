package org.limbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.natives.UnusableLibraryException;
import org.limbench.profile.ProfileException;
import org.limbench.text.AddressSecret;
import org.limbench.transport.LinkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever went wrong into one line on stderr and an exit code by its class. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Longer than any path can be. */
    private static final Pattern OVERLONG = Pattern.compile("\\S{4097,}+");

    private static final int MOST_SHOWN = 40;

    private final BooleanSupplier verbose;

    Failures(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String unwritable = unwritable(exception);
        command.getErr()
                .println("limbench: "
                        + Suggestion.added(oneLine(unwritable == null ? exception.getMessage() : unwritable), exception)
                        + origin(exception, arguments)
                        + "; see '"
                        + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, @Nullable ParseResult parsed) {
        String origin = parsed == null
                ? ""
                : Origin.of(
                        String.valueOf(exception.getMessage()), command, command.getParseResult()::hasMatchedOption);
        return tell(exception, command.getErr(), origin);
    }

    private static String origin(ParameterException exception, String[] arguments) {
        return Origin.of(
                String.valueOf(exception.getMessage()),
                exception.getCommandLine(),
                option -> Arrays.stream(arguments)
                        .map(argument -> argument.replaceFirst("=.*", ""))
                        .anyMatch(Arrays.asList(option.names())::contains));
    }

    /** Says what failed and returns the exit code; for errors of Java's too, which picocli lets pass. */
    int tell(Throwable thrown, PrintWriter err) {
        return tell(thrown, err, "");
    }

    private int tell(Throwable thrown, PrintWriter err, String origin) {
        Throwable cause = thrown;
        if (thrown instanceof UncheckedIOException unchecked) {
            cause = unchecked.getCause();
        }
        int code = exitCode(cause);
        String lacking = code == ExitCode.DEVICE_FAILED ? null : lacking(thrown);
        if (lacking != null) {
            code = ExitCode.INTERNAL_ERROR;
        }
        boolean bug = lacking == null && code == ExitCode.INTERNAL_ERROR;
        String message = lacking;
        if (message == null) {
            message = bug ? "internal error, please report it: " + cause : describe(thrown, cause);
        }
        err.println("limbench: " + Suggestion.added(oneLine(message)) + (bug ? "" : origin));
        if (verbose.getAsBoolean()) {
            thrown.printStackTrace(err);
        } else if (bug) {
            err.println("limbench: --verbose shows where");
        }
        return code;
    }

    /** What the machine does not give us; null when that is not what failed. */
    private static @Nullable String lacking(Throwable thrown) {
        UnusableLibraryException unusable = within(thrown, UnusableLibraryException.class);
        return unusable == null ? Shortage.of(thrown) : unusable.getMessage();
    }

    static int exitCode(Throwable cause) {
        if (cause instanceof LinkException
                || cause instanceof LinkLostException
                || cause instanceof ReplyTimeoutException
                || cause instanceof WrongDeviceException
                || cause instanceof ImplausibleReplyException
                || cause instanceof DeviceRestartedException
                || cause instanceof DeviceRefusedException) {
            return ExitCode.DEVICE_FAILED;
        }
        // files are the user's: missing, in the way, on a full disk, of too long a name
        if (cause instanceof IllegalArgumentException
                || cause instanceof ProfileException
                || cause instanceof RunDirectoryException
                || cause instanceof IOException) {
            return ExitCode.BAD_INPUT;
        }
        return ExitCode.INTERNAL_ERROR;
    }

    private static String describe(Throwable thrown, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String unwritable = unwritable(cause);
        if (unwritable != null) {
            return unwritable;
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "exists already: " + message;
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission: " + message;
        }
        if (cause instanceof NotDirectoryException) {
            return "not a directory: " + message;
        }
        if (cause instanceof CharacterCodingException) {
            return "a file that should be text is not UTF-8 (" + message + ")";
        }
        boolean saysMore =
                thrown != cause && !String.valueOf(thrown.getMessage()).equals(cause.toString());
        return saysMore ? String.valueOf(thrown.getMessage()) : message;
    }

    /** A path in letters that the locale has no bytes for; null when it is something else. */
    private static @Nullable String unwritable(Throwable failure) {
        String characters = System.getProperty("sun.jnu.encoding", "UTF-8");
        // picocli keeps no more of the cause than its name
        boolean path = within(failure, InvalidPathException.class) != null
                || String.valueOf(failure.getMessage()).contains(InvalidPathException.class.getSimpleName());
        return !path || characters.equals("UTF-8") ? null : lettersLacking("a path");
    }

    /** Java names files by the locale's character set, whatever they are called on the disk. */
    static String lettersLacking(String what) {
        return what + " has letters that this locale's character set (" + System.getProperty("sun.jnu.encoding")
                + ") lacks; start with LC_ALL=C.UTF-8";
    }

    private static <T extends Throwable> @Nullable T within(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String oneLine(@Nullable String message) {
        String told = OVERLONG.matcher(String.valueOf(message))
                .replaceAll(word -> Matcher.quoteReplacement(shortened(word.group())));
        return AddressSecret.hidden(told).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** The begin of a word no person reads; it ends before a colon, behind which a password may stand. */
    private static String shortened(String word) {
        int colon = word.indexOf(':');
        int shown = Math.min(MOST_SHOWN, colon < 0 ? word.length() : colon);
        String behind = word.substring(word.length() - 2).replaceAll("[\\p{L}\\p{N}]", "");
        return word.substring(0, shown) + "... (" + word.length() + " characters)" + behind;
    }
}
