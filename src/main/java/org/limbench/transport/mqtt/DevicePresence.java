package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a device last said of itself, and since when it has been silent. Safe from any thread. */
final class DevicePresence {
    private final LongSupplier nanoTime;
    private @Nullable Boolean online;
    private long offlineSince;

    DevicePresence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void set(boolean nowOnline) {
        if (!nowOnline && !Boolean.FALSE.equals(online)) {
            offlineSince = nanoTime.getAsLong();
        }
        online = nowOnline;
        notifyAll();
    }

    /** Whether it said anything at all. */
    synchronized boolean known() {
        return online != null;
    }

    synchronized boolean isOnline() {
        return Boolean.TRUE.equals(online);
    }

    /** How long it has been known to be offline, ns; 0 when it is not. */
    synchronized long offlineNanos() {
        return Boolean.FALSE.equals(online) ? nanoTime.getAsLong() - offlineSince : 0;
    }

    /** False when the time was over first. */
    synchronized boolean awaitOnline(Duration limit) throws InterruptedException {
        long start = nanoTime.getAsLong();
        while (!isOnline()) {
            long leftMillis = (limit.toNanos() - (nanoTime.getAsLong() - start) + 999_999) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
