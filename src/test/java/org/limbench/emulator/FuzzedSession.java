package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Result;
import org.limbench.protocol.WireFormat;
import org.limbench.protocol.WireLimits;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.Script;
import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A host that does what a script says, on a message link and on a stream, and watches the device while it does: whatever
 * comes, the device answers with whole messages, few of them, and an id moves the array at most once per boot.
 */
final class FuzzedSession {
    /** Two windows of replies (sent again, and new), acknowledgement, meter event and refusals of one delivery. */
    private static final int MOST_ANSWERS = 64;

    private static final long[] SESSIONS = {0x1122334455667788L, -2, 7};

    private final EmulatedDevice device;
    private final ManualClock clock;
    private final Tile whole;
    /** Id and sequence number of results that said APPLIED, of this boot and session. */
    private final Map<Long, Long> applied = new HashMap<>();

    private DevicePeer peer;
    private long boots;
    private int answers;
    private boolean refused;
    private long session = SESSIONS[0];
    private long seq;
    private long received;
    private long nextId = 1;
    private long lastMover;
    private Wire.Envelope last = Wire.Envelope.getDefaultInstance();

    FuzzedSession(EmulatedDevice device, ManualClock clock) {
        this.device = device;
        this.clock = clock;
        this.whole = device.datasheet().geometry().whole();
        this.boots = device.boots();
        this.peer = device.newPeer();
    }

    /** What the next step of a script is. */
    enum Step {
        /** The session's number in one octet: hello under it. */
        HELLO,
        /** An envelope's bytes: sent as the next of the session, under the next id, and its answers acknowledged. */
        NEXT,
        /** The same under the id it carries. */
        NEXT_WITH_ITS_ID,
        /** The same with session and seq as they are. */
        AS_IT_IS,
        /** The last envelope once more, the same in every bit. */
        AGAIN,
        /** The last envelope once more, as the next of the session. */
        AGAIN_AS_NEXT,
        /** A field and a value, in one octet each: the last envelope with an extreme value, as the next of the session. */
        TWEAKED,
        /** Up to which number, and whether a gap is told, in one octet each: acknowledgement. */
        ACK,
        /** Any bytes as one message. */
        MESSAGE,
        /** Any bytes on the stream. */
        STREAM,
        /** An envelope's bytes framed, and how long the pieces are: the stream. */
        FRAMED,
        /** Milliseconds in two octets. */
        WAIT,
        IDLE,
        PEER_CHANGED,
        REBOOT,
        /** A moment in one octet: the power goes at the next update. */
        POWER_CUT,
        /** Snapshot and back. */
        RESTORE;

        /** How a script says it. */
        byte[] octet() {
            return new byte[] {(byte) List.of(values()).indexOf(this)};
        }
    }

    void run(Script script, int mostSteps) {
        for (int i = 0; i < mostSteps && !script.atEnd(); i++) {
            step(Step.values()[script.below(Step.values().length)], script);
        }
        for (double siemens : device.conductancesSiemens(whole)) {
            assertThat(siemens).isFinite();
        }
        sound();
    }

    private void step(Step step, Script script) {
        switch (step) {
            case HELLO -> hello(SESSIONS[script.below(SESSIONS.length)]);
            case NEXT -> {
                say(addressed(parsed(script.longBytes()), true));
                acknowledge(received, false);
            }
            case NEXT_WITH_ITS_ID -> say(addressed(parsed(script.longBytes()), false));
            case AS_IT_IS -> say(parsed(script.longBytes()));
            case AGAIN -> say(last);
            case AGAIN_AS_NEXT -> say(addressed(last, false));
            case TWEAKED -> {
                Wire.Envelope untweaked = last;
                say(addressed(WireTweak.of(last, script.octet(), script.octet()), true));
                acknowledge(received, false);
                last = untweaked;
            }
            case ACK -> acknowledge(script.below(32), script.below(2) == 1);
            case MESSAGE -> deliver(LinkKind.MESSAGES, script.longBytes(), null);
            case STREAM -> deliver(LinkKind.STREAM, script.longBytes(), null);
            case FRAMED -> framed(addressed(parsed(script.longBytes()), true), 1 + script.octet());
            case WAIT -> clock.advance(Duration.ofMillis(script.word()));
            case IDLE -> peer.idle(LinkKind.MESSAGES, this::answered);
            case PEER_CHANGED -> peer = device.newPeer();
            case REBOOT -> device.reboot();
            case POWER_CUT ->
                device.inject(new FaultPlan.Reboot(
                        device.updates() + 1, List.of(FaultPlan.Moment.values()).get(script.below(3))));
            case RESTORE -> device.restore(device.snapshot());
        }
    }

