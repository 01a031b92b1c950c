package org.limbench.ledger;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a version of the journal frames its records. All little-endian; sums are CRC-32C.
 *
 * <p>Version 1: payload length (u32), payload, sum (u32) over length and payload.
 *
 * <p>Since version 2: marker (2 octets), number (u32), payload length (u32), head sum (the low 16 bits) over these; payload; sum
 * (u32) over head and payload. The first record's number is the sum of its payload, every other's is one more than that
 * before it, so that a record lost, doubled, swapped or of another journal is seen, and a sound record is found
 * behind a bad one.
 */
enum RecordLayout {
    PLAIN(Integer.BYTES),
    NUMBERED(2 + 2 * Integer.BYTES + 2);

    private static final int MARKER = 0xB7E3;
    private static final int LENGTH_AT = 2 + Integer.BYTES;

    private final int head;

    RecordLayout(int head) {
        this.head = head;
    }

    /** The layout of a version; null for one this build does not know. */
    static @Nullable RecordLayout of(int version) {
        if (version < 1 || version > Journal.VERSION) {
            return null;
        }
        return version == 1 ? PLAIN : NUMBERED;
    }

    /** Octets before the payload. */
    int head() {
        return head;
    }

    /** Octets of a record around its payload. */
    int around() {
        return head + Integer.BYTES;
    }

    /** Payload length that a head tells, or -1 where these octets are no head. */
    int payload(byte[] octets, int at) {
        if (this == NUMBERED
                && (half(octets, at) != MARKER
                        || half(octets, at + head - 2) != (sum(octets, at, head - 2, octets, 0, 0) & 0xFFFF))) {
            return -1;
        }
        int length = word(octets, at + (this == NUMBERED ? LENGTH_AT : 0));
        return length < 1 || length > Journal.MOST_PAYLOAD ? -1 : length;
    }

    /** Number that a head tells; 0 where the layout has none. */
    int number(byte[] octets, int at) {
        return this == NUMBERED ? word(octets, at + 2) : 0;
    }

    /** Number of a journal's first record. */
    static int firstNumber(byte[] octets, int from, int length) {
        return sum(octets, from, length, octets, 0, 0);
    }

    /** Puts a head in front of a payload of so many octets. */
    static void putHead(byte[] octets, int number, int payload) {
        putHalf(octets, 0, MARKER);
        putWord(octets, 2, number);
        putWord(octets, LENGTH_AT, payload);
        putHalf(octets, NUMBERED.head - 2, sum(octets, 0, NUMBERED.head - 2, octets, 0, 0));
    }

    /** Checksum of one stretch of octets and of another behind it. */
    static int sum(byte[] one, int from, int length, byte[] other, int otherFrom, int otherLength) {
        CRC32C crc = new CRC32C();
        crc.update(one, from, length);
        crc.update(other, otherFrom, otherLength);
        return (int) crc.getValue();
    }

    static int word(byte[] octets, int at) {
        return half(octets, at) | half(octets, at + 2) << 16;
    }

    private static int half(byte[] octets, int at) {
        return (octets[at] & 0xFF) | (octets[at + 1] & 0xFF) << 8;
    }

    static void putWord(byte[] octets, int at, int value) {
        putHalf(octets, at, value);
        putHalf(octets, at + 2, value >>> 16);
    }

    private static void putHalf(byte[] octets, int at, int value) {
        octets[at] = (byte) value;
        octets[at + 1] = (byte) (value >>> 8);
    }
}
