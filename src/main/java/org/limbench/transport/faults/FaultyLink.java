package org.limbench.transport.faults;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A link that loses, damages, repeats, swaps, delays and breaks, as its draws say: by call, never by elapsed time.
 *
 * <p>A frame is what one call of {@link #send} was given, and what one {@link #receive} of the wrapped link yields. On a
 * real stream the latter depends on timing: for faults that repeat exactly there, wrap both ends and give each only
 * faults of what it sends. A frame lost while receiving starts the wait anew, so such a call can take twice its timeout.
 *
 * <p>Threads as the wrapped link: one may send while another receives.
 */
public final class FaultyLink implements Link {
    private static final SendHints NO_HINTS = SendHints.on(Channel.REPLY);

    private final Link inner;
    private final FaultLane outbound;
    private final FaultLane inbound;
    /** Of the frame given out last, which a fault may have held back past others. */
    private String peer;

    private volatile boolean broken;

    /**
     * Wraps a link.
     *
     * @param sending faults of what this side sends
     * @param receiving faults of what this side receives
     * @param draws draw number to 64 random bits, the same bits for the same number; even numbers decide sending, odd
     *     ones receiving. E.g. a named stream of the run's seed
     */
    public FaultyLink(Link inner, FaultProbabilities sending, FaultProbabilities receiving, LongUnaryOperator draws) {
        this.inner = inner;
        peer = inner.peer();
        outbound = new FaultLane(sending, k -> draws.applyAsLong(2 * k), inner.kind());
        inbound = new FaultLane(receiving, k -> draws.applyAsLong(2 * k + 1), inner.kind());
    }

    @Override
    public LinkKind kind() {
        return inner.kind();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireWhole();
        outbound.tick();
        boolean whole = outbound.offer(new FaultLane.Frame(bytes.clone(), hints));
        for (FaultLane.Frame due = outbound.poll(); due != null; due = outbound.poll()) {
            inner.send(due.bytes, due.hints);
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
            if (!inbound.offer(new FaultLane.Frame(bytes, NO_HINTS.to(inner.peer())))) {
                breakDown();
            }
            due = inbound.poll();
        }
        peer = due.hints.to() == null ? inner.peer() : due.hints.to();
        return due.bytes.clone();
    }

    @Override
    public @Nullable String trouble() {
        return inner.trouble();
    }

    @Override
    public void close() {
        inner.close();
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
