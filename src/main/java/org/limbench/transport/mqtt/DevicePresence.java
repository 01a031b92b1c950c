package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was last said of a device at its broker, and since when it has been said to be gone. Whoever may write there can say
 * anything, and a last will can come late, so a word that it is gone is a claim: an answer of the device counts for more.
 * Safe from any thread.
 */
final class DevicePresence {
    private final LongSupplier nanoTime;
    private @Nullable Boolean online;
    private @Nullable String claim;
    private String onlineBoot = "";
    private long offlineSince;

    DevicePresence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes a state message. What cannot be read changes nothing where something is known, and neither does the last will of
     * another boot than the one that is online.
     *
     * @param kept whether the broker kept it from before
     */
    synchronized void said(MqttPresence.State state, boolean kept) {
        boolean now = state.word() == MqttPresence.Word.ONLINE;
        if (now) {
            onlineBoot = state.bootId();
        } else if (online != null && state.word() == MqttPresence.Word.UNREADABLE) {
            return;
        } else if (isOnline() && !onlineBoot.isEmpty() && !state.bootId().equals(onlineBoot)) {
            return;
        }
        if (!now && !Boolean.FALSE.equals(online)) {
            offlineSince = nanoTime.getAsLong();
        }
        String word = state.word() == MqttPresence.Word.OFFLINE ? "OFFLINE" : "an unreadable state";
        claim = now ? null : kept ? "the broker keeps " + word + " for the device" : "the device is said to be offline";
        online = now;
        notifyAll();
    }

    /** Nothing came in time, which counts as a word that it is gone. */
    synchronized void nothingSaid(String nothing) {
        if (online == null) {
            offlineSince = nanoTime.getAsLong();
            online = false;
            claim = nothing;
        }
    }

    /** The device answered. */
    synchronized void heard() {
        if (!isOnline()) {
            online = true;
            claim = null;
            notifyAll();
        }
    }

    /** What is said against its being there, to stand after an address; null when nothing is. */
    synchronized @Nullable String claim() {
        return claim;
    }

    synchronized boolean isOnline() {
        return Boolean.TRUE.equals(online);
    }

    /** How long it has been said to be offline, ns; 0 when it is not. */
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
