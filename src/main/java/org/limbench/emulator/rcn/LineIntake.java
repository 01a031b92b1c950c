package org.limbench.emulator.rcn;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.rcn.RcnCommand;

/**
 * How the station takes bytes: carriage returns are ignored, empty lines as well, a line is cut off after 127 characters, and
 * from the moment one is whole until it is taken everything else is dropped. What comes in one piece comes in one interrupt,
 * before any line of it is taken. Single-threaded.
 */
final class LineIntake {
    private final StringBuilder line = new StringBuilder();
    private long dropped;

    /** Takes a piece; gives the line it completes, or null. */
    @Nullable
    String accept(byte[] piece) {
        String text = new String(piece, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' && !line.isEmpty()) {
                dropped += text.length() - at - 1;
                String whole = line.toString();
                line.setLength(0);
                return whole;
            }
            if (c != '\r' && c != '\n' && line.length() < RcnCommand.MOST_LINE) {
                line.append(c);
            }
        }
        return null;
    }

    /** Bytes dropped because a line was pending. */
    long dropped() {
        return dropped;
    }

    /** Forgets a line that was begun. */
    void reset() {
        line.setLength(0);
    }
}
