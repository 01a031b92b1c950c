package org.limbench.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.Ack;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.WireLimits;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A host without a session of its own on a real link: says exactly what it is told, again every 200 ms until a message of
 * the kind asked for has come. Several may share a link, one after the other. {@link RawHost} is the same without a link.
 */
public final class WireHost {
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final int TRIES = 25;
    private static final int LONGEST_RUN = 254;

    public final long session;
    private final Link link;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Queue<Envelope> arrived = new ArrayDeque<>();
    private long seq;
    private long expectedSeq = 1;
    private long sessionOfLastAnswer;

    public WireHost(Link link, long session) {
        this.link = link;
        this.session = session;
    }

    /** A hello of this version with a lease of 10 s. */
    public Hello hello(int major, int minor) {
        return new Hello(major, minor, session, 10_000, "wire-" + session, 1024);
    }

    /** Session under which the last answer came. */
    public long sessionOfLastAnswer() {
        return sessionOfLastAnswer;
    }

    /** Opens the session. */
    public HelloAck greet() throws LinkException {
        return ask(0, hello(WireLimits.PROTO_MAJOR, WireLimits.PROTO_MINOR), HelloAck.class);
    }

    /** Says the next sequenced message and waits for one of a type. */
    public <T extends Message> T ask(Message message, Class<T> answer) throws LinkException {
        return ask(++seq, message, answer);
    }

    /** Says a message at a place of the caller's choosing, 0 for one without, and waits for one of a type. */
    public <T extends Message> T ask(long at, Message message, Class<T> answer) throws LinkException {
        return askBytes(EnvelopeCodec.encode(new Envelope(session, at, message)), answer);
    }

    /** Says the next sequenced message and does not wait. */
    public void tell(Message message) throws LinkException {
        send(EnvelopeCodec.encode(new Envelope(session, ++seq, message)));
    }

    /** The place the next sequenced message will have, for a caller that writes its envelope. */
    public long takeSeq() {
        return ++seq;
    }

    /** Says the bytes of an envelope and waits for a message of a type. */
    public <T extends Message> T askBytes(byte[] envelope, Class<T> answer) throws LinkException {
        for (int time = 0; time < TRIES; time++) {
            send(envelope);
            if (time > 0 && expectedSeq + seq > 1) {
                acknowledge(true);
            }
            T found = listen(answer);
            if (found != null) {
                return found;
            }
        }
        throw new AssertionError("no " + answer.getSimpleName() + " came back over " + link.address());
    }

    private <T extends Message> @Nullable T listen(Class<T> answer) throws LinkException {
        long start = System.nanoTime();
        do {
            for (Envelope next = arrived.poll(); next != null; next = arrived.poll()) {
                if (next.session() == session && next.seq() > 0) {
                    if (next.seq() != expectedSeq) {
                        continue;
                    }
                    expectedSeq++;
                    acknowledge(false);
                }
                if (answer.isInstance(next.body()) && (next.session() == session || next.session() == 0)) {
                    sessionOfLastAnswer = next.session();
                    return answer.cast(next.body());
                }
            }
            byte[] bytes = link.receive(AGAIN);
            if (bytes == null) {
                return null;
            }
            take(bytes);
        } while (System.nanoTime() - start < AGAIN.toNanos() || !arrived.isEmpty());
        return null;
    }

    private void take(byte[] bytes) {
        if (link.kind() == LinkKind.STREAM) {
            decoder.accept(bytes).forEach(this::take);
        } else {
            take(EnvelopeCodec.decode(bytes));
        }
    }

    private void take(DecodeResult result) {
        if (result instanceof DecodeResult.Decoded decoded) {
            arrived.add(decoded.envelope());
        }
    }

    private void acknowledge(boolean nak) throws LinkException {
        send(EnvelopeCodec.encode(new Envelope(session, 0, new Ack(expectedSeq - 1, 8, nak, 0))));
    }

    private void send(byte[] envelope) throws LinkException {
        link.send(link.kind() == LinkKind.STREAM ? frame(envelope) : envelope, SendHints.on(Channel.COMMAND));
    }

    /** COBS and CRC of a bare envelope, written from the rules LIM-P-002 to 004, not by the code under test. */
    private static byte[] frame(byte[] envelope) {
        CRC32C crc = new CRC32C();
        crc.update(envelope);
        byte[] bytes = ByteBuffer.allocate(envelope.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(envelope)
                .putInt((int) crc.getValue())
                .array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        int at = 0;
        int end;
        do {
            end = at;
            while (end < bytes.length && bytes[end] != 0 && end - at < LONGEST_RUN) {
                end++;
            }
            out.write(end - at + 1);
            out.write(bytes, at, end - at);
            // a full block says nothing of a zero after it
            at = end - at == LONGEST_RUN ? end : end + 1;
        } while (end < bytes.length);
        out.write(0);
        return out.toByteArray();
    }
}
