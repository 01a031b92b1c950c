package org.limbench.testkit;

import java.util.ArrayList;
import java.util.List;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.WireLimits;
import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;

/** A host without a session of its own: says exactly what it is told, envelope by envelope, and keeps what comes back. */
public final class RawHost {
    public final long session;
    private final Endpoint device;
    private long seq;

    public RawHost(Endpoint device, long session) {
        this.device = device;
        this.session = session;
    }

    /** Says hello with a lease of so long and returns what came back. */
    public List<Message> hello(int leaseMillis) {
        return say(0, new Hello(WireLimits.PROTO_MAJOR, 0, session, leaseMillis, "raw-" + session, 1024));
    }

    /** Says hello and returns the acknowledgement. */
    public HelloAck greet() {
        return (HelloAck) hello(1000).stream()
                .filter(HelloAck.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /** The next sequenced message. */
    public List<Message> say(Message message) {
        return say(++seq, message);
    }

    /** A message at a place of the caller's choosing. */
    public List<Message> say(long at, Message message) {
        return bytes(EnvelopeCodec.encode(new Envelope(session, at, message)));
    }

    /** Any bytes as one message. */
    public List<Message> bytes(byte[] bytes) {
        return envelopes(bytes).stream().map(Envelope::body).toList();
    }

    /** Any bytes as one message; what comes back with its session and place. */
    public List<Envelope> envelopes(byte[] bytes) {
        List<Envelope> answers = new ArrayList<>();
        device.receive(LinkKind.MESSAGES, bytes, (answer, hints) -> {
            DecodeResult result = EnvelopeCodec.decode(answer);
            answers.add(((DecodeResult.Decoded) result).envelope());
        });
        return answers;
    }

    /** The only message of a type among answers. */
    public static <T extends Message> T only(Class<T> type, List<Message> answers) {
        List<T> found =
                answers.stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + " in " + answers);
        }
        return found.get(0);
    }

    /** The messages of a type among answers. */
    public static <T extends Message> List<T> all(Class<T> type, List<Message> answers) {
        return answers.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
