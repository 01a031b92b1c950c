package org.limbench.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Message;

/**
 * The device's sequenced messages of one session, kept until the host has acknowledged them. The device has no timer:
 * it sends again when the host says that something is missing. Single-threaded.
 */
final class ReplyWindow {
    /** Where envelopes go. */
    interface Sender {
        void send(Envelope envelope);
    }

    /** Most messages under way; the rest wait for acknowledgements, so that a slow host is not drowned. */
    private static final int WINDOW = 16;

    private final long session;
    private final Deque<Envelope> underWay = new ArrayDeque<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long nextSeq;

    ReplyWindow(long session) {
        this(session, 1);
    }

    /** A window whose first message has a number of the caller's choosing. */
    ReplyWindow(long session, long firstSeq) {
        this.session = session;
        this.nextSeq = firstSeq;
    }

    void post(Message message) {
        waiting.add(message);
    }

    /** Messages the host has not acknowledged. */
    int backlog() {
        return underWay.size() + waiting.size();
    }

    /** Forgets what has arrived. An acknowledgement of what was never sent is ignored. */
    void acknowledged(long cumulativeSeq) {
        if (cumulativeSeq >= nextSeq) {
            return;
        }
        while (!underWay.isEmpty() && underWay.peek().seq() <= cumulativeSeq) {
            underWay.remove();
        }
    }

    void sendAgain(Sender sender) {
        underWay.forEach(sender::send);
    }

    /** Sends what the window allows. After the largest number there is none: only a new session goes on. */
    void sendWaiting(Sender sender) {
        while (underWay.size() < WINDOW && !waiting.isEmpty() && nextSeq <= Envelope.MOST_SEQ) {
            Envelope envelope = new Envelope(session, nextSeq++, waiting.remove());
            underWay.add(envelope);
            sender.send(envelope);
        }
    }
}
