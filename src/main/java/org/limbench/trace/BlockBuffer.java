package org.limbench.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Lays out one pcapng block at a time, little-endian. Single-threaded. */
final class BlockBuffer {
    /** Longest text of an option, bytes of UTF-8; longer ones are clipped between characters. */
    static final int MOST_TEXT = 1024;

    private static final int ROOM_FOR_THE_REST = 8 * MOST_TEXT;

    private final byte[] bytes;
    private final ByteBuffer buffer;

    /**
     * Room for a block with so much data.
     *
     * @param mostData longest {@link #data}, bytes
     */
    BlockBuffer(int mostData) {
        bytes = new byte[mostData + ROOM_FOR_THE_REST];
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    BlockBuffer begin(int type) {
        buffer.clear().putInt(type).putInt(0);
        return this;
    }

    BlockBuffer u16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    BlockBuffer u32(long value) {
        buffer.putInt((int) value);
        return this;
    }

    BlockBuffer u64(long value) {
        buffer.putLong(value);
        return this;
    }

    /** Bytes, with zeros up to a multiple of four. */
    BlockBuffer data(byte[] from, int count) {
        buffer.put(from, 0, count);
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    BlockBuffer option(int code, byte[] value) {
        return u16(code).u16(value.length).data(value, value.length);
    }

    /** An option of one number of 32 bits. */
    BlockBuffer option(int code, int value) {
        return u16(code).u16(Integer.BYTES).u32(value);
    }

    /** An option of text; none where the text is empty. */
    BlockBuffer option(int code, String text) {
        if (text.isEmpty()) {
            return this;
        }
        ByteBuffer encoded = ByteBuffer.allocate(MOST_TEXT);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), encoded, true);
        byte[] value = new byte[encoded.flip().remaining()];
        encoded.get(value);
        return option(code, value);
    }

    /** Ends options and block. */
    BlockBuffer end() {
        u16(Pcapng.END_OF_OPTIONS).u16(0);
        int total = buffer.position() + Integer.BYTES;
        buffer.putInt(total).putInt(Integer.BYTES, total);
        return this;
    }

    /** Length of the block, bytes. */
    int length() {
        return buffer.position();
    }

    /** Writes the block at once. */
    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length());
    }
}
