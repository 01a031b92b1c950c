package org.limbench.protocol.rcn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes waiting to be taken as lines or as blocks. A run of bytes longer than any reply is dropped and counted, so
 * that noise cannot fill memory. Single-threaded.
 */
public final class ReplyBuffer {
    /** The station's reply buffer, and the end of the line. */
    private static final int MOST_LINE = 514;
    /** A capture's samples, and a line to either side. */
    private static final int MOST_BYTES = 2 * RcnCommand.MOST_SAMPLES + 2 * MOST_LINE;

    private byte[] bytes = new byte[0];
    private long dropped;

    /** Adds what was received. */
    public void add(byte[] received) {
        int length = bytes.length;
        bytes = Arrays.copyOf(bytes, length + received.length);
        System.arraycopy(received, 0, bytes, length, received.length);
        if (bytes.length > MOST_BYTES) {
            dropped += bytes.length - MOST_BYTES;
            bytes = Arrays.copyOfRange(bytes, bytes.length - MOST_BYTES, bytes.length);
        }
    }

    /** Bytes waiting. */
    public int waiting() {
        return bytes.length;
    }

    /** Bytes thrown away because no reply is so long. */
    public long dropped() {
        return dropped;
    }

    /** Throws away what is waiting. */
    public void clear() {
        bytes = new byte[0];
    }

    /** The next line that is not empty, without its end; null while there is none whole. */
    public @Nullable String line() {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            String line = new String(bytes, 0, at, StandardCharsets.ISO_8859_1).strip();
            bytes = Arrays.copyOfRange(bytes, at + 1, bytes.length);
            if (!line.isEmpty()) {
                return line;
            }
            at = -1;
        }
        if (bytes.length > MOST_LINE) {
            dropped += bytes.length;
            clear();
        }
        return null;
    }

    /** The next {@code count} bytes; null while there are fewer. */
    public byte @Nullable [] block(int count) {
        if (bytes.length < count) {
            return null;
        }
        byte[] block = Arrays.copyOf(bytes, count);
        bytes = Arrays.copyOfRange(bytes, count, bytes.length);
        return block;
    }
}
