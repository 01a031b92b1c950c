package org.limbench.transport.serial;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;

/**
 * What was read and not yet taken, bounded, and why nothing more will come. Safe from any thread. What was read before
 * the end can still be taken.
 */
final class InboundBytes {
    private static final int CAPACITY_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private int queuedBytes;
    private volatile @Nullable String end;

    /** Queues a chunk, waiting for room; false when there was none in the time given. After the end it is dropped. */
    boolean offer(byte[] chunk, long waitMillis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (queuedBytes + chunk.length > CAPACITY_BYTES && end == null) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            if (end == null) {
                chunks.add(chunk);
                queuedBytes += chunk.length;
                changed.signalAll();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next chunk; null when the time is over. */
    byte @Nullable [] take(Duration timeout, String address) throws LinkException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (chunks.isEmpty()) {
                throwIfEnded(address);
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            byte[] chunk = chunks.remove();
            queuedBytes -= chunk.length;
            changed.signalAll();
            return chunk;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(address + ": interrupted while receiving", e);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come; the first reason stays. */
    void end(String why) {
        lock.lock();
        try {
            if (end == null) {
                end = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void throwIfEnded(String address) throws LinkException {
        String why = end;
        if (why != null) {
            throw new LinkException(address + ": " + why);
        }
    }
}
