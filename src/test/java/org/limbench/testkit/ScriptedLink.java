package org.limbench.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** A link whose far end is the test: receives what it is told to, keeps what is sent, is lost when told. */
public final class ScriptedLink implements Link {
    private final LinkKind kind;
    private final Queue<byte[]> coming = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean lost;

    public ScriptedLink(LinkKind kind) {
        this.kind = kind;
    }

    /** What the next receive yields that has nothing before it. */
    public ScriptedLink coming(byte[] bytes) {
        coming.add(bytes);
        return this;
    }

    /** From now on nothing can be sent or received. */
    public void lose() {
        lost = true;
    }

    /** Everything sent, in order. */
    public List<byte[]> sent() {
        return sent;
    }

    @Override
    public LinkKind kind() {
        return kind;
    }

    @Override
    public String address() {
        return "scripted";
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireThere();
        sent.add(bytes.clone());
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        requireThere();
        return coming.poll();
    }

    @Override
    public void close() {}

    private void requireThere() throws LinkException {
        if (lost) {
            throw new LinkException("scripted: unplugged");
        }
    }
}
