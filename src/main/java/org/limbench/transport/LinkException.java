package org.limbench.transport;

import java.io.IOException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** The carrier failed or is gone: what, where, and why in one line. */
public final class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether nobody was there: a connection was refused, which may go otherwise a moment later. */
    public boolean nobodyThere() {
        for (@Nullable Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }
}
