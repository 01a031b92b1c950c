package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;

/**
 * Messages in their order until a broker has acknowledged them, over as many connections as that takes, and never more than
 * there are credits. Its owner's lock guards it; only {@link #awaitRoom} and {@link #expired} are free of it, and the
 * library's callbacks touch nothing but counts.
 */
final class Outbox {
    /** Below the 20 that mosquitto grants by default; one more and the library throws. */
    private static final int CREDITS = 16;

    /** No longer, so that a broker that falls silent is told of in time. */
    private static final Duration SEND_LIMIT = Duration.ofMillis(1500);

    private static final long FULL_PAUSE_NANOS = 200_000;

    private final String broker;
    private final Consumer<String> refused;
    private final LongSupplier nanoTime;
    private final Semaphore credits = new Semaphore(CREDITS);
    private final Queue<Outbound> unacknowledged = new ArrayDeque<>();
    private final AtomicLong expired = new AtomicLong();

    /**
     * An empty one.
     *
     * @param broker how messages name it
     * @param refused told, in the library's thread, that the broker does not let us publish
     * @param nanoTime clock of expiries and waits, ns
     */
    Outbox(String broker, Consumer<String> refused, LongSupplier nanoTime) {
        this.broker = broker;
        this.refused = refused;
        this.nanoTime = nanoTime;
    }

    /** Messages whose time ran out before a connection could take them. */
    long expired() {
        return expired.get();
    }

    /**
     * Takes a credit, waiting for one; {@link #add} spends it.
     *
     * @return null, or why there was none in time
     * @throws LinkException when this thread is interrupted
     */
    @Nullable
    String awaitRoom() throws LinkException {
        try {
            return credits.tryAcquire(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    ? null
                    : broker + " acknowledged none of " + CREDITS + " messages for " + SEND_LIMIT.toMillis() + " ms";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(broker + ": interrupted while sending", e);
        }
    }

    void add(Outbound message) {
        unacknowledged.removeIf(Outbound::isAcknowledged);
        unacknowledged.add(message);
    }

    /** Hands all there is to a connection that has none of it. */
    void begin(BrokerConnection fresh) {
        for (Outbound message : unacknowledged) {
            message.handedOver = false;
        }
        handOver(fresh);
    }

    /** Hands every message the present connection does not have to it, in order; without one they wait. */
    void handOver(@Nullable BrokerConnection connection) {
        if (connection == null) {
            return;
        }
        long giveUp = nanoTime.getAsLong() + SEND_LIMIT.toNanos();
        for (Iterator<Outbound> all = unacknowledged.iterator(); all.hasNext(); ) {
            Outbound message = all.next();
            if (message.isAcknowledged() || message.handedOver) {
                continue;
            }
            if (message.expired(nanoTime.getAsLong())) {
                all.remove();
                credits.release();
                expired.incrementAndGet();
                continue;
            }
            while (!publish(connection, message)) {
                if (nanoTime.getAsLong() - giveUp >= 0) {
                    return;
                }
                LockSupport.parkNanos(FULL_PAUSE_NANOS);
            }
            message.handedOver = true;
        }
    }

    /** False when the library has no room yet; a lost connection counts as done, the next one gets the message. */
    private boolean publish(BrokerConnection over, Outbound message) {
        try {
            over.publish(message, new Acknowledgement(message));
            return true;
        } catch (MqttException e) {
            return e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT;
        }
    }

    private final class Acknowledgement implements MqttActionListener {
        private final Outbound message;

        Acknowledgement(Outbound message) {
            this.message = message;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            if (BrokerConnection.failed(token)) {
                refused.accept(broker + " refuses to publish to " + message.topic + " (reason "
                        + token.getReasonCodes()[0] + ")");
            }
            if (message.acknowledge()) {
                credits.release();
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            // kept: the connection is going, and the next one publishes it again
        }
    }
}
