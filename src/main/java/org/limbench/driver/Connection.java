package org.limbench.driver;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.RandomStream;
import org.limbench.protocol.Fault;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/**
 * A session's line to its device: the link, opened anew where it breaks, and the conversation held over it. It knows nothing
 * of commands under way: what became of those is {@link Recovery}'s to settle.
 */
final class Connection {
    /** Pauses between attempts to get a new link. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    /** Sessions asked for of a device that opens none. */
    private static final int MOST_BUSY = 8;

    private final SessionOptions options;
    private final Tally tally;
    private final CommandIds ids;
    private final Plausibility plausibility;
    private final RoundTrip roundTrip;
    private final RandomStream sessionIds;
    private final Vigil vigil;
    /** Sessions of ours the device may hold open: a link can break between a hello and its answer. */
    private final Set<Long> greeted = new LinkedHashSet<>();

    private Link link;
    private FramePort port;
    private @Nullable Conversation conversation;
    private DeviceIdentity identity;
    private Consumer<Message> aside = message -> {};
    private int sessions;
    /** Whether the next loss is this session's own doing, and no news. */
    private boolean lossExpected;

    Connection(Link link, SessionOptions options, CommandIds ids, Plausibility plausibility, Tally tally) {
        this.link = link;
        this.options = options;
        this.ids = ids;
        this.plausibility = plausibility;
        this.tally = tally;
        this.port = new FramePort(link, tally, options.nanoTime());
        this.roundTrip = new RoundTrip(
                options.leastRetransmit().toNanos(), options.mostRetransmit().toNanos());
        this.vigil = new Vigil(options.watcher(), options.nanoTime());
        this.sessionIds = RandomStream.of(options.sessionId(), "driver.session");
        this.identity = new DeviceIdentity(0, options.supersedes(), 0);
        if (options.supersedes() != 0) {
            greeted.add(options.supersedes());
        }
    }

    String address() {
        return link.address();
    }

    DeviceIdentity identity() {
        return identity;
    }

    /** Who is told of meter events and log lines. */
    void setAside(Consumer<Message> listener) {
        aside = listener;
    }

    /** The next loss of the link is no news. */
    void expectLoss(boolean expected) {
        lossExpected = expected;
    }

    /** Opens a session of a new id, superseding every one of ours that may be open. */
    void greet() throws LinkException {
        conversation = null;
        long start = options.nanoTime().getAsLong();
        long pause = options.helloInterval().toNanos();
        for (int refused = 1; ; refused++) {
            Handshake handshake = new Handshake(port, options, tally, vigil);
            try {
                greet(handshake);
                return;
            } catch (Handshake.Busy busy) {
                long now = options.nanoTime().getAsLong();
                if (refused >= MOST_BUSY
                        || now - start >= options.helloPatience().toNanos()) {
                    throw new DeviceRefusedException(busy.getMessage(), busy);
                }
                handshake.passOver(now + pause);
                vigil.look(link, "asking for another session");
                pause = Math.min(2 * pause, options.mostRetransmit().toNanos());
            }
        }
    }

    private void greet(Handshake handshake) throws LinkException, Handshake.Busy {
        long session = sessions == 0 ? options.sessionId() : sessionIds.bits(sessions);
        sessions++;
        List<Long> former = List.copyOf(greeted);
        greeted.add(session);
        HelloAck opened = handshake.greet(session, former);
        greeted.clear();
        greeted.add(session);
        identity = new DeviceIdentity(opened.bootId(), session, opened.lastUpdateId());
        ids.skip(opened.lastUpdateId());
        conversation = new Conversation(
                port, session, opened, options, tally, roundTrip, vigil, message -> aside.accept(message));
        options.journal().opened(identity);
    }

    /**
     * Tries to get a new link for as long as the options say; keeps the old one where none can be made.
     *
     * @throws LinkLostException the time is over
     */
    void reconnect(LinkException cause) {
        SessionOptions.LinkMaker maker = options.reconnect();
        if (maker == null) {
            return;
        }
        Duration patience = options.reconnectPatience();
        String news = cause.getMessage() + "; a new link is tried for up to " + patience.toMillis() / 1000.0 + " s";
        boolean expected = lossExpected;
        lossExpected = false;
        link.close();
        RetryPolicy<Link> again = RetryPolicy.<Link>builder()
                .handle(LinkException.class)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withMaxRetries(-1)
                .withMaxDuration(patience)
                .build();
        try {
            link = Failsafe.with(again).get(attempt -> {
                if (!expected || attempt.getAttemptCount() > 0) {
                    vigil.lost(news);
                }
                return maker.open();
            });
        } catch (FailsafeException gone) {
            throw new LinkLostException("the link is gone: " + gone.getCause().getMessage(), gone);
        }
        port = new FramePort(link, tally, options.nanoTime());
    }

    Conversation talk() throws LinkException {
        if (conversation == null) {
            throw new LinkException(address() + ": no session is open");
        }
        return conversation;
    }

    /**
     * Asks once.
     *
     * @throws DeviceRefusedException the answer is a fault
     * @throws ImplausibleReplyException the answer is one to another question
     */
    <T extends Message> T ask(Message question, Class<T> answer) throws LinkException {
        talk().post(question, 0, 0);
        Message reply = talk().next();
        if (reply instanceof Fault fault) {
            throw new DeviceRefusedException(address() + ": the device refuses "
                    + question.getClass().getSimpleName() + ", " + fault.code() + " " + fault.field() + ": "
                    + fault.text());
        }
        if (!answer.isInstance(reply)) {
            throw plausibility.implausible(reply.getClass().getSimpleName() + " came in answer to "
                    + question.getClass().getSimpleName());
        }
        return answer.cast(reply);
    }

    /** Says goodbye where somebody listens, to a device that may only be about to answer the hello as well; closes the link. */
    void leave() {
        try {
            if (conversation != null) {
                conversation.bye("done");
            } else if (link.carries()) {
                for (long session : greeted) {
                    Goodbye.say(
                            port, session, "done", 1, options.helloInterval().toNanos(), options.nanoTime());
                }
            }
        } catch (LinkException gone) {
            conversation = null; // nobody to say goodbye to: the lease runs out by itself
        }
        close();
    }

    void close() {
        link.close();
    }
}
