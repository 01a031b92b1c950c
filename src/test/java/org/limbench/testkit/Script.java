package org.limbench.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.limbench.device.RandomStream;

/**
 * Choices read out of the bytes a fuzzer made, in order; a script at its end gives zeros and nothing, so that every input
 * is a whole script. The firmware's fuzzer reads its input in the same way.
 */
public final class Script {
    private final byte[] bytes;
    private int at;

    public Script(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean atEnd() {
        return at >= bytes.length;
    }

    /** The next octet, 0..255. */
    public int octet() {
        return atEnd() ? 0 : bytes[at++] & 0xFF;
    }

    /** One octet folded into 0..bound-1. */
    public int below(int bound) {
        return octet() % bound;
    }

    /** Two octets, little-endian. */
    public int word() {
        return octet() | octet() << 8;
    }

    /** Eight octets, little-endian. */
    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (long) octet() << shift;
        }
        return value;
    }

    /** A length in one octet, then so many bytes or as many as there are. */
    public byte[] shortBytes() {
        return take(octet());
    }

    /** A length in two octets, then so many bytes or as many as there are. */
    public byte[] longBytes() {
        return take(word());
    }

    /** Everything left. */
    public byte[] rest() {
        return take(bytes.length);
    }

    private byte[] take(int count) {
        int end = Math.min(bytes.length, at + count);
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, end), end);
        at = end;
        return taken;
    }

    /** Writes scripts, for seeds. */
    public static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Writer octet(int value) {
            out.write(value);
            return this;
        }

        public Writer word(int value) {
            return octet(value).octet(value >>> 8);
        }

        public Writer number(long value) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                octet((int) (value >>> shift));
            }
            return this;
        }

        /** As {@link Script#longBytes()} reads them. */
        public Writer longBytes(byte[] bytes) {
            word(bytes.length);
            return raw(bytes);
        }

        /** Bytes without their length. */
        public Writer raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        public byte[] bytes() {
            return out.toByteArray();
        }
    }

    /** Scripts of random octets, small ones first: what a regression run tries beside the seeds that mean something. */
    public static byte[] random(String stream, int number, int most) {
        RandomStream.Cursor random = RandomStream.of(number, stream).cursor();
        byte[] script = new byte[random.nextBelow(most)];
        for (int i = 0; i < script.length; i++) {
            // small numbers mean more in most places
            script[i] = (byte) random.nextBelow(random.nextBelow(2) == 0 ? 12 : 256);
        }
        return script;
    }
}
