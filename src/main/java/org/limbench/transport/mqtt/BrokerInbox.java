package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;

/**
 * What came and was not yet taken, at most 1024 messages and 4 MiB, and why nothing more will come. Safe from any thread;
 * nothing here blocks the library's callback: what does not fit, the newest, is dropped and counted, and the session above
 * sends it again.
 */
final class BrokerInbox {
    static final int CAPACITY = 1024;
    static final int CAPACITY_BYTES = 4 << 20;

    private final BlockingQueue<Inbound> queue = new LinkedBlockingQueue<>(CAPACITY + 1);
    private final Inbound wake = new Inbound(new byte[0], null, 0);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong overflowed = new AtomicLong();
    private volatile @Nullable String end;

    void add(Inbound message) {
        int size = message.payload.length;
        if (queuedBytes.addAndGet(size) > CAPACITY_BYTES || queue.size() >= CAPACITY || !queue.offer(message)) {
            queuedBytes.addAndGet(-size);
            overflowed.incrementAndGet();
        }
    }

    /** Counts a message that must not be obeyed. */
    void refuse() {
        refused.incrementAndGet();
    }

    /** The next message; null when the time is over. */
    @Nullable
    Inbound take(Duration timeout, String address) throws LinkException {
        try {
            Inbound message = queue.poll();
            if (message == null) {
                throwIfEnded();
                message = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            }
            if (message == wake) {
                throwIfEnded();
            } else if (message != null) {
                queuedBytes.addAndGet(-message.payload.length);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(address + ": interrupted while receiving", e);
        }
    }

    /** Nothing more will come, though what came before can still be taken; the first reason stays. */
    synchronized void end(String why) {
        if (end == null) {
            end = why;
            queue.add(wake);
        }
    }

    /** Nothing more will come, nor be taken. */
    void close(String why) {
        end(why);
        queue.removeIf(message -> message != wake);
    }

    void throwIfEnded() throws LinkException {
        String why = end;
        if (why != null) {
            throw new LinkException(why);
        }
    }

    /** Messages dropped because they were retained, too long, or named no proper response topic. */
    long refused() {
        return refused.get();
    }

    /** Messages dropped because nobody took the ones before. */
    long overflowed() {
        return overflowed.get();
    }
}
