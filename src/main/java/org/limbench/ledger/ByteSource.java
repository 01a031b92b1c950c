package org.limbench.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteSink} wrote. Every count is checked against the octets left before anything is allocated.
 *
 * <p>Fails with {@link JournalFormatException}.
 */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    int left() {
        return end - at;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    boolean flag() {
        int value = octet();
        if (value > 1) {
            throw new JournalFormatException("flag is " + value + "; allowed: 0 or 1");
        }
        return value == 1;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0) {
                return value;
            }
        }
        throw new JournalFormatException("a whole number has more than 10 octets");
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A whole number of 0..2^31-1. */
    int natural() {
        long value = unsigned();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new JournalFormatException("a count is " + Long.toUnsignedString(value) + "; allowed: 0 to 2^31-1");
        }
        return (int) value;
    }

    int integer() {
        long value = signed();
        if (value != (int) value) {
            throw new JournalFormatException("a number is " + value + "; allowed: 32 bits");
        }
        return (int) value;
    }

    double real() {
        return Double.longBitsToDouble(fixed64());
    }

    long fixed64() {
        need(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (bytes[at++] & 0xFFL) << (8 * i);
        }
        return value;
    }

    byte[] octets() {
        int count = count(1);
        byte[] value = Arrays.copyOfRange(bytes, at, at + count);
        at += count;
        return value;
    }

    String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    <E extends Enum<E>> E name(Class<E> type) {
        String name = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new JournalFormatException(type.getSimpleName() + " is unknown: '" + name + "'");
    }

    /** A count of things that take at least {@code octetsEach} octets each of those left. */
    int count(int octetsEach) {
        int count = natural();
        if ((long) count * octetsEach > left()) {
            throw new JournalFormatException("a count is " + count + "; allowed: what " + left() + " octets can hold");
        }
        return count;
    }

    /** Fails unless everything was read. */
    void end() {
        if (left() != 0) {
            throw new JournalFormatException(left() + " octets are left over; allowed: none");
        }
    }

    private void need(int count) {
        if (left() < count) {
            throw new JournalFormatException(left() + " octets are left; needed: " + count);
        }
    }
}
