package org.limbench.training;

import org.jspecify.annotations.Nullable;

/** A task that does not exist or data that cannot be used. One line: file, line, column, value, what is allowed. */
public final class WorkloadException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WorkloadException(String message) {
        super(message);
    }

    public WorkloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
