package org.limbench.transport.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Channel;
import org.limbench.transport.ForwardingLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A link that loses, damages, repeats, swaps, delays and breaks, as its script and draws say: by call, never by elapsed
 * time.
 *
 * <p>A frame is what one call of {@link #send} was given, and what one {@link #receive} of the wrapped link yields; where
 * there is a script, what its view cuts out of that. On a real stream the former depends on timing: for faults that repeat
 * exactly there, give a script, or wrap both ends and give each only faults of what it sends. A frame lost while receiving
 * starts the wait anew, so such a call can take twice its timeout.
 *
 * <p>Threads as the wrapped link: one may send while another receives.
 */
public final class FaultyLink extends ForwardingLink {
    private static final SendHints NO_HINTS = SendHints.on(Channel.REPLY);

    private final FaultLanes lanes;
    private final LinkDirection sends;
    private final FaultLane outbound;
    private final FaultLane inbound;
    private final @Nullable FrameView cutter;
    /** Of the frame given out last, which a fault may have held back past others. */
    private String peer;

    private volatile boolean broken;

    /**
     * Wraps a link of which a frame is whatever is sent or received at once.
     *
     * @param sending faults of what this side sends
     * @param receiving faults of what this side receives
     * @param draws draw number to 64 random bits, the same bits for the same number; even numbers decide sending, odd
     *     ones receiving. E.g. a named stream of the run's seed
     */
    public FaultyLink(Link inner, FaultProbabilities sending, FaultProbabilities receiving, LongUnaryOperator draws) {
        this(
                inner,
                new LinkFaults(sending, receiving, List.of(), LineTiming.NONE),
                LinkDirection.TO_DEVICE,
                draws,
                FrameView.OPAQUE);
    }

    /**
     * Wraps one end of a link.
     *
     * @param faults that need no clock
     * @param sends the direction in which this end sends
     * @param draws as in the other constructor
     * @param view of this link's frames alone
     * @throws IllegalArgumentException when the faults need a clock or an outage
     */
    public FaultyLink(Link inner, LinkFaults faults, LinkDirection sends, LongUnaryOperator draws, FrameView view) {
        super(inner);
        if (!faults.countsAlone()) {
            throw new IllegalArgumentException(
                    "the faults need a clock; allowed: such as go by count of frames, without outage");
        }
        peer = inner.peer();
        this.sends = sends;
        cutter = faults.script().isEmpty() || inner.kind() == LinkKind.MESSAGES ? null : view;
        LongUnaryOperator sending = k -> draws.applyAsLong(2 * k);
        LongUnaryOperator receiving = k -> draws.applyAsLong(2 * k + 1);
        boolean host = sends == LinkDirection.TO_DEVICE;
        lanes = new FaultLanes(faults, host ? sending : receiving, host ? receiving : sending, inner.kind(), view);
        outbound = lanes.lane(sends);
        inbound = lanes.lane(sends.opposite());
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireWhole();
        outbound.tick();
        lanes.sent(sends, bytes);
        boolean whole = outbound.offer(new FaultLane.Frame(bytes.clone(), hints)) == null;
        for (FaultLane.Frame due = outbound.poll(); due != null; due = outbound.poll()) {
            inner.send(due.bytes(), due.hints());
        }
        if (!whole) {
            breakDown();
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        requireWhole();
        FaultLane.Frame due = inbound.poll();
        if (due == null) {
            inbound.tick();
            due = inbound.poll();
        }
        while (due == null) {
            byte[] bytes = inner.receive(timeout);
            if (bytes == null) {
                return null;
            }
            for (byte[] frame : cutter == null ? List.of(bytes) : cutter.cut(bytes)) {
                lanes.sent(sends.opposite(), frame);
                if (inbound.offer(new FaultLane.Frame(frame, NO_HINTS.to(inner.peer()))) != null) {
                    breakDown();
                }
            }
            due = inbound.poll();
        }
        String from = due.hints().to();
        peer = from == null ? inner.peer() : from;
        return due.bytes().clone();
    }

    /** What befell the frames this side sent. */
    public FaultCounts sent() {
        return outbound.counts();
    }

    /** What befell the frames this side received. */
    public FaultCounts received() {
        return inbound.counts();
    }

    private void requireWhole() throws LinkException {
        if (broken) {
            throw new LinkException(inner.address() + ": disconnected by an injected fault");
        }
    }

    private void breakDown() throws LinkException {
        broken = true;
        inner.close();
        requireWhole();
    }
}
