package org.limbench.transport.mqtt;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;
import org.limbench.transport.Release;
import org.limbench.transport.SendHints;

/**
 * Stays connected to a broker: connects, and after a loss connects again with growing jittered pauses, subscribes anew and
 * publishes again, in order, what was not acknowledged. So a message can arrive twice, never silently not at all while
 * the session lives.
 *
 * <p>Sending and receiving may be two threads; a third, of its own, exists while a connection is being made again. The
 * library's callbacks only enqueue, mark and start that thread.
 */
final class BrokerSession {
    private static final long ATTEMPT_LIMIT_MILLIS = 10_000;
    /** At the start somebody watches, and is to be told soon that a broker is silent. */
    private static final long FIRST_ATTEMPT_LIMIT_MILLIS = 1700;

    private static final long CLOSE_LIMIT_MILLIS = 1000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;
    private static final Duration SHORT_LIFE = Duration.ofSeconds(2);
    private static final int MOST_SHORT_LIVES = 5;
    private static final double JITTER = 0.3;
    /** Runs on every connection before anything is published. */
    interface Greeting {
        void greet(BrokerConnection connection) throws MqttException, LinkException;
    }

    private final BrokerConnection.Profile profile;
    private final MqttAddress address;
    private final Greeting greeting;
    private final BrokerInbox inbox;
    private final BrokerCallback.Route route;
    private final ReentrantLock publishing = new ReentrantLock();
    /** Guarded by the lock, but for the wait for room in it. */
    private final Outbox outbox;

    private final AtomicLong reconnections = new AtomicLong();
    private @Nullable BrokerConnection connection;
    /** Number of the latest connection begun, and of the latest known to be lost; guarded by the lock. */
    private long generation;

    private long lostGeneration;
    /** Whether some thread is making a connection already, and which, unless it is the caller's; guarded by the lock. */
    private boolean connecting = true;

    private @Nullable Thread reconnecting;
    private long connectedAt;
    /** Connections in a row that were lost at once; only the reconnecting thread touches it. */
    private int shortLived;

    private volatile boolean closed;
    /** What is waited for, in one line; null while connected. */
    private volatile @Nullable String trouble;

    private BrokerSession(
            BrokerConnection.Profile profile, BrokerInbox inbox, BrokerCallback.Route route, Greeting greeting) {
        this.profile = profile;
        this.address = profile.address();
        this.inbox = inbox;
        this.route = route;
        this.greeting = greeting;
        this.outbox = new Outbox(
                address + ": broker " + address.broker(),
                inbox::end,
                profile.options().nanoTime());
    }

    /**
     * Connects, trying until the options' time limit.
     *
     * @param waiting told what is waited for, in this thread, before each attempt but the first; what it throws ends them
     * @throws IllegalArgumentException when a password would travel in the clear to another machine
     * @throws LinkException naming the broker, when it stays away, or at once when it says no
     */
    static BrokerSession open(
            BrokerConnection.Profile profile,
            BrokerInbox inbox,
            BrokerCallback.Route route,
            Greeting greeting,
            Consumer<String> waiting)
            throws LinkException {
        profile.address().requireSecrecy(profile.options().password());
        BrokerSession session = new BrokerSession(profile, inbox, route, greeting);
        Duration limit = profile.options().connectTimeout();
        String broker = session.address + ": broker " + session.address.broker();
        try {
            session.connect(limit, FIRST_ATTEMPT_LIMIT_MILLIS, "was not reached in " + limit.toMillis() + " ms", () -> {
                tell(waiting, broker + " is not reached; it is tried for up to " + limit.toMillis() / 1000.0 + " s");
            });
        } catch (WaitEnded ended) {
            throw ended.why;
        }
        session.doneConnecting();
        return session;
    }

    private static void tell(Consumer<String> waiting, String line) {
        try {
            waiting.accept(line);
        } catch (RuntimeException why) {
            throw new WaitEnded(why);
        }
    }

    /** Whoever is told of the wait has ended it: not a failure to try again after. */
    private static final class WaitEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException why;

