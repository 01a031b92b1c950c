package org.limbench.transport.inprocess;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Endpoint;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A stream to an endpoint in the same thread: sending runs the endpoint, receiving takes what it answered.
 *
 * <p>Never waits: a peer that has answered everything can say nothing more until it is sent something, so {@link
 * #receive} returns null at once then. Single-threaded on both sides together.
 */
public final class InProcessLink implements Link {
    private final Endpoint device;
    private final Queue<byte[]> answers = new ArrayDeque<>();
    private final Endpoint.Outbox outbox = (bytes, hints) -> {
        if (bytes.length > 0) {
            answers.add(bytes.clone());
        }
    };
    private boolean closed;

    private InProcessLink(Endpoint device) {
        this.device = device;
    }

    /** A link whose peer is {@code device}. */
    public static Link to(Endpoint device) {
        return new InProcessLink(device);
    }

    @Override
    public LinkKind kind() {
        return LinkKind.STREAM;
    }

    @Override
    public String address() {
        return "in-process";
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireOpen();
        if (bytes.length > 0) {
            device.receive(LinkKind.STREAM, bytes, outbox);
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        requireOpen();
        return answers.poll();
    }

    @Override
    public void close() {
        closed = true;
        answers.clear();
    }

    private void requireOpen() throws LinkException {
        if (closed) {
            throw new LinkException("in-process link is closed");
        }
    }
}
