package org.limbench.trace;

import java.nio.file.Path;

/** A file that is no trace: which, at which byte, and why in one line. */
public final class TraceFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TraceFormatException(Path file, long offset, String what) {
        super(file + ": byte " + offset + ": " + what);
    }
}
