package org.limbench.transport;

import java.io.IOException;

/** The carrier failed or is gone: what, where, and why in one line. */
public final class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
