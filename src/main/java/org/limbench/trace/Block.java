package org.limbench.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjIntConsumer;

/**
 * The body of one block, read from its beginning. Whatever is asked beyond its end is told as a fault of the file.
 *
 * @param type of the block
 * @param offset of the block in the file
 * @param body without type and lengths, in the byte order of its section
 */
record Block(int type, long offset, ByteBuffer body) {
    /** Something in a block is not as the format has it. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String what) {
            super(what, null, false, false);
        }
    }

    int u16(String what) {
        return Short.toUnsignedInt(need(2, what).getShort());
    }

    long u32(String what) {
        return Integer.toUnsignedLong(need(4, what).getInt());
    }

    /** Bytes, and what fills them up to a multiple of four. */
    byte[] data(long count, String what) {
        long padded = (count + 3) / 4 * 4;
        byte[] bytes = new byte[(int) Math.min(count, need(padded, what).remaining())];
        body.get(bytes);
        body.position(body.position() + (int) (padded - count));
        return bytes;
    }

    private ByteBuffer need(long count, String what) {
        if (count > body.remaining()) {
            throw new Fault(what + " takes " + count + " bytes, the block has " + body.remaining() + " left");
        }
        return body;
    }

    /** Hands out the options that follow, up to their end or the block's. */
    void options(ObjIntConsumer<byte[]> each) {
        while (body.hasRemaining()) {
            int code = u16("option");
            int length = u16("option");
            if (code == Pcapng.END_OF_OPTIONS) {
                return;
            }
            each.accept(data(length, "option " + code), code);
        }
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
