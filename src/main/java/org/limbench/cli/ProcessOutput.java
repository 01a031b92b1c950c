package org.limbench.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written, which Java's print streams keep to themselves. Thread-safe. */
final class ProcessOutput extends OutputStream {
    private final OutputStream target;
    private @Nullable IOException failure;

    ProcessOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure == null) {
            try {
                target.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Why results were lost; null when none were, or when who read them had enough ({@code | head}) and left. */
    synchronized @Nullable String lost() {
        if (failure == null) {
            return null;
        }
        String message = String.valueOf(failure.getMessage());
        return message.toLowerCase(Locale.ROOT).contains("pipe") ? null : message;
    }
}
