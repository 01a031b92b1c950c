package org.limbench.driver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;
import org.limbench.protocol.Envelope;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/**
 * How a session behaves. Made by {@link #builder}; immutable.
 *
 * @param nanoTime monotone clock, ns; deadlines and retransmission only
 * @param sessionId drawn by the caller for this hello, not 0; a reconnection counts on from it
 * @param client name of this host, for a device that has to say who holds its lease
 * @param journal told of every command before it is sent and after it is answered
 * @param window most frames unacknowledged; the device's credits may allow fewer
 * @param helloInterval pause between hellos
 * @param helloPatience how long to greet before giving up
 * @param leastRetransmit shortest retransmission timeout
 * @param mostRetransmit longest retransmission timeout
 * @param tries times a frame is sent before the link counts as down
 * @param commandDeadline how long after its sending a command may still be started by the device
 * @param lease how long the device keeps this host's place after its last frame
 * @param supersedes session of this host's that a killed process left behind and that may still hold the lease; 0 for none
 * @param firstCommandId first command id to use; 0 for the one after the device's last
 * @param resetFirst whether the device is reset before anything else is asked: its ids and kept results begin anew
 * @param mostSeq sequence number of either side before which a new session is begun, 16..2^32-1
 * @param watcher told of losses and silence
 * @param reconnectPatience how long a new link is tried for
 * @param reconnect makes a new link after a loss; null to try the old one again
 */
public record SessionOptions(
        LongSupplier nanoTime,
        long sessionId,
        String client,
        CommandJournal journal,
        int window,
        Duration helloInterval,
        Duration helloPatience,
        Duration leastRetransmit,
        Duration mostRetransmit,
        int tries,
        Duration commandDeadline,
        Duration lease,
        long supersedes,
        long firstCommandId,
        boolean resetFirst,
        long mostSeq,
        SessionWatcher watcher,
        Duration reconnectPatience,
        @Nullable LinkMaker reconnect) {
    private static final long LEAST_MOST_SEQ = 16;

    /** Makes a link after a loss. */
    @FunctionalInterface
    public interface LinkMaker {
        /**
         * A new link to the same device: one attempt, of a few seconds at most.
         *
         * @throws LinkException when it cannot be had now; it is tried again for a while
         */
        Link open() throws LinkException;
    }

    public SessionOptions {
        if (sessionId == 0) {
            throw new IllegalArgumentException("sessionId is 0; allowed: any other 64-bit number");
        }
        Require.between("client", client.getBytes(StandardCharsets.UTF_8).length, 0, 64);
        Require.between("window", window, 1, 1024);
        Require.between("tries", tries, 1, 1000);
        Require.atLeastZero("firstCommandId", firstCommandId);
        if (mostSeq < LEAST_MOST_SEQ || mostSeq > Envelope.MOST_SEQ) {
            throw new IllegalArgumentException(
                    "mostSeq is " + mostSeq + "; allowed: " + LEAST_MOST_SEQ + " to " + Envelope.MOST_SEQ);
        }
    }

    /** How long a device that acknowledges may take for an answer: until its start is out of the question, and a lease more. */
    Duration answerPatience() {
        return commandDeadline.plus(lease);
    }

    /** Options with the values of the wire's rules, for a clock and a session id the caller draws. */
    public static Builder builder(LongSupplier nanoTime, long sessionId) {
        return new Builder(nanoTime, sessionId);
    }

    /** Collects options; not reusable across threads. */
    public static final class Builder {
        private final LongSupplier nanoTime;
        private final long sessionId;
        private String client = "limbench";
        private CommandJournal journal = CommandJournal.none();
        private int window = 8;
        private Duration helloInterval = Duration.ofMillis(200);
        private Duration helloPatience = Duration.ofSeconds(5);
        private Duration leastRetransmit = Duration.ofMillis(50);
        private Duration mostRetransmit = Duration.ofSeconds(1);
        private int tries = 8;
        private Duration commandDeadline = Duration.ofSeconds(30);
        private Duration lease = Duration.ofSeconds(10);
        private long supersedes;
        private long firstCommandId;
        private boolean resetFirst;
        private long mostSeq = Envelope.MOST_SEQ;
        private SessionWatcher watcher = SessionWatcher.none();
        private Duration reconnectPatience = Duration.ofSeconds(10);
        private @Nullable LinkMaker reconnect;

        private Builder(LongSupplier nanoTime, long sessionId) {
            this.nanoTime = nanoTime;
            this.sessionId = sessionId;
        }

        /** Name of this host. */
        public Builder client(String name) {
            this.client = name;
            return this;
        }

        /** Who is told of commands and receipts. */
        public Builder journal(CommandJournal value) {
            this.journal = value;
            return this;
        }

        /** Most frames unacknowledged. */
        public Builder window(int frames) {
            this.window = frames;
            return this;
        }

        /** Greets every {@code interval} for {@code patience}. */
        public Builder hello(Duration interval, Duration patience) {
            this.helloInterval = interval;
            this.helloPatience = patience;
            return this;
        }

        /** Retransmission timeouts and how often a frame is sent before the link is down. */
        public Builder retransmit(Duration least, Duration most, int times) {
            this.leastRetransmit = least;
            this.mostRetransmit = most;
            this.tries = times;
            return this;
        }

        /** How long after its sending a command may still be started. */
        public Builder commandDeadline(Duration value) {
            this.commandDeadline = value;
            return this;
        }

        /** How long the device keeps this host's place after its last frame. */
        public Builder lease(Duration value) {
            this.lease = value;
            return this;
        }

        /** Session a killed process of this host left behind; it is ended first. */
        public Builder supersedes(long session) {
            this.supersedes = session;
            return this;
        }

        /** First command id to use. */
        public Builder firstCommandId(long id) {
            this.firstCommandId = id;
            return this;
        }

        /** Resets the device before anything else is asked. */
        public Builder resetFirst() {
            this.resetFirst = true;
            return this;
        }

        /** Begins a new session before either side's sequence numbers reach this one. */
        public Builder mostSeq(long seq) {
            this.mostSeq = seq;
            return this;
        }

        /** Who is told of losses and silence. */
        public Builder watcher(SessionWatcher value) {
            this.watcher = value;
            return this;
        }

        /** How long a new link is tried for. */
        public Builder reconnectPatience(Duration value) {
            this.reconnectPatience = value;
            return this;
        }

        /** Makes a new link after a loss. */
        public Builder reconnect(LinkMaker maker) {
            this.reconnect = maker;
            return this;
        }

        /** The options. */
        public SessionOptions build() {
            return new SessionOptions(
                    nanoTime,
                    sessionId,
                    client,
                    journal,
                    window,
                    helloInterval,
                    helloPatience,
                    leastRetransmit,
                    mostRetransmit,
                    tries,
                    commandDeadline,
                    lease,
                    supersedes,
                    firstCommandId,
                    resetFirst,
                    mostSeq,
                    watcher,
                    reconnectPatience,
                    reconnect);
        }
    }
}
