package org.limbench.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The device side of a carrier: yields a link for each peer that comes. */
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

    /** How many of the links given out can be served at a time; with 1 the next one ends the one before. */
    default int mostPeers() {
        return 1;
    }

    /** Closes the listener and the link it gave out; idempotent. */
    @Override
    void close();
}