    private static Wire.Envelope parsed(byte[] bytes) {
        try {
            return Wire.Envelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException notOne) {
            return Wire.Envelope.getDefaultInstance();
        }
    }

    private void hello(long under) {
        session = under;
        seq = 0;
        received = 0;
        say(Wire.Envelope.newBuilder()
                .setSession(under)
                .setHello(Wire.Hello.newBuilder()
                        .setProtoMajor(WireLimits.PROTO_MAJOR)
                        .setSession(under)
                        .setLeaseMillis(1_000)
                        .setMaxFrame(1_024))
                .build());
    }

    private void acknowledge(long upTo, boolean nak) {
        Wire.Envelope ack = Wire.Envelope.newBuilder()
                .setSession(session)
                .setAck(Wire.Ack.newBuilder().setCumulativeSeq((int) upTo).setNak(nak))
                .build();
        deliver(LinkKind.MESSAGES, ack.toByteArray(), ack);
    }

    /** The envelope as the next of the session and, where asked for, under a new id and before its deadline. */
    private Wire.Envelope addressed(Wire.Envelope envelope, boolean newId) {
        Wire.Envelope.Builder next = envelope.toBuilder().setSession(session);
        next.setSeq(sequenced(envelope.getBodyCase()) ? (int) ++seq : 0);
        long deadline = clock.getAsLong() / 1_000_000 + 1_000_000;
        if (newId) {
            switch (envelope.getBodyCase()) {
                case COMMAND -> next.getCommandBuilder().setCommandId(nextId++).setDeadlineUptimeMillis(deadline);
                case BARRIER_SCHEDULE ->
                    next.getBarrierScheduleBuilder().setCommandId(nextId++).setDeadlineUptimeMillis(deadline);
                case MATRIX_VECTOR -> next.getMatrixVectorBuilder().setCommandId(nextId++);
                case UPDATE_BEGIN ->
                    next.getUpdateBeginBuilder().setUpdateId(nextId++).setDeadlineUptimeMillis(deadline);
                case UPDATE_CHUNK -> next.getUpdateChunkBuilder().setUpdateId(nextId - 1);
                case UPDATE_COMMIT -> next.getUpdateCommitBuilder().setUpdateId(nextId - 1);
                default -> {
                    // carries no id
                }
            }
        }
        return next.build();
    }

    private static boolean sequenced(Wire.Envelope.BodyCase body) {
        return switch (body) {
            case HELLO, HELLO_ACK, ACK, METER_EVENT, LOG, BYE, BODY_NOT_SET -> false;
            default -> true;
        };
    }

    private void say(Wire.Envelope envelope) {
        last = envelope;
        deliver(LinkKind.MESSAGES, envelope.toByteArray(), envelope);
    }

    private void framed(Wire.Envelope envelope, int piece) {
        last = envelope;
        if (EnvelopeCodec.decode(envelope.toByteArray()) instanceof DecodeResult.Decoded decoded) {
            byte[] frame = WireFormat.framed().encode(decoded.envelope());
            for (int at = 0; at < frame.length; at += piece) {
                byte[] part = Arrays.copyOfRange(frame, at, Math.min(frame.length, at + piece));
                deliver(LinkKind.STREAM, part, envelope);
            }
        }
    }

