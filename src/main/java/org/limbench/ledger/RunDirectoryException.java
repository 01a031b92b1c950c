package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run directory cannot be used as it is, and its user can mend that: damaged, held by another process, full, read-only,
 * gone, or no run at all. One line: where, what, what is allowed or to be done.
 */
public class RunDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunDirectoryException(String message) {
        super(message);
    }

    public RunDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * A file or directory the machine refused.
     *
     * @param what could not be done with it, e.g. {@code "written"}
     */
    public static RunDirectoryException of(Path file, String what, IOException cause) {
        return new RunDirectoryException(file + " cannot be " + what + ": " + reason(cause), cause);
    }

    /** Why the machine refused, without the path, which Java puts into the same text. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (cause instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
