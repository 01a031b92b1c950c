package org.limbench.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A link that is another one, but for what a subclass overrides. Threads as that one. */
public abstract class ForwardingLink implements Link {
    /** The one behind it. */
    protected final Link inner;

    /** Around a link, which is owned from now on. */
    protected ForwardingLink(Link inner) {
        this.inner = inner;
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
        return inner.peer();
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        inner.send(bytes, hints);
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        return inner.receive(timeout);
    }

    @Override
    public @Nullable String trouble() {
        return inner.trouble();
    }

    @Override
    public boolean carries() {
        return inner.carries();
    }

    @Override
    public void close() {
        inner.close();
    }
}
