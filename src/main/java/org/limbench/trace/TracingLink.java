package org.limbench.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameContent;
import org.limbench.protocol.FrameSplitter;
import org.limbench.transport.ForwardingLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A link that records what passes: whole frames as envelopes, everything else between two delimiters as it is, so that no byte
 * but delimiters is missing; and when the link was opened and how it ended. What is sent is recorded before it leaves.
 *
 * <p>Threads as the wrapped link.
 */
final class TracingLink extends ForwardingLink {
    /** Said of a link that begins. */
    static final String OPENED = "link opened";
    /** Said of a piece whose end never came. */
    static final String UNFINISHED = "unfinished when the link ended";

    private final TraceWriter.Tap tap;
    private final int connection;
    private final Lane outbound = new Lane(true);
    private final Lane inbound = new Lane(false);
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param connection number of this link among those of its place */
    TracingLink(Link inner, TraceWriter.Tap tap, int connection) {
        super(inner);
        this.tap = tap;
        this.connection = connection;
        say(OPENED);
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        outbound.take(bytes);
        try {
            inner.send(bytes, hints);
        } catch (LinkException lost) {
            end("link lost: " + lost.getMessage());
            throw lost;
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        try {
            byte[] bytes = inner.receive(timeout);
            if (bytes != null) {
                inbound.take(bytes);
            }
            return bytes;
        } catch (LinkException lost) {
            end("link lost: " + lost.getMessage());
            throw lost;
        }
    }

    @Override
    public void close() {
        inner.close();
        end("link closed");
    }

    private void end(String how) {
        if (over.compareAndSet(false, true)) {
            outbound.finish();
            inbound.finish();
            say(how);
        }
    }

    private void say(String what) {
        tap.raw(connection, true, new byte[0], 0, what);
    }

    /** One direction. */
    private final class Lane {
        private final boolean sent;
        private final FrameSplitter splitter = new FrameSplitter(TraceWriter.MOST_KEPT);

        Lane(boolean sent) {
            this.sent = sent;
        }

        synchronized void take(byte[] bytes) {
            if (inner.kind() == LinkKind.MESSAGES) {
                tap.envelope(connection, sent, bytes, bytes.length);
            } else {
                splitter.accept(bytes, 0, bytes.length, this::piece);
            }
        }

        /** A close may come from another thread than the bytes. */
        synchronized void finish() {
            splitter.finish((bytes, count, length) ->
                    tap.raw(connection, sent, Arrays.copyOf(bytes, count), length, UNFINISHED));
        }

        private void piece(byte[] bytes, int count, long length) {
            byte[] raw = Arrays.copyOf(bytes, count);
            if (length > count) {
                tap.raw(connection, sent, raw, length, "frame of " + length + " bytes, too long to keep");
                return;
            }
            FrameContent content = FrameCodec.content(bytes, count);
            if (content.whole()) {
                tap.envelope(connection, sent, bytes, content.length());
            } else {
                tap.raw(connection, sent, raw, length, content.fault());
            }
        }
    }
}