        WaitEnded(RuntimeException why) {
            super(why);
            this.why = why;
        }
    }

    /** Messages whose time ran out before a connection could take them. */
    long expired() {
        return outbox.expired();
    }

    /** What is amiss while a lost connection is being made again; null when nothing is. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** The present one; null while there is none. */
    @Nullable
    BrokerConnection connection() {
        publishing.lock();
        try {
            return connection;
        } finally {
            publishing.unlock();
        }
    }

    long reconnections() {
        return reconnections.get();
    }

    /** Publishes, or keeps for the next connection; waits while as many as the credits are unacknowledged. */
    void send(String topic, byte[] bytes, SendHints hints, @Nullable String responseTopic) throws LinkException {
        inbox.throwIfEnded();
        if (bytes.length > profile.longestMessageBytes()) {
            throw new LinkException(address + ": a message has " + bytes.length + " bytes; allowed: at most "
                    + profile.longestMessageBytes());
        }
        String full = outbox.awaitRoom();
        if (full != null) {
            inbox.throwIfEnded();
            throw new LinkException(full);
        }
        publishing.lock();
        try {
            outbox.add(new Outbound(topic, bytes, hints, responseTopic, now()));
            outbox.handOver(connection);
        } finally {
            publishing.unlock();
        }
        inbox.throwIfEnded();
    }

    /** Says goodbye and ends; what is unacknowledged is given up. Idempotent. */
    void close(Greeting farewell) {
        inbox.close(address + ": closed");
        BrokerConnection last;
        publishing.lock();
        try {
            closed = true;
            last = connection;
            connection = null;
            if (reconnecting != null) {
                reconnecting.interrupt();
            }
        } finally {
            publishing.unlock();
        }
        if (last != null) {
            Release.quietly(() -> farewell.greet(last));
            last.close(CLOSE_LIMIT_MILLIS);
        }
    }

    private void connect(Duration limit, long attemptMillis, String otherwise, Runnable beforeAnother)
            throws LinkException {
        long firstPause = Math.max(1, Math.min(FIRST_PAUSE_MILLIS, limit.toMillis() / 4));
        RetryPolicy<Object> policy = RetryPolicy.builder()
                .abortIf((result, failure) ->
                        closed || (failure != null && BrokerRefusal.isFinal(address, profile.options(), failure)))
                .abortOn(WaitEnded.class)
                .withBackoff(firstPause, LONGEST_PAUSE_MILLIS, ChronoUnit.MILLIS)
                .withJitter(JITTER)
                .withMaxRetries(-1)
                .withMaxDuration(limit)
                .build();
        try {
            Failsafe.with(policy).run(execution -> {
                if (execution.getAttemptCount() > 0) {
                    beforeAnother.run();
                }
                attempt(Math.min(attemptMillis, limit.toMillis()));
            });
        } catch (FailsafeException e) {
            throw BrokerRefusal.of(address, profile.options(), e.getCause() == null ? e : e.getCause(), otherwise);
        }
    }

    private void attempt(long limitMillis) throws MqttException, LinkException {
        long number = nextGeneration();
        BrokerConnection fresh =
                BrokerConnection.open(profile, new BrokerCallback(route, loss -> lost(number, loss)), limitMillis);
        try {
            greeting.greet(fresh);
        } catch (MqttException | LinkException e) {
            fresh.discard();
            throw e;
        }
        publishing.lock();
        try {
            if (closed) {
                fresh.discard();
                return;
            }
            if (lostGeneration >= number) {
                throw new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST);
            }
            connection = fresh;
            trouble = null;
            connectedAt = now();
            outbox.begin(fresh);
        } finally {
            publishing.unlock();
        }
    }

    private long nextGeneration() {
        publishing.lock();
        try {
            return ++generation;
        } finally {
            publishing.unlock();
        }
    }

    /** From the library's thread, once for each connection that had been made. */
    private void lost(long number, BrokerCallback.Loss loss) {
        if (loss == BrokerCallback.Loss.TAKEN_OVER) {
            inbox.end(address + ": another client took over as '" + profile.clientId() + "'");
            return;
        }
        // not on the library's thread: neither waiting for the lock nor connecting belongs there
        Thread thread = new Thread(() -> reconnect(number), "mqtt-reconnect " + address);
        thread.setDaemon(true);
        thread.start();
    }

    private void reconnect(long number) {
        publishing.lock();
        try {
            lostGeneration = Math.max(lostGeneration, number);
            if (connecting || !isLost()) {
                return;
            }
            connecting = true;
            reconnecting = Thread.currentThread();
        } finally {
            publishing.unlock();
        }
        Duration limit = profile.options().reconnectLimit();
        try {
            do {
                trouble = address + ": broker " + address.broker() + " went away; it is waited for up to "
                        + limit.toSeconds() + " s";
                discardConnection();
                endWhenFlapping();
                inbox.throwIfEnded();
                connect(
                        limit,
                        ATTEMPT_LIMIT_MILLIS,
                        "went away and was not reached again in " + limit.toMillis() + " ms",
                        () -> {});
                reconnections.incrementAndGet();
            } while (!doneConnecting());
        } catch (LinkException e) {
            inbox.end(e.getMessage());
        }
    }

    /** Whether there is no connection any more although there should be. Under the lock. */
    private boolean isLost() {
        return !closed && lostGeneration >= generation;
    }

    /** False when the connection was lost again before its making was over; on the caller's thread another takes over. */
    private boolean doneConnecting() {
        publishing.lock();
        try {
            boolean another = isLost();
            connecting = another && reconnecting != null;
            if (another && reconnecting == null) {
                lost(generation, BrokerCallback.Loss.CONNECTION);
            }
            if (!connecting) {
                reconnecting = null;
            }
            return !connecting;
        } finally {
            publishing.unlock();
        }
    }

    /** Two clients of one name throw each other out for ever, and some brokers do not tell them: one of them gives up. */
    private void endWhenFlapping() {
        shortLived = now() - connectedAt < SHORT_LIFE.toNanos() ? shortLived + 1 : 0;
        if (shortLived >= MOST_SHORT_LIVES) {
            inbox.end(address + ": the connection to broker " + address.broker() + " was lost " + shortLived
                    + " times at once; is another process at work as '" + profile.clientId() + "'?");
        }
    }

    private void discardConnection() {
        BrokerConnection old;
        publishing.lock();
        try {
            old = connection;
            connection = null;
        } finally {
            publishing.unlock();
        }
        if (old != null) {
            old.discard();
        }
    }

    private long now() {
        return profile.options().nanoTime().getAsLong();
    }
}
