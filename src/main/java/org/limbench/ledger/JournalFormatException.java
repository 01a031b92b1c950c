package org.limbench.ledger;

/** A journal holds what this build cannot read: another version, or content its checksum vouches for but no reader knows. */
public final class JournalFormatException extends RunDirectoryException {
    private static final long serialVersionUID = 1L;

    public JournalFormatException(String message) {
        super(message);
    }

    public JournalFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
