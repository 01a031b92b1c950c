package org.limbench.text;

import java.io.IOException;

/** Bytes that are no text in UTF-8; the message is what a file's name is put before: {@code holds a NUL byte at offset 8, line 2}. */
public final class NotTextException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is allowed, for messages. */
    public static final String ALLOWED = "text in UTF-8";

    NotTextException(String message) {
        super(message);
    }
}
