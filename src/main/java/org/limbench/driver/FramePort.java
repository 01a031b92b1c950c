package org.limbench.driver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
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
    private final Overheard overheard = new Overheard();
    private final LongSupplier nanoTime;

    FramePort(Link link, Tally tally, LongSupplier nanoTime) {
        this.link = link;
        this.tally = tally;
        this.nanoTime = nanoTime;
    }

    Link link() {
        return link;
    }

    /** What came since the last message of the protocol. */
    Overheard overheard() {
        return overheard;
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
     * The next envelope that is whole, good or not; corrupt frames are counted and passed over. Waiting ends when its time is
     * over, whatever arrives: bytes that never make a frame do not prolong it.
     *
     * @return null when waiting is over
     */
    @Nullable
    DecodeResult receive(long timeoutNanos) throws LinkException {
        long deadline = nanoTime.getAsLong() + Math.max(0, timeoutNanos);
        for (boolean waited = false; ; waited = true) {
            for (DecodeResult next = decoded.poll(); next != null; next = decoded.poll()) {
                if (!(next instanceof DecodeResult.Corrupt)) {
                    overheard.clear();
                    tally.framesReceived++;
                    return next;
                }
                tally.corruptFrames++;
            }
            long left = deadline - nanoTime.getAsLong();
            byte[] bytes = waited && left <= 0 ? null : link.receive(Duration.ofNanos(Math.max(0, left)));
            if (bytes == null) {
                return null;
            }
            overheard.add(bytes);
            take(bytes);
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
