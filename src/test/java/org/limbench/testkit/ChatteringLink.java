package org.limbench.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** A stream whose far end talks without end and without being asked: every receive brings bytes and takes its time. */
public final class ChatteringLink implements Link {
    private static final int MOST_RECEIVES = 1_000_000;

    private final String address;
    private final ManualClock clock;
    private final Duration each;
    private final Supplier<byte[]> chatter;
    private final List<byte[]> sent = new ArrayList<>();
    private int receives;

    /** A far end that says what {@code chatter} gives, every {@code each} of the clock. */
    public ChatteringLink(String address, ManualClock clock, Duration each, Supplier<byte[]> chatter) {
        this.address = address;
        this.clock = clock;
        this.each = each;
        this.chatter = chatter;
    }

    /** Everything sent, in order. */
    public List<byte[]> sent() {
        return sent;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.STREAM;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) {
        sent.add(bytes.clone());
    }

    @Override
    public byte[] receive(Duration timeout) throws LinkException {
        if (++receives > MOST_RECEIVES) {
            throw new AssertionError("still listening after " + receives + " receives");
        }
        clock.advance(each);
        return chatter.get();
    }

    @Override
    public void close() {}
}
