package org.limbench.emulator;

import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;

/** What a {@link DeviceServer} can serve. */
public interface ServedDevice {
    /** A peer that has said nothing yet. */
    Peer newPeer();

    /** The device as one peer meets it; it also hears of time without bytes. Single-threaded. */
    interface Peer extends Endpoint {
        /** Nothing has come for a while; what is owed to this peer may be sent. */
        void idle(LinkKind kind, Outbox outbox);

        /** Whether it has things to say by the millisecond, so that {@link #idle} is to come as often. */
        default boolean speaksUnasked() {
            return false;
        }

        /** Whether the device works for this peer now, so that others have to make room first. */
        boolean holdsTheSession();
    }
}
