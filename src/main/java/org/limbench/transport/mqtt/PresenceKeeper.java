package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Release;

/**
 * Has a device announced again when somebody else has overwritten what the broker keeps of it: at once, then at most once in
 * a pause, however often that happens. Safe from any thread; it has one of its own while an announcement is due, so that
 * neither the library's callback nor a device at a long command has to wait.
 */
final class PresenceKeeper implements AutoCloseable {
    /** Between two announcements: an intruder must not be able to make the device flood its broker. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final LongSupplier nanoTime;
    private final Announcement announcement;
    private long announcedNanos;
    private boolean due;
    private boolean closed;
    private @Nullable Thread thread;

    /** Hands to the library what the device says of itself, without waiting; may fail, as then the next connection does. */
    interface Announcement {
        void handOver() throws MqttException;
    }

    PresenceKeeper(String name, LongSupplier nanoTime, Announcement announcement) {
        this.name = name;
        this.nanoTime = nanoTime;
        this.announcement = announcement;
        announcedNanos = nanoTime.getAsLong() - PAUSE.toNanos();
    }

    /** Something else than the device said is kept. */
    synchronized void overwritten() {
        due = !closed;
        if (due && thread == null) {
            thread = new Thread(this::announceWhenDue, "mqtt-presence " + name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized void announceWhenDue() {
        while (due && !closed) {
            long left = PAUSE.toNanos() - (nanoTime.getAsLong() - announcedNanos);
            if (left > 0) {
                try {
                    wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                } catch (InterruptedException e) {
                    break;
                }
            } else {
                due = false;
                announcedNanos = nanoTime.getAsLong();
                Release.quietly(announcement::handOver);
            }
        }
        thread = null;
    }

    /** Nothing is announced any more once this returns. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
