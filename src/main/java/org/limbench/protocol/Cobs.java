package org.limbench.protocol;

/**
 * Consistent Overhead Byte Stuffing: takes the zero bytes out of a frame at a cost of one byte per 254 or part of it.
 * Cheshire and Baker, IEEE/ACM Trans. Netw. 7(2), 159 (1999), doi:10.1109/90.769765.
 */
final class Cobs {
    private static final int LONGEST_RUN = 254;

    private Cobs() {}

    /** Most bytes that so many take when stuffed. */
    static int mostStuffed(int length) {
        return length + length / LONGEST_RUN + 1;
    }

    /**
     * Stuffs.
     *
     * @param to room for {@link #mostStuffed} bytes from {@code at}
     * @return index in {@code to} after the last byte written
     */
    static int stuff(byte[] from, int length, byte[] to, int at) {
        int codeAt = at;
        int next = at + 1;
        int run = 0;
        for (int i = 0; i < length; i++) {
            byte value = from[i];
            if (value != 0) {
                to[next++] = value;
                run++;
            }
            // A full block says nothing of a zero after it, so that one is opened only if more bytes follow.
            if (value == 0 || (run == LONGEST_RUN && i + 1 < length)) {
                to[codeAt] = (byte) (run + 1);
                codeAt = next++;
                run = 0;
            }
        }
        to[codeAt] = (byte) (run + 1);
        return next;
    }

    /**
     * Takes the stuffing out, in place.
     *
     * @param bytes without delimiters
     * @return number of bytes left; -1 where the stuffing is broken (a zero inside, or a block past the end)
     */
    static int unstuff(byte[] bytes, int length) {
        int read = 0;
        int write = 0;
        while (read < length) {
            int code = bytes[read++] & 0xFF;
            int end = read + code - 1;
            if (code == 0 || end > length) {
                return -1;
            }
            while (read < end) {
                byte value = bytes[read++];
                if (value == 0) {
                    return -1;
                }
                bytes[write++] = value;
            }
            if (code <= LONGEST_RUN && read < length) {
                bytes[write++] = 0;
            }
        }
        return write;
    }
}
