package org.limbench.protocol;

import java.util.Objects;
import org.limbench.device.Require;

/**
 * Cuts a stream of bytes at its delimiters, however it arrives, and hands out what lies between them. Holds the first bytes
 * of one piece and never more; empty pieces are nothing.
 *
 * <p>Single-threaded.
 */
public final class FrameSplitter {
    private final byte[] held;
    private int holding;
    private long length;

    /** Takes a piece. */
    public interface Pieces {
        /**
         * What lay between two delimiters.
         *
         * @param bytes its first bytes; may be overwritten, not kept
         * @param count how many of {@code bytes} are the piece's
         * @param length of the whole piece: more than {@code count} where the rest was not kept
         */
        void piece(byte[] bytes, int count, long length);
    }

    /**
     * Keeps up to so many bytes of a piece.
     *
     * @param mostKept 64..131,072
     */
    public FrameSplitter(int mostKept) {
        this.held = new byte[Require.between("mostKept", mostKept, 64, 131_072)];
    }

    /** Takes bytes as they came and hands out every piece completed by them, in order. */
    public void accept(byte[] bytes, int from, int count, Pieces pieces) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        int start = from;
        int end = from + count;
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                hold(bytes, start, i - start);
                start = i + 1;
                finish(pieces);
            }
        }
        hold(bytes, start, end - start);
    }

    /** Hands out a piece begun, as if a delimiter had come. */
    public void finish(Pieces pieces) {
        if (length > 0) {
            int count = holding;
            long whole = length;
            reset();
            pieces.piece(held, count, whole);
        }
    }

    /** Forgets a piece begun. */
    public void reset() {
        holding = 0;
        length = 0;
    }

    private void hold(byte[] bytes, int from, int count) {
        int kept = Math.min(count, held.length - holding);
        System.arraycopy(bytes, from, held, holding, kept);
        holding += kept;
        length += count;
    }
}
