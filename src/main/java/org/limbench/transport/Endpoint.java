package org.limbench.transport;

/**
 * Something that answers bytes as they come: the device side, independent of what carries the bytes and of any thread.
 */
public interface Endpoint {
    /**
     * Takes received bytes (on a stream any piece, on a message link one message) and sends whatever answers them.
     *
     * @param kind what the carrier keeps of boundaries
     * @param bytes not kept, not changed
     * @param outbox where answers go, in order
     */
    void receive(LinkKind kind, byte[] bytes, Outbox outbox);

    /** Where an endpoint's answers go. */
    interface Outbox {
        /** Queues bytes for the peer (copied, not kept); never blocks. */
        void send(byte[] bytes, SendHints hints);
    }
}
