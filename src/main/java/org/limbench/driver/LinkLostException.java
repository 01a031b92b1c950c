package org.limbench.driver;

/** The link is gone for good. Says what is applied, not applied, indeterminate. */
public final class LinkLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LinkLostException(String message) {
        super(message);
    }

    public LinkLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
