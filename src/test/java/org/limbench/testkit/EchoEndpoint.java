package org.limbench.testkit;

import java.util.ArrayList;
import java.util.List;
import org.limbench.transport.Channel;
import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** A device that answers what it is sent, and remembers it. */
public final class EchoEndpoint implements Endpoint {
    private final List<byte[]> received = new ArrayList<>();

    @Override
    public void receive(LinkKind kind, byte[] bytes, Outbox outbox) {
        received.add(bytes.clone());
        outbox.send(bytes, SendHints.on(Channel.REPLY));
    }

    /** Everything received, in order. */
    public List<byte[]> received() {
        return received;
    }
}
