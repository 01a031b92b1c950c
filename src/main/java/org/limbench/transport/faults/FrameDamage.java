package org.limbench.transport.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Frames with bits inverted or the end missing. The originals are left alone. */
final class FrameDamage {
    /** Most bits that are drawn for one frame. */
    static final int MOST_DRAWN = 3;

    private FrameDamage() {}

    /**
     * With some of its bits inverted, all different.
     *
     * @param draws draw k decides bit k
     */
    static byte[] flipped(byte[] frame, int count, LongUnaryOperator draws) {
        int bits = 8 * frame.length;
        List<Integer> places = new ArrayList<>(count);
        for (int i = 0; i < Math.min(count, bits); i++) {
            int place = (int) Long.remainderUnsigned(draws.applyAsLong(i), bits);
            while (places.contains(place)) {
                place = (place + 1) % bits;
            }
            places.add(place);
        }
        return flipped(frame, places);
    }

    /** With these of its bits inverted, counted from the lowest of the first byte, modulo its length. */
    static byte[] flipped(byte[] frame, List<Integer> places) {
        byte[] bytes = frame.clone();
        for (int place : places) {
            int within = place % (8 * bytes.length);
            bytes[within >>> 3] ^= (byte) (1 << (within & 7));
        }
        return bytes;
    }

    /** Its first bytes. */
    static byte[] truncated(byte[] frame, int bytes) {
        return Arrays.copyOf(frame, Math.min(bytes, frame.length));
    }
}
