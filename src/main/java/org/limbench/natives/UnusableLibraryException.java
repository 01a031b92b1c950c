package org.limbench.natives;

/** Native code can neither be kept nor run safely on this machine as it is set up: where, why, and what to set, in one line. */
public final class UnusableLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableLibraryException(String message) {
        super(message);
    }

    UnusableLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
