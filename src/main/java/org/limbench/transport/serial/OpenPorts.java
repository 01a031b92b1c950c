package org.limbench.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The serial links of this process that are open. When the process is told to end, the library closes every port at once; it is
 * held back until their owners have said what they still have to say and closed them, or a time limit is over.
 */
final class OpenPorts {
    /** Longer than a command takes to leave, shorter than a person's patience. */
    private static final long PATIENCE_SECONDS = 6;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Object> open = new HashSet<>();
    private boolean hooked;

    void opened(Object link) {
        lock.lock();
        try {
            if (!hooked) {
                hooked = true;
                SerialPort.addShutdownHook(new Thread(this::awaitNone, "serial-shutdown"));
            }
            open.add(link);
        } finally {
            lock.unlock();
        }
    }

    void closed(Object link) {
        lock.lock();
        try {
            open.remove(link);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns once every port is closed or the time is over; whether they are. */
    boolean awaitNone() {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open.isEmpty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
