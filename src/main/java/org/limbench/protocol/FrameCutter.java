package org.limbench.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream into frames without looking into them: a piece ends with the delimiter after its first byte that is none.
 * The pieces in a row are the stream, garbage included. Holds {@link #MOST_HELD} bytes at most, and hands on what is
 * longer as it is. Single-threaded.
 */
public final class FrameCutter {
    /** Longest piece. Above every frame of {@link WireLimits#MOST_ACCEPTED_ENVELOPE}. */
    public static final int MOST_HELD = 4096;

    private final byte[] held = new byte[MOST_HELD];
    private int length;
    private boolean begun;

    /** Takes bytes as they came and returns the pieces completed by them, in order. */
    public List<byte[]> cut(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>(2);
        for (byte value : bytes) {
            held[length++] = value;
            boolean delimiter = value == 0;
            if ((delimiter && begun) || length == MOST_HELD) {
                pieces.add(Arrays.copyOf(held, length));
                length = 0;
                begun = false;
            } else if (!delimiter) {
                begun = true;
            }
        }
        return pieces;
    }
}
