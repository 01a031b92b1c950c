package org.limbench.bench.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.ReplyHints;
import org.limbench.emulator.WireFrames;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.EnvelopeFinder;
import org.limbench.protocol.FrameCodec;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.faults.FaultLane;
import org.limbench.transport.faults.FaultLanes;
import org.limbench.transport.faults.FrameFault;
import org.limbench.transport.faults.LineTiming;
import org.limbench.transport.faults.LinkDirection;
import org.limbench.transport.faults.TimedLine;

/**
 * One direction of the proxy. Its frames are counted over all hosts; what is on the way when a link ends is lost with it.
 *
 * <p>Between two streams bytes are cut into frames and otherwise left alone. Where one end carries messages an envelope is
 * framed or unframed as bytes, so that messages newer than this program pass; a broken frame goes no further there, and is
 * counted. One thread at a time carries; {@link #broken} may come from any.
 */
final class Way {
    private static final SendHints ON_A_STREAM = SendHints.on(Channel.COMMAND);
    /** Bytes on a slow line beyond which nothing more is taken from the sender. */
    private static final long MOST_WAITING_BYTES = 1 << 16;

    /** Empty glances after which a sender makes room for another. */
    private static final int QUIET_GLANCES = 20;

    /** Whether somebody waits for the place of a sender that is silent: its link may have ended unheard. */
    interface Replacement {
        boolean waits() throws LinkException;
    }

    private final LinkDirection direction;
    private final FaultLanes lanes;
    private final FaultLane lane;
    private final LineTiming timing;
    private final LinkKind between;
    private final LongUnaryOperator jitter;
    private final LongSupplier nanoTime;
    private final Reboots reboots;
    private final AtomicLong broken = new AtomicLong();

    /**
     * A direction nothing has passed yet.
     *
     * @param between what frames are on their way: streams unless both ends carry messages
     */
    Way(
            LinkDirection direction,
            FaultLanes lanes,
            LineTiming timing,
            LinkKind between,
            LongUnaryOperator jitter,
            LongSupplier nanoTime,
            Reboots reboots) {
        this.direction = direction;
        this.lanes = lanes;
        this.lane = lanes.lane(direction);
        this.timing = timing;
        this.between = between;
        this.jitter = jitter;
        this.nanoTime = nanoTime;
        this.reboots = reboots;
    }

    /** Frames that could not become messages, so far. */
    long broken() {
        return broken.get();
    }

    /**
     * Carries until an end is gone, or silent while a replacement waits, the script cuts the link, or {@code on} has become
     * false.
     */
    Ending carry(Link from, Link to, Replacement replacement, BooleanSupplier on) {
        lane.clear();
        Passage passage = new Passage(from, to);
        FrameFault.@Nullable Cut cut = null;
        while (on.getAsBoolean()) {
            boolean sending = true;
            try {
                passage.deliver();
                if (cut != null) {
                    return new Ending(Ending.Why.CUT, "the link is cut", cut.outage());
                }
                sending = false;
                cut = passage.take();
                if (passage.quiet >= QUIET_GLANCES && replacement.waits()) {
                    return Ending.of(Ending.Why.HOST_GONE, "silent while another waits");
                }
            } catch (LinkException gone) {
                boolean device = sending == (direction == LinkDirection.TO_DEVICE);
                return Ending.of(
                        device ? Ending.Why.DEVICE_GONE : Ending.Why.HOST_GONE, String.valueOf(gone.getMessage()));
            } catch (IOException failed) {
                return Ending.of(Ending.Why.FAILED, String.valueOf(failed.getMessage()));
            }
        }
        return Ending.of(Ending.Why.STOPPED, "stopped");
    }

    /** The way between two links, as long as both last. */
    private final class Passage {
        private final Link from;
        private final Link to;
        private final WireFrames frames;
        private final EnvelopeFinder envelopes = new EnvelopeFinder();
        private final TimedLine line;
        private int quiet;

        Passage(Link from, Link to) {
            this.from = from;
            this.to = to;
            frames = new WireFrames(from.kind());
            line = new TimedLine(timing, direction, between == LinkKind.STREAM, nanoTime, jitter);
        }

        /** Hands over what has arrived. */
        void deliver() throws IOException {
            for (byte[] bytes = line.poll(); bytes != null; bytes = line.poll()) {
                if (direction == LinkDirection.TO_DEVICE) {
                    reboots.beforeSending(bytes);
                }
                send(bytes);
                if (direction == LinkDirection.TO_DEVICE) {
                    reboots.afterSending();
                }
            }
        }

        private void send(byte[] bytes) throws LinkException {
            if (bytes.length == 0) {
                return; // all of it was cut off
            }
            if (to.kind() == LinkKind.STREAM) {
                to.send(bytes, ON_A_STREAM);
                return;
            }
            long before = envelopes.corrupt();
            for (byte[] envelope : between == LinkKind.STREAM ? envelopes.accept(bytes) : List.of(bytes)) {
                to.send(envelope, hints(envelope));
            }
            broken.addAndGet(envelopes.corrupt() - before);
        }

        /** Takes what the sender has to say, waiting for it a moment; not null when the link is to be cut. */
        FrameFault.@Nullable Cut take() throws IOException {
            long wait = Math.min(Proxy.GLANCE.toNanos(), line.nanosToNext());
            if (line.waitingBytes() > MOST_WAITING_BYTES) {
                LockSupport.parkNanos(wait);
                return null;
            }
            byte[] bytes = from.receive(Duration.ofNanos(wait));
            if (bytes == null) {
                quiet++;
                return null;
            }
            quiet = 0;
            for (byte[] frame : cut(bytes)) {
                if (direction == LinkDirection.TO_HOST && !reboots.passes(frame)) {
                    continue;
                }
                FrameFault.OfTheLink event = offer(frame);
                if (event instanceof FrameFault.Cut cut) {
                    return cut;
                }
            }
            return null;
        }

        private List<byte[]> cut(byte[] bytes) {
            return from.kind() == LinkKind.STREAM
                    ? frames.cut(bytes)
                    : List.of(between == LinkKind.STREAM ? FrameCodec.frame(bytes) : bytes);
        }

        private FrameFault.@Nullable OfTheLink offer(byte[] frame) {
            lanes.sent(direction, frame);
            lane.tick();
            FrameFault.OfTheLink event = lane.offer(new FaultLane.Frame(frame, ON_A_STREAM));
            if (event instanceof FrameFault.Stall stall) {
                line.stall(stall.millis());
            }
            for (FaultLane.Frame due = lane.poll(); due != null; due = lane.poll()) {
                line.offer(due.bytes());
            }
            return event;
        }
    }

    private SendHints hints(byte[] envelope) {
        if (direction == LinkDirection.TO_DEVICE) {
            return SendHints.on(Channel.COMMAND);
        }
        return EnvelopeCodec.decode(envelope) instanceof DecodeResult.Decoded decoded
                ? ReplyHints.of(decoded.envelope().body())
                : SendHints.on(Channel.REPLY);
    }
}
