package org.limbench.driver;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.WireLimits;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/**
 * Greets a device until it answers. A device that boots slowly, or whose output was dropped while nobody had its port
 * open, answers a later hello; so it is repeated rather than waited for. Single-threaded.
 */
final class Handshake {
    private final FramePort port;
    private final SessionOptions options;
    private final Tally tally;
    private final Vigil vigil;
    private @Nullable Fault notNow;

    /** The device cannot open this very session; another one may be asked for. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    Handshake(FramePort port, SessionOptions options, Tally tally, Vigil vigil) {
        this.port = port;
        this.options = options;
        this.tally = tally;
        this.vigil = vigil;
    }

    /**
     * Opens a session.
     *
     * @param session drawn by this host
     * @param former sessions of this host's that the device may still hold open, to be ended first
     * @throws DeviceRefusedException another version, another host's lease
     * @throws ReplyTimeoutException silence, or noise
     * @throws ImplausibleReplyException an answer against the limits of the protocol
     * @throws Busy this session cannot be opened, now or ever
     */
    HelloAck greet(long session, Collection<Long> former) throws LinkException, Busy {
        vigil.begin();
        long corruptBefore = tally.corruptFrames;
        long framesBefore = tally.framesReceived;
        long interval = Math.max(1, options.helloInterval().toNanos());
        long rounds = Math.max(1, options.helloPatience().toNanos() / interval);
        // a session of ours that nobody can name any more holds its lease until it runs out
        long refusals =
                former.isEmpty() ? 0 : Math.max(rounds, 1 + options.lease().toNanos() / interval);
        long refused = 0;
        for (long round = 0; round < rounds; round++) {
            for (long previous : former) {
                say(new Envelope(previous, 0, new Bye("superseded by a new session of the same host")));
            }
            say(new Envelope(
                    session,
                    0,
                    new Hello(
                            WireLimits.PROTO_MAJOR,
                            WireLimits.PROTO_MINOR,
                            session,
                            (int) options.lease().toMillis(),
                            options.client(),
                            WireLimits.MOST_ACCEPTED_ENVELOPE)));
            notNow = null;
            long until = options.nanoTime().getAsLong() + interval;
            HelloAck answer = listen(session, until);
            if (answer != null) {
                vigil.heard(port.link());
                return answer;
            }
            vigil.look(port.link(), "saying hello for up to " + patience());
            if (notNow != null && notNow.code() == FaultCode.BUSY) {
                throw new Busy(refusal(notNow).getMessage());
            }
            if (notNow != null) {
                if (refused >= refusals) {
                    throw refusal(notNow);
                }
                // the goodbye of our own former session may have been lost on the way: the next hello tells, and only
                // then
                // is it worth waiting
                if (refused++ > 0) {
                    vigil.lost(port.link().address() + ": " + notNow.text()
                            + "; waiting for that, it may be this host's own");
                    passOver(until);
                }
                round = 0;
            }
        }
        throw new ReplyTimeoutException(silence(tally.corruptFrames - corruptBefore, framesBefore));
    }

    /** Lets time go by; whatever comes in it comes again. */
    void passOver(long untilNanos) throws LinkException {
        long left = untilNanos - options.nanoTime().getAsLong();
        while (left > 0 && port.receive(left) != null) {
            left = untilNanos - options.nanoTime().getAsLong();
        }
    }

    private String silence(long corrupt, long framesBefore) {
        String trouble = port.link().trouble();
        String within = " within " + patience();
        if (trouble != null) {
            return port.link().carries() ? trouble + "; no answer" + within : trouble;
        }
        String address = port.link().address();
        Overheard overheard = port.overheard();
        if (overheard.bytes() > 0) {
            return address + ": talks, but not our protocol: " + overheard.excerpt() + " (" + overheard.bytes()
                    + " bytes" + within + ", " + corrupt + " broken frames among them); " + Overheard.question(address);
        }
        return tally.framesReceived > framesBefore
                ? address + ": frames of our protocol came" + within + ", but none for this host's hello"
                : address + ": no answer" + within + "; is a limbench device there?";
    }

    private String patience() {
        return options.helloPatience().toMillis() / 1000.0 + " s";
    }

    private void say(Envelope envelope) throws LinkException {
        if (!port.link().carries()) {
            return; // it would only wait with the rest
        }
        port.send(port.encode(envelope), SendHints.on(Channel.COMMAND));
    }

    private @Nullable HelloAck listen(long session, long untilNanos) throws LinkException {
        while (true) {
            DecodeResult result = port.receive(untilNanos - options.nanoTime().getAsLong());
            if (result == null) {
                return null;
            }
            if (result instanceof DecodeResult.Decoded decoded) {
                HelloAck answer = answer(decoded.envelope(), session);
                if (answer != null || notNow != null) {
                    return answer;
                }
            } else if (result instanceof DecodeResult.Malformed bad && bad.session() == session) {
                throw ImplausibleReplyException.malformed(port.link().address(), bad);
            }
            if (options.nanoTime().getAsLong() - untilNanos >= 0) {
                return null;
            }
        }
    }

    private @Nullable HelloAck answer(Envelope envelope, long session) {
        // a fault outside any session may be an answer to this hello; one of another session is not
        if (envelope.body() instanceof Fault fault && (envelope.session() == session || envelope.session() == 0)) {
            refused(fault, envelope.session() == session && envelope.seq() == 0);
        }
        if (envelope.session() != session || !(envelope.body() instanceof HelloAck answer)) {
            return null;
        }
        if (answer.protoMajor() != WireLimits.PROTO_MAJOR) {
            throw new DeviceRefusedException(port.link().address() + ": the device speaks version "
                    + answer.protoMajor() + "." + answer.protoMinor() + " of the protocol, this host "
                    + WireLimits.PROTO_MAJOR + "." + WireLimits.PROTO_MINOR);
        }
        if (answer.maxFrame() < WireLimits.MOST_SENT_ENVELOPE) {
            throw new DeviceRefusedException(port.link().address() + ": the device takes envelopes of "
                    + answer.maxFrame() + " bytes; needed: " + WireLimits.MOST_SENT_ENVELOPE);
        }
        return answer;
    }

    private void refused(Fault fault, boolean answersThisHello) {
        switch (fault.code()) {
            case VERSION -> throw refusal(fault);
            case LEASE_HELD, BUSY -> notNow = fault;
            case MALFORMED, OUT_OF_RANGE, UNSUPPORTED, DEVICE -> {
                if (answersThisHello) {
                    throw refusal(fault);
                }
            }
            case UNSPECIFIED, TOO_LARGE, NO_SESSION, STAGING -> {}
        }
    }

    private DeviceRefusedException refusal(Fault fault) {
        String versions = fault.code() == FaultCode.VERSION
                ? " (this host speaks " + WireLimits.PROTO_MAJOR + "." + WireLimits.PROTO_MINOR + ")"
                : "";
        String field = fault.field().isEmpty() || fault.code() == FaultCode.LEASE_HELD ? "" : " " + fault.field();
        return new DeviceRefusedException(port.link().address() + ": the device refuses the session, " + fault.code()
                + field + ": " + fault.text() + versions);
    }
}
