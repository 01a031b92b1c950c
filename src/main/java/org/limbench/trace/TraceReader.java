package org.limbench.trace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace packet by packet: any pcapng file in either byte order, of which it hands out the packets of link types USER0
 * and USER1. Trusts nothing in it: holds one block at a time, of a bounded size, and names the byte where something is wrong.
 * A file cut in the middle of a block is read up to there ({@link #cutAt}).
 *
 * <p>Single-threaded.
 */
public final class TraceReader implements AutoCloseable {
    /** Most interfaces of a section. */
    static final int MOST_INTERFACES = 4096;

    private final BlockReader blocks;
    private final Map<String, TracedLink> places = new HashMap<>();
    private final List<TracedLink> links = new ArrayList<>();
    private final List<Interface> interfaces = new ArrayList<>();
    private long packets;

    private TraceReader(BlockReader blocks) {
        this.blocks = blocks;
    }

    /**
     * Opens a trace.
     *
     * @throws IOException when it cannot be read
     * @throws TraceFormatException when it does not begin like one
     */
    public static TraceReader open(Path file) throws IOException {
        return open(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /**
     * Reads a trace from a stream, stdin for one, which is closed with the reader.
     *
     * @throws IOException when it cannot be read
     * @throws TraceFormatException when it does not begin like a trace
     */
    public static TraceReader open(InputStream in) throws IOException {
        return open(Path.of("-"), in);
    }

    /** Reads a trace from a stream, which {@code file} names. */
    static TraceReader open(Path file, InputStream in) throws IOException {
        BlockReader blocks = new BlockReader(file, in);
        try {
            blocks.requireSection();
            return new TraceReader(blocks);
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    /**
     * The next packet, or null at the end.
     *
     * @throws TraceFormatException when the file is not as the format has it; what came before stands
     */
    public @Nullable TraceRecord next() throws IOException {
        while (true) {
            Block block = blocks.next();
            if (block == null) {
                return null;
            }
            try {
                TraceRecord record = take(block);
                if (record != null) {
                    return record;
                }
            } catch (Block.Fault | ArithmeticException fault) {
                throw blocks.wrong(block.offset(), String.valueOf(fault.getMessage()));
            }
        }
    }

    /** Places described so far, by number. */
    public List<TracedLink> links() {
        return List.copyOf(links);
    }

    /** Bytes read so far. */
    public long offset() {
        return blocks.offset();
    }

    /** Where the block begins in whose middle the file ends; empty while none was found. */
    public OptionalLong cutAt() {
        return blocks.cutAt();
    }

    private @Nullable TraceRecord take(Block block) {
        switch (block.type()) {
            case Pcapng.SECTION_HEADER -> section(block);
            case Pcapng.INTERFACE_DESCRIPTION -> interfaces.add(described(block));
            case Pcapng.ENHANCED_PACKET -> {
                return packet(block);
            }
            default -> {} // statistics, names and the like
        }
        return null;
    }

    private void section(Block block) {
        block.u32("byte-order magic");
        int major = block.u16("version");
        int minor = block.u16("version");
        if (major != Pcapng.MAJOR_VERSION) {
            throw new Block.Fault("pcapng version " + major + "." + minor + "; allowed: " + Pcapng.MAJOR_VERSION);
        }
        interfaces.clear();
        places.clear();
    }

    private Interface described(Block block) {
        int linkType = block.u16("link type");
        block.u16("reserved field");
        block.u32("snapshot length");
        String[] texts = {"", ""};
        long[] times = {Interface.DEFAULT_RESOLUTION, 0};
        block.options((value, code) -> {
            switch (code) {
                case Pcapng.INTERFACE_NAME -> texts[0] = Block.text(value);
                case Pcapng.INTERFACE_DESCRIPTION_TEXT -> texts[1] = Block.text(value);
                case Pcapng.INTERFACE_RESOLUTION -> times[0] = value.length == 1 ? value[0] & 0xFF : -1;
                case Pcapng.INTERFACE_OFFSET ->
                    times[1] = value.length == 8
                            ? ByteBuffer.wrap(value).order(block.body().order()).getLong()
                            : Long.MAX_VALUE;
                default -> {}
            }
        });
        if (interfaces.size() == MOST_INTERFACES) {
            throw new Block.Fault("more interfaces than allowed, " + MOST_INTERFACES);
        }
        if (!Interface.isResolution((int) times[0])) {
            throw new Block.Fault("timestamps of resolution " + times[0] + "; allowed: 0 to 18 or 128 to 190");
        }
        boolean raw = linkType == Pcapng.RAW;
        TracedLink link = raw || linkType == Pcapng.ENVELOPES ? place(texts[0], texts[1]) : null;
        return new Interface(link, raw, (int) times[0], times[1]);
    }

    private TracedLink place(String name, String description) {
        return places.computeIfAbsent(TracedLink.place(name), absent -> {
            TracedLink link = TracedLink.of(links.size(), name, description);
            links.add(link);
            return link;
        });
    }

    private @Nullable TraceRecord packet(Block block) {
        packets++;
        long on = block.u32("interface");
        if (on >= interfaces.size()) {
            throw new Block.Fault(
                    "packet of interface " + on + "; allowed: one of the " + interfaces.size() + " described before");
        }
        Interface from = interfaces.get((int) on);
        TracedLink link = from.link();
        long stamp = block.u32("timestamp") << 32 | block.u32("timestamp");
        long kept = block.u32("length");
        long length = block.u32("length");
        if (link == null) {
            return null;
        }
        byte[] bytes = block.data(kept, "packet");
        if (length < kept) {
            throw new Block.Fault("packet of " + length + " bytes has " + kept + "; allowed: no more than it has");
        }
        Remarks remarks = new Remarks(block.body().order());
        block.options(remarks::take);
        if (remarks.way != Pcapng.INBOUND && remarks.way != Pcapng.OUTBOUND) {
            throw new Block.Fault("packet tells no direction; allowed: flags inbound or outbound");
        }
        return new TraceRecord(
                packets,
                link,
                remarks.connection,
                kind(from, length, remarks.comment),
                Direction.of(link.recorder(), remarks.way == Pcapng.OUTBOUND),
                from.epochNanos(stamp),
                bytes,
                length,
                remarks.comment);
    }

    /** What a packet says of itself besides its bytes. */
    private static final class Remarks {
        private final ByteOrder order;
        private int way;
        private int connection;
        private String comment = "";

        Remarks(ByteOrder order) {
            this.order = order;
        }

        void take(byte[] value, int code) {
            if (code == Pcapng.COMMENT) {
                comment = Block.text(value);
            } else if (code == Pcapng.PACKET_FLAGS && value.length == 4) {
                way = ByteBuffer.wrap(value).order(order).getInt() & Pcapng.DIRECTION_MASK;
            } else if (code == Pcapng.PACKET_QUEUE && value.length == 4) {
                connection = ByteBuffer.wrap(value).order(order).getInt();
            }
        }
    }

    private static TraceRecord.Kind kind(Interface from, long length, String comment) {
        if (!from.raw()) {
            return TraceRecord.Kind.ENVELOPE;
        }
        if (length == 0) {
            return TraceRecord.Kind.LINK;
        }
        return comment.equals(TracingLink.UNFINISHED) ? TraceRecord.Kind.UNFINISHED : TraceRecord.Kind.CORRUPT;
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
