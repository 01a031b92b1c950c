package org.limbench.driver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** Envelopes over a link: framing on streams, none on message links; counts both ways. Single-threaded. */
final class FramePort {
    private final Link link;
    private final Tally tally;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Queue<DecodeResult> decoded = new ArrayDeque<>();
    private long bytesReceived;

    FramePort(Link link, Tally tally) {
        this.link = link;
        this.tally = tally;
    }

    Link link() {
        return link;
    }

    /** Bytes received, whether or not they made frames. */
    long bytesReceived() {
        return bytesReceived;
    }

    /** The bytes an envelope travels in on this link. */
    byte[] encode(Envelope envelope) {
        return link.kind() == LinkKind.STREAM ? FrameCodec.encode(envelope) : EnvelopeCodec.encode(envelope);
    }

    void send(byte[] encoded, SendHints hints) throws LinkException {
        tally.framesSent++;
        link.send(encoded, hints);
    }

    /**
     * The next envelope that is whole, good or not; corrupt frames are counted and passed over.
     *
     * @return null when waiting is over
     */
    @Nullable
    DecodeResult receive(long timeoutNanos) throws LinkException {
        while (true) {
            DecodeResult next = decoded.poll();
            if (next == null) {
                byte[] bytes = link.receive(Duration.ofNanos(Math.max(0, timeoutNanos)));
                if (bytes == null) {
                    return null;
                }
                bytesReceived += bytes.length;
                take(bytes);
            } else if (next instanceof DecodeResult.Corrupt) {
                tally.corruptFrames++;
                if (decoded.isEmpty()) {
                    // let the caller look at its clock: noise must not keep it here for ever
                    return next;
                }
            } else {
                tally.framesReceived++;
                return next;
            }
        }
    }

    private void take(byte[] bytes) {
        if (link.kind() == LinkKind.STREAM) {
            decoded.addAll(decoder.accept(bytes));
        } else {
            decoded.add(EnvelopeCodec.decode(bytes));
        }
    }
}
