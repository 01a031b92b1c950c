package org.limbench.driver;

/** The device does not answer. Says what is applied, not applied, indeterminate. */
public final class ReplyTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplyTimeoutException(String message) {
        super(message);
    }

    public ReplyTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
