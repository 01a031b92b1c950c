package org.limbench.trace;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a pcapng file into blocks, in the byte order of each section. Holds one block at a time, of a bounded size.
 * Single-threaded.
 */
final class BlockReader implements AutoCloseable {
    /** Largest block read, bytes; larger ones of kinds that do not matter here are passed over. */
    static final int MOST_BLOCK = 1 << 20;

    private final Path file;
    private final InputStream in;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long offset;
    private OptionalLong cutAt = OptionalLong.empty();

    /** Reads what {@code file} names; {@code in} must support marks and is owned by the reader. */
    BlockReader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Refuses a file that does not begin with a section. */
    void requireSection() throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(4);
        in.reset();
        if (start.length < 4 || ByteBuffer.wrap(start).getInt() != Pcapng.SECTION_HEADER) {
            throw wrong(0, "no pcapng section header; allowed: a file written by --trace");
        }
    }

    /** Bytes read so far that belong to whole blocks. */
    long offset() {
        return offset;
    }

    /** Where the block begins in whose middle the file ends. */
    OptionalLong cutAt() {
        return cutAt;
    }

    /** The next whole block; null at the end, and where the file ends in the middle of one. */
    @Nullable
    Block next() throws IOException {
        if (cutAt.isPresent()) {
            return null;
        }
        byte[] head = in.readNBytes(8);
        if (head.length == 0) {
            return null;
        }
        if (head.length < 8) {
            return cut();
        }
        int type = ByteBuffer.wrap(head).order(order).getInt();
        byte[] magic = type == Pcapng.SECTION_HEADER ? in.readNBytes(4) : new byte[0];
        if (type == Pcapng.SECTION_HEADER) {
            if (magic.length < 4) {
                return cut();
            }
            order = orderOf(magic);
        }
        long total =
                Integer.toUnsignedLong(ByteBuffer.wrap(head, 4, 4).order(order).getInt());
        long rest = total - Pcapng.BLOCK_FRAME - magic.length;
        if (rest < 0 || total % 4 != 0) {
            throw wrong(offset, "block of " + total + " bytes; allowed: a multiple of 4 from " + Pcapng.BLOCK_FRAME);
        }
        if (total <= MOST_BLOCK) {
            return whole(type, magic, (int) rest, total);
        }
        if (Pcapng.matters(type)) {
            throw wrong(offset, "block of " + total + " bytes; allowed: at most " + MOST_BLOCK);
        }
        return passedOver(rest, total);
    }

    private @Nullable Block whole(int type, byte[] magic, int rest, long total) throws IOException {
        byte[] read = in.readNBytes(rest);
        if (read.length < rest || !lengthAgain(total)) {
            return cut();
        }
        ByteBuffer body = ByteBuffer.allocate(magic.length + rest).order(order);
        Block block = new Block(type, offset, body.put(magic).put(read).flip());
        offset += total;
        return block;
    }

    private @Nullable Block passedOver(long rest, long total) throws IOException {
        try {
            in.skipNBytes(rest);
        } catch (EOFException cut) {
            return cut();
        }
        if (!lengthAgain(total)) {
            return cut();
        }
        Block block = new Block(Pcapng.OTHER, offset, ByteBuffer.allocate(0));
        offset += total;
        return block;
    }

    /** Whether the block's last word is there; it must say the length again. */
    private boolean lengthAgain(long total) throws IOException {
        byte[] last = in.readNBytes(4);
        if (last.length < 4) {
            return false;
        }
        long again = Integer.toUnsignedLong(ByteBuffer.wrap(last).order(order).getInt());
        if (again != total) {
            throw wrong(offset, "block of " + total + " bytes ends saying " + again + "; allowed: the same");
        }
        return true;
    }

    private @Nullable Block cut() {
        cutAt = OptionalLong.of(offset);
        return null;
    }

    private ByteOrder orderOf(byte[] magic) {
        ByteBuffer word = ByteBuffer.wrap(magic);
        if (word.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == Pcapng.BYTE_ORDER_MAGIC) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        if (word.order(ByteOrder.BIG_ENDIAN).getInt(0) == Pcapng.BYTE_ORDER_MAGIC) {
            return ByteOrder.BIG_ENDIAN;
        }
        throw wrong(offset, "section header without the byte-order magic 0x1a2b3c4d");
    }

    TraceFormatException wrong(long at, String what) {
        return new TraceFormatException(file, at, what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
