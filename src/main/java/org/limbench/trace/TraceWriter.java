package org.limbench.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;

/**
 * A pcapng file of every frame of some links. Each packet is one write, so that whatever was written is readable after the
 * death of the process.
 *
 * <p>Own code, as no maintained Java library writes the format: Pcap4J hands packets to libpcap and Netty's pcap handler writes
 * by itself, both the older pcap alone; io.pkts does not know pcapng (its issue 86), nor does libpcap write it (its issue 1321).
 *
 * <p>Once the file is begun a failure to write ends the trace and nothing else: {@link #failure} tells. Safe from any thread.
 */
public final class TraceWriter implements AutoCloseable {
    /** Most bytes kept of an envelope or of what was no frame; the file tells how many there were. */
    public static final int MOST_KEPT = 16_384;

    private static final byte[] NANOSECONDS = {9};

    private final Path file;
    private final OutputStream out;
    private final LongSupplier epochNanos;
    private final BlockBuffer block = new BlockBuffer(MOST_KEPT);
    private final Map<String, Tap> taps = new HashMap<>();
    private long bytes;
    private long packets;
    private boolean closed;
    private @Nullable IOException failure;

    private TraceWriter(Path file, OutputStream out, LongSupplier epochNanos) {
        this.file = file;
        this.out = out;
        this.epochNanos = epochNanos;
    }

    /**
     * What a trace says of where it comes from.
     *
     * @param hardware e.g. {@code amd64}
     * @param system operating system
     * @param application that records, with its version
     */
    public record Origin(String hardware, String system, String application) {}

    /**
     * Begins a trace.
     *
     * @param file that is not there yet
     * @param epochNanos time since 1970 began, ns; must not run backwards
     * @throws IOException when there already is one, or it cannot be written
     */
    public static TraceWriter create(Path file, Origin origin, LongSupplier epochNanos) throws IOException {
        Files.createFile(file);
        // a stream, as an interrupt would close a channel
        TraceWriter writer = begin(file, new FileOutputStream(file.toFile()), origin, epochNanos);
        if (writer.failure != null) {
            writer.out.close();
            throw writer.failure;
        }
        return writer;
    }

    /** A trace to somewhere, which {@code file} names. */
    static TraceWriter begin(Path file, OutputStream out, Origin origin, LongSupplier epochNanos) {
        TraceWriter writer = new TraceWriter(file, out, epochNanos);
        writer.write(writer.block
                .begin(Pcapng.SECTION_HEADER)
                .u32(Pcapng.BYTE_ORDER_MAGIC)
                .u16(Pcapng.MAJOR_VERSION)
                .u16(0)
                .u64(-1)
                .option(Pcapng.SECTION_HARDWARE, origin.hardware())
                .option(Pcapng.SECTION_SYSTEM, origin.system())
                .option(Pcapng.SECTION_APPLICATION, origin.application())
                .end());
        return writer;
    }

    /**
     * Where the frames of one place go: two interfaces of the file. The same place has the same ones whenever it is asked for, so
     * that a link opened anew goes on where the one before stopped.
     *
     * @param name of the place, e.g. {@code serial:./lim0}
     * @param recorder which end of the link this is
     * @param seed of the emulated device at the device's end, fresh from power-on as the trace begins; empty for any other device
     */
    public synchronized Tap tap(String name, Side recorder, OptionalLong seed) {
        return taps.computeIfAbsent(name, absent -> {
            String description = TracedLink.description(recorder, seed);
            describe(Pcapng.ENVELOPES, name + TracedLink.ENVELOPES, description);
            describe(Pcapng.RAW, name + TracedLink.RAW, description);
            return new Tap(this, 2 * taps.size());
        });
    }

    private void describe(int linkType, String name, String description) {
        write(block.begin(Pcapng.INTERFACE_DESCRIPTION)
                .u16(linkType)
                .u16(0)
                .u32(MOST_KEPT)
                .option(Pcapng.INTERFACE_NAME, name)
                .option(Pcapng.INTERFACE_DESCRIPTION_TEXT, description)
                .option(Pcapng.INTERFACE_RESOLUTION, NANOSECONDS)
                .end());
    }

    private synchronized void packet(
            int on, int connection, boolean sent, byte[] data, int kept, long length, String comment) {
        long now = epochNanos.getAsLong();
        packets++;
        write(block.begin(Pcapng.ENHANCED_PACKET)
                .u32(on)
                .u32(now >>> 32)
                .u32(now)
                .u32(kept)
                .u32(Math.min(length, 0xFFFF_FFFFL))
                .data(data, kept)
                .option(Pcapng.PACKET_FLAGS, sent ? Pcapng.OUTBOUND : Pcapng.INBOUND)
                .option(Pcapng.PACKET_QUEUE, connection)
                .option(Pcapng.COMMENT, comment)
                .end());
    }

    private void write(BlockBuffer whole) {
        if (failure != null || closed) {
            return;
        }
        try {
            whole.writeTo(out);
            bytes += whole.length();
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Why the trace ends before its links do, in one line; empty where it does not. */
    public synchronized Optional<String> failure() {
        return Optional.ofNullable(failure).map(e -> file + " ends after " + bytes + " bytes: " + e.getMessage());
    }

    /** Closes the file, and takes it away where it holds no packet; idempotent. Later frames are not recorded. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
            if (packets == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e, e);
        }
    }

    /** One place of a trace. Safe from any thread. */
    public static final class Tap {
        private final TraceWriter writer;
        private final int envelopes;
        private final AtomicInteger connections = new AtomicInteger();

        private Tap(TraceWriter writer, int envelopes) {
            this.writer = writer;
            this.envelopes = envelopes;
        }

        /** The same link with every frame recorded; owns it from now on. */
        public Link record(Link link) {
            return new TracingLink(link, this, connections.incrementAndGet());
        }

        /** One envelope. */
        void envelope(int connection, boolean sent, byte[] bytes, int length) {
            writer.packet(envelopes, connection, sent, bytes, Math.min(length, MOST_KEPT), length, "");
        }

        /** Bytes that were no frame. */
        void raw(int connection, boolean sent, byte[] kept, long length, String reason) {
            writer.packet(envelopes + 1, connection, sent, kept, kept.length, length, reason);
        }
    }
}
