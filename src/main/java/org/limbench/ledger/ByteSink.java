package org.limbench.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows as it is written to. Whole numbers in LEB128 (signed ones zigzag), doubles as 8 octets, little-endian. */
final class ByteSink {
    private byte[] bytes = new byte[512];
    private int length;

    /** Forgets what was written; keeps the buffer. */
    ByteSink clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    /** The buffer itself, valid up to {@link #length()} until the next write. */
    byte[] buffer() {
        return bytes;
    }

    ByteSink octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    ByteSink flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** Any 64 bits, taken as unsigned: small numbers are short. */
    ByteSink unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    ByteSink signed(long value) {
        return unsigned((value << 1) ^ (value >> 63));
    }

    ByteSink real(double value) {
        return fixed64(Double.doubleToRawLongBits(value));
    }

    ByteSink fixed64(long value) {
        room(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    ByteSink fixed32(int value) {
        room(Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    /** Room to be filled in later. */
    ByteSink blank(int octets) {
        room(octets);
        length += octets;
        return this;
    }

    /** Length, then octets. */
    ByteSink octets(byte[] value) {
        unsigned(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    ByteSink text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A constant by its name, so that reordering an enum changes no file. */
    ByteSink name(Enum<?> constant) {
        return text(constant.name());
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
