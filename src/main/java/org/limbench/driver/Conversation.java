package org.limbench.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.Ack;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/**
 * One session on one link: messages arrive once and in order, both ways, or the link is down. Go-back-N with the device's
 * credits; the host alone has a timer, and asks for what is missing. Single-threaded.
 */
final class Conversation {
    /** Device frames after which an acknowledgement is sent, so that its window never runs dry. */
    private static final int ACKNOWLEDGE_EVERY = 4;

    private static final int BYE_TRIES = 3;

    private final FramePort port;
    private final long session;
    private final SessionOptions options;
    private final Tally tally;
    private final RoundTrip roundTrip;
    private final Consumer<Message> aside;
    private final Vigil vigil;

    private final Deque<Outgoing> unacknowledged = new ArrayDeque<>();
    private int credits;
    private long nextSeq = 1;
    private long expectedSeq = 1;
    private int notAcknowledged;
    private boolean gapReported;
    /** Times the timer has run out since the last progress: how far it is drawn out. */
    private int attempts;
    /** Times it has run out since the last sign of life. */
    private int unheard;

    private long timerNanos;
    private long answerByNanos;
    private long uptimeMillis;
    private long uptimeAtNanos;

    /**
     * A conversation just opened.
     *
     * @param opened the device's answer to the hello
     * @param aside told of unsequenced messages: meter events and log lines
     */
    Conversation(
            FramePort port,
            long session,
            HelloAck opened,
            SessionOptions options,
            Tally tally,
            RoundTrip roundTrip,
            Vigil vigil,
            Consumer<Message> aside) {
        this.port = port;
        this.session = session;
        this.options = options;
        this.tally = tally;
        this.roundTrip = roundTrip;
        this.vigil = vigil;
        this.aside = aside;
        this.credits = opened.credits();
        noteUptime(opened.uptimeMillis());
    }

    private static final class Outgoing {
        final long seq;
        final byte[] bytes;
        final SendHints hints;
        final long sentNanos;
        boolean repeated;

        Outgoing(long seq, byte[] bytes, SendHints hints, long sentNanos) {
            this.seq = seq;
            this.bytes = bytes;
            this.hints = hints;
            this.sentNanos = sentNanos;
        }
    }

    private long now() {
        return options.nanoTime().getAsLong();
    }

    private void noteUptime(long millis) {
        uptimeMillis = millis;
        uptimeAtNanos = now();
    }

    /**
     * The device's uptime some time from now, as far as it can be told from here, ms; behind by the time its word took, and
     * never beyond 2^63-1, whatever it told.
     */
    long uptimeMillisIn(long millis) {
        long ahead = (now() - uptimeAtNanos) / 1_000_000 + millis;
        return ahead > Long.MAX_VALUE - uptimeMillis ? Long.MAX_VALUE : uptimeMillis + ahead;
    }

    /** Whether a message may be posted without exceeding window and credits. */
    boolean mayPost() {
        return unacknowledged.size() < Math.min(options.window(), Math.max(1, credits));
    }

    /** Sends a sequenced message; it arrives, or the conversation ends. */
    void post(Message message, long expiryMillis, long correlation) throws LinkException {
        if (nextSeq >= options.mostSeq() || expectedSeq >= options.mostSeq()) {
            throw new LinkException(port.link().address() + ": sequence numbers used up; a new session goes on");
        }
        byte[] bytes = port.encode(new Envelope(session, nextSeq, message));
        Outgoing frame = new Outgoing(
                nextSeq++, bytes, new SendHints(Channel.COMMAND, Math.max(0, expiryMillis), correlation), now());
        if (unacknowledged.isEmpty()) {
            restartTimer();
        }
        unacknowledged.add(frame);
        tally.payloadBytes += bytes.length;
        port.send(bytes, frame.hints);
    }

    /** The next sequenced message of the device; waits for it, sending again as needed. */
    Message next() throws LinkException {
        Message message = next(false);
        if (message == null) {
            throw new IllegalStateException("nothing but a message ends this wait");
        }
        return message;
    }

    /**
     * The next sequenced message of the device, or null as soon as another frame may be posted: an update staged in more
     * frames than the device has credits is answered only when it is whole.
     */
    @Nullable
    Message nextOrRoom() throws LinkException {
        return next(true);
    }

    private @Nullable Message next(boolean roomWanted) throws LinkException {
        progress();
        vigil.begin();
        while (!(roomWanted && mayPost())) {
            DecodeResult result = receive();
            if (result == null) {
                expired();
                continue;
            }
            Message message = accept(result);
            if (message != null) {
                return message;
            }
            if (now() - timerNanos >= 0) {
                expired();
            }
        }
        return null;
    }

    /** The next frame before the timer, in slices, so that whoever watches hears of silence in time. */
    private @Nullable DecodeResult receive() throws LinkException {
        while (true) {
            long start = now();
            long left = timerNanos - start;
            DecodeResult result = port.receive(Math.min(left, Vigil.LOOK_NANOS));
            if (result != null) {
                return result;
            }
            vigil.look(port.link(), "asking again, then over a new link");
            // a link on which nothing can come does not take its time
            if (left <= Vigil.LOOK_NANOS || now() - start < Vigil.LOOK_NANOS) {
                return null;
            }
        }
    }

