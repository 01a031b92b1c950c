package org.limbench.emulator;

import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;

/** An endpoint a {@link DeviceServer} can serve: it also hears of new peers and of time without bytes. */
public interface ServedDevice extends Endpoint {
    /** The carrier has a new peer: what the old one had begun to say is forgotten. */
    void peerChanged();

    /** Nothing has come for a while; what is owed may be sent. */
    void idle(LinkKind kind, Outbox outbox);
}
