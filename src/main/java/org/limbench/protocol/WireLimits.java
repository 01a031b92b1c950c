package org.limbench.protocol;

import java.nio.charset.StandardCharsets;

/** Version and sizes of the wire. Bytes where not said otherwise. */
public final class WireLimits {
    /** Major version; another one is refused. */
    public static final int PROTO_MAJOR = 1;
    /** Minor version; it only adds. */
    public static final int PROTO_MINOR = 0;
    /**
     * Longest envelope sent: with CRC-32C, stuffing and delimiters the frame stays within 655 bytes, up to which CRC-32C
     * finds every error of five bits or fewer (computed exhaustively for the study of this protocol: the first undetected
     * 4-bit error needs 5,244 bits).
     */
    public static final int MOST_SENT_ENVELOPE = 646;
    /** Longest envelope accepted unless a peer declares less. */
    public static final int MOST_ACCEPTED_ENVELOPE = 1024;
    /** Most payload of an {@link UpdateChunk} or a {@link TileChunk}, and most codes (rows + columns) of a command. */
    public static final int CHUNK = 512;
    /** Frames a host may have unacknowledged unless the device declares another number. */
    public static final int CREDITS = 8;
    /** Results a device keeps for duplicates and queries. */
    public static final int KEPT_RESULTS = 16;
    /** Most by which an id may exceed the largest one taken since boot: no single command brings a device near its last id. */
    public static final long MOST_ID_JUMP = 1L << 40;
    /** Ids a host wants left before it drives a device. */
    public static final long LEAST_IDS_LEFT = 1L << 32;
    /** Longest name, UTF-8. */
    public static final int NAME = 64;
    /** Longest text of a fault, log line, detail or goodbye, UTF-8; longer ones are clipped. */
    public static final int TEXT = 160;

    private WireLimits() {}

    static String clipped(String text, int mostBytes) {
        if (text.length() * 3L <= mostBytes || text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
            return text;
        }
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > mostBytes) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return text.substring(0, at);
    }

    static String name(String field, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > NAME) {
            throw new IllegalArgumentException(field + " has " + bytes + " bytes; allowed: at most " + NAME);
        }
        return text;
    }

    static long unsigned(String field, long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(field + " is " + value + "; allowed: 0 to 2^32-1");
        }
        return value;
    }

    static long id(String field, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    field + " is " + Long.toUnsignedString(value) + "; allowed: 1 to 2^63-1");
        }
        return value;
    }

    static long deadline(String field, long value, boolean needed) {
        if (value < 0 || (needed && value == 0)) {
            throw new IllegalArgumentException(field + " is " + Long.toUnsignedString(value) + " ms; allowed: "
                    + (needed ? "1 ms to 2^63-1 ms for a command that changes state" : "0 ms (none) to 2^63-1 ms"));
        }
        return value;
    }
}
