package org.limbench.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries opaque bytes to one peer and back. Pull-style: nothing is called back.
 *
 * <p>One thread may send while another receives; each side is otherwise single-threaded. {@link #close} may come from
 * any thread and unblocks both.
 */
public interface Link extends AutoCloseable {
    /** Whether boundaries survive. */
    LinkKind kind();

    /** Address for people, e.g. {@code serial:./lim0}. */
    String address();

    /** Who sent what {@link #receive} returned last; where a carrier brings several peers, each has a name of its own. */
    default String peer() {
        return address();
    }

    /**
     * Sends bytes: on a stream some bytes, on a message link one message. Returns once the carrier has taken them, which
     * says nothing about delivery; never blocks for ever.
     *
     * @param bytes not kept, not changed
     * @throws LinkException when the carrier is gone or does not take the bytes in its time limit
     */
    void send(byte[] bytes, SendHints hints) throws LinkException;

    /**
     * Receives what is there: on a stream one or more bytes, on a message link one message.
     *
     * @param timeout the longest wait
     * @return the bytes, owned by the caller; null when waiting is over: the timeout has passed, or nothing can arrive
     *     before it does (in-process, where the peer has nothing more to say)
     * @throws LinkException when the peer or carrier is gone
     */
    byte @Nullable [] receive(Duration timeout) throws LinkException;

    /**
     * What the carrier knows to be amiss now, without having given up: what is gone, and for how long it is waited for.
     *
     * @return one line; null when nothing is
     */
    default @Nullable String trouble() {
        return null;
    }

    /**
     * Whether what is sent now goes on its way; false where it would only wait for the carrier to come back. A peer that is
     * merely said to be gone may hear all the same.
     */
    default boolean carries() {
        return trouble() == null;
    }

    /** Closes; idempotent. */
    @Override
    void close();
}