    /** Something came that was waited for. */
    private void progress() {
        attempts = 0;
        unheard = 0;
        answerByNanos = now() + options.answerPatience().toNanos();
        restartTimer();
    }

    private void restartTimer() {
        timerNanos = now() + roundTrip.timeoutNanos(attempts);
    }

    /** Nothing came in time: sends again what is unacknowledged, or asks for what the device has to say. */
    private void expired() throws LinkException {
        boolean trouble = port.link().trouble() != null;
        if (trouble && !port.link().carries()) {
            // the carrier knows, and gives up by itself; more of the same would only wait with the rest
            restartTimer();
            return;
        }
        attempts++;
        if (trouble) {
            // it is said to be gone, and the carrier gives up by itself; it may be there all the same
            askAgain();
            return;
        }
        if (++unheard >= options.tries()) {
            throw new LinkException(port.link().address() + ": no answer to " + options.tries()
                    + " tries of the same frame" + overheard());
        }
        if (now() - answerByNanos >= 0) {
            throw new ReplyTimeoutException(
                    port.link().address() + ": the device acknowledges, but has answered nothing for "
                            + options.answerPatience().toMillis() / 1000.0 + " s");
        }
        askAgain();
    }

    private void askAgain() throws LinkException {
        if (unacknowledged.isEmpty()) {
            acknowledge(true);
        } else {
            sendAgain();
        }
        restartTimer();
    }

    private String overheard() {
        Overheard overheard = port.overheard();
        return overheard.bytes() == 0
                ? ""
                : "; it talks, but not our protocol: " + overheard.excerpt() + " (" + overheard.bytes() + " bytes)";
    }

    private void sendAgain() throws LinkException {
        for (Outgoing frame : unacknowledged) {
            frame.repeated = true;
            tally.retransmissions++;
            port.send(frame.bytes, frame.hints);
        }
    }

    private @Nullable Message accept(DecodeResult result) throws LinkException {
        if (result instanceof DecodeResult.Decoded decoded) {
            vigil.heard(port.link());
            return accept(decoded.envelope());
        }
        if (result instanceof DecodeResult.Malformed bad && bad.session() == session) {
            throw ImplausibleReplyException.malformed(port.link().address(), bad);
        }
        if (result instanceof DecodeResult.Unsupported unknown && unknown.session() == session && unknown.seq() > 0) {
            // a message newer than this host: it takes its place, and nobody here asked for it
            inPlace(unknown.seq());
        }
        return null;
    }

    private @Nullable Message accept(Envelope envelope) throws LinkException {
        Message body = envelope.body();
        if (body instanceof Fault fault && envelope.seq() == 0) {
            // outside the sequence; what else it may say is the answer to an earlier hello
            if (fault.code() == FaultCode.NO_SESSION && (envelope.session() == session || envelope.session() == 0)) {
                throw new LinkException(port.link().address() + ": the device has lost the session");
            }
            return null;
        }
        if (envelope.session() != session) {
            return null;
        }
        if (body instanceof Ack ack) {
            accept(ack);
            return null;
        }
        if (!body.sequenced()) {
            aside.accept(body);
            return null;
        }
        return inPlace(envelope.seq()) ? body : null;
    }

    private void accept(Ack ack) throws LinkException {
        if (ack.cumulativeSeq() >= nextSeq) {
            throw new ImplausibleReplyException(port.link().address() + ": the device acknowledges frame "
                    + ack.cumulativeSeq() + "; sent so far: " + (nextSeq - 1));
        }
        noteUptime(ack.uptimeMillis());
        credits = ack.credits();
        unheard = 0; // a sign of life: the device may be at a long command
        boolean arrivals = false;
        while (!unacknowledged.isEmpty() && unacknowledged.peek().seq <= ack.cumulativeSeq()) {
            Outgoing arrived = unacknowledged.remove();
            if (!arrived.repeated) {
                roundTrip.sample(now() - arrived.sentNanos);
            }
            arrivals = true;
        }
        if (arrivals) {
            progress();
        }
        if (ack.nak()) {
            sendAgain();
        }
    }

    private boolean inPlace(long seq) throws LinkException {
        if (seq == expectedSeq) {
            expectedSeq++;
            gapReported = false;
            progress();
            if (++notAcknowledged >= ACKNOWLEDGE_EVERY) {
                acknowledge(false);
            }
            return true;
        }
        if (seq < expectedSeq) {
            acknowledge(false);
        } else if (!gapReported) {
            gapReported = true;
            acknowledge(true);
        }
        return false;
    }

    private void acknowledge(boolean nak) throws LinkException {
        notAcknowledged = 0;
        Ack ack = new Ack(expectedSeq - 1, options.window() > 64 ? 64 : options.window(), nak, 0);
        port.send(port.encode(new Envelope(session, 0, ack)), SendHints.on(Channel.COMMAND));
    }

    /** Ends the session, as far as the link still carries it. */
    void bye(String reason) throws LinkException {
        Goodbye.say(port, session, reason, BYE_TRIES, 2 * roundTrip.timeoutNanos(0), options.nanoTime());
    }
}