    /**
     * Gives the device bytes and looks at what it did.
     *
     * @param envelope what the bytes hold; null where nobody knows
     */
    private void deliver(LinkKind kind, byte[] bytes, Wire.@Nullable Envelope envelope) {
        long before = device.updates();
        byte[] state = device.snapshot();
        refused = false;
        answers = 0;
        peer.receive(kind, bytes, kind == LinkKind.STREAM ? stream() : this::answered);

        long moved = device.updates() - before;
        assertThat(answers).as("answers to one delivery").isLessThanOrEqualTo(MOST_ANSWERS);
        if (envelope != null) {
            assertThat(moved).as("updates of one message").isBetween(0L, 1L);
        }
        if (moved == 1 && envelope != null) {
            long id = id(envelope);
            assertThat(id).as("id that moved the array, after " + lastMover).isGreaterThan(lastMover);
            lastMover = id;
        }
        if (refused && envelope != null && kind == LinkKind.MESSAGES) {
            assertThat(device.snapshot()).as("state after a refusal").isEqualTo(state);
        }
        if (device.boots() != boots) {
            boots = device.boots();
            lastMover = 0;
            applied.clear();
        }
    }

    private static long id(Wire.Envelope envelope) {
        return switch (envelope.getBodyCase()) {
            case COMMAND -> envelope.getCommand().getCommandId();
            case BARRIER_SCHEDULE -> envelope.getBarrierSchedule().getCommandId();
            case UPDATE_COMMIT -> envelope.getUpdateCommit().getUpdateId();
            default -> throw new AssertionError(envelope.getBodyCase() + " moved the array");
        };
    }

    private Endpoint.Outbox stream() {
        WireFormat format = WireFormat.framed();
        return (bytes, hints) -> format.accept(bytes).forEach(this::answered);
    }

    private void answered(byte[] bytes, SendHints hints) {
        answered(EnvelopeCodec.decode(bytes));
    }

    private void answered(DecodeResult answer) {
        answers++;
        received = Math.max(
                received,
                answer instanceof DecodeResult.Decoded d ? d.envelope().seq() : 0);
        assertThat(answer).isInstanceOf(DecodeResult.Decoded.class);
        Envelope envelope = ((DecodeResult.Decoded) answer).envelope();
        refused |= envelope.body() instanceof Result result && result.receipt().status() == ReceiptStatus.REJECTED;
        if (envelope.body() instanceof Result result && result.receipt().status() == ReceiptStatus.APPLIED) {
            Long first = applied.putIfAbsent(result.commandId(), envelope.seq());
            assertThat(first == null
                            || first == envelope.seq()
                            || result.receipt().pulses() == 0)
                    .as("%s applied once", result)
                    .isTrue();
        }
    }

    /** A session can still be had, and the device says how it is. */
    private void sound() {
        clock.advance(Duration.ofHours(2));
        List<DecodeResult> said = new ArrayList<>();
        long fresh = 0x5AFE;
        for (Wire.Envelope.Builder ask : List.of(
                Wire.Envelope.newBuilder()
                        .setHello(Wire.Hello.newBuilder()
                                .setProtoMajor(WireLimits.PROTO_MAJOR)
                                .setSession(fresh)
                                .setLeaseMillis(1_000)
                                .setMaxFrame(1_024)),
                Wire.Envelope.newBuilder().setSeq(1).setStatusRequest(Wire.StatusRequest.getDefaultInstance()))) {
            device.receive(
                    LinkKind.MESSAGES,
                    ask.setSession(fresh).build().toByteArray(),
                    (bytes, hints) -> said.add(EnvelopeCodec.decode(bytes)));
        }
        assertThat(said).hasSize(3).allMatch(DecodeResult.Decoded.class::isInstance);
    }
}
