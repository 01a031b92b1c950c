package org.limbench.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The device side of a carrier: yields a link for each peer that comes, one at a time. */
public interface Listener extends AutoCloseable {
    /** Address a host can use, e.g. {@code tcp:127.0.0.1:45321}. */
    String address();

    /**
     * Waits for a peer.
     *
     * @return the link to it, or null when the timeout has passed
     * @throws LinkException when the carrier is gone for good
     */
    @Nullable
    Link accept(Duration timeout) throws LinkException;

    /**
     * What the carrier knows to be amiss now, without having given up, as {@link Link#trouble}.
     *
     * @return one line; null when nothing is
     */
    default @Nullable String trouble() {
        return null;
    }

    /**
     * Whether a peer is waiting while another is served: one that has lost its link comes back over a new one, and the
     * old one may never be heard to end.
     */
    default boolean peerWaits() throws LinkException {
        return false;
    }

    /** Closes the listener and the link it gave out; idempotent. */
    @Override
    void close();
}
