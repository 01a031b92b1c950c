package org.limbench.emulator;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.protocol.Ack;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.FaultCounters;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.MeterRequest;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.PowerOn;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.Schema;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.UpdateChunk;
import org.limbench.protocol.UpdateCommit;
import org.limbench.protocol.WireLimits;

/**
 * The controller's RAM and its rules: session, lease, order of frames, acknowledgements. Made anew at every boot, which is
 * how a reset loses it all. Driven by what arrives; it has no timer. Single-threaded.
 */
final class Controller {
    /** Replies not yet acknowledged beyond which further commands are treated as not arrived. */
    private static final int MOST_BACKLOG = 64;
    /** Sessions remembered as over, so that a late copy of their hello does not open them again. */
    private static final int RETIRED = 8;

    private final long bootId;
    private final Datasheet datasheet;
    private final MeteredArray array;
    private final DeviceOptions options;
    private final boolean renewable;
    private final LongSupplier uptimeMillis;
    private final CommandDesk desk;
    private final Queue<Long> retired = new ArrayDeque<>();
    private final Tally tally = new Tally();

    private long session;
    private String holder = "";
    private long leaseMillis;
    private long leaseEndsMillis;
    private ReplyWindow replies = new ReplyWindow(0);
    private long expectedSeq = 1;
    private boolean ackDue;
    private boolean nakDue;
    private boolean againDue;
    private boolean gapReported;
    private @Nullable DevicePeer heldBy;
    private @Nullable MeterStream stream;
    private int streamCounter; // of 32 bits, as the wire has it
    private long nextEventMillis;

    /** @param renewable whether what the array is made of can be drawn anew */
    Controller(
            long bootId,
            Datasheet datasheet,
            MeteredArray array,
            PlannedFaults faults,
            DeviceOptions options,
            boolean renewable) {
        this.bootId = bootId;
        this.datasheet = datasheet;
        this.array = array;
        this.options = options;
        this.renewable = renewable;
        long bootNanos = options.nanoTime().getAsLong();
        this.uptimeMillis = () -> (options.nanoTime().getAsLong() - bootNanos) / 1_000_000;
        this.desk = new CommandDesk(datasheet, array, faults, uptimeMillis);
    }

    long bootId() {
        return bootId;
    }

    /** Takes what came out of the decoder. */
    void accept(DecodeResult result, DevicePeer peer, ReplyWindow.Sender sender) {
        if (result instanceof DecodeResult.Corrupt corrupt) {
            if (corrupt.overlong()) {
                tally.overlong++;
            } else {
                tally.corrupt++;
            }
        } else if (result instanceof DecodeResult.Decoded decoded) {
            accept(decoded.envelope(), peer, sender);
        } else if (result instanceof DecodeResult.Malformed bad) {
            tally.malformed++;
            refuse(FaultCode.MALFORMED, bad.field(), bad.text(), bad.session(), bad.seq(), bad.commandId(), sender);
        } else if (result instanceof DecodeResult.Unsupported unknown) {
            tally.malformed++;
            String text = unknown.what() + " is not known to " + datasheet.firmware();
            refuse(
                    FaultCode.UNSUPPORTED,
                    unknown.field(),
                    text,
                    unknown.session(),
                    unknown.seq(),
                    unknown.commandId(),
                    sender);
        }
    }

    private void refuse(
            FaultCode code, String field, String text, long of, long seq, long id, ReplyWindow.Sender sender) {
        if (seq == 0 || session == 0) {
            sender.send(new Envelope(of, 0, new Fault(code, field, text, seq, id)));
        } else if (belongs(of) && inPlace(seq)) {
            replies.post(new Fault(code, field, text, seq, id));
        }
    }

    /** Whether the open session is this peer's. */
    boolean heldBy(DevicePeer peer) {
        return session != 0 && peer == heldBy;
    }

    /** Acknowledges and sends what is waiting; called once after a batch of frames. To nobody but who holds the session. */
    void flush(DevicePeer peer, ReplyWindow.Sender sender) {
        if (!heldBy(peer)) {
            return;
        }
        if (ackDue || nakDue) {
            sender.send(new Envelope(
                    session, 0, new Ack(expectedSeq - 1, options.credits(), nakDue, uptimeMillis.getAsLong())));
            ackDue = false;
            nakDue = false;
        }
        if (againDue) {
            // once for however many asked: a batch of small frames must not call forth a window each
            replies.sendAgain(sender);
            againDue = false;
        }
        streamMeter(sender);
        replies.sendWaiting(sender);
    }

    private void streamMeter(ReplyWindow.Sender sender) {
        long now = uptimeMillis.getAsLong();
        if (stream != null && now >= nextEventMillis) {
            nextEventMillis = now + stream.periodMillis();
            long counter = Integer.toUnsignedLong(++streamCounter);
            MeterEvent event = new MeterEvent(counter, array.latch(), array.deviceSeconds());
            sender.send(new Envelope(session, 0, event));
        }
    }

    private void accept(Envelope envelope, DevicePeer peer, ReplyWindow.Sender sender) {
        if (envelope.body() instanceof Hello hello) {
            hello(hello, peer, sender);
            return;
        }
        if (session == 0 && envelope.body() instanceof Bye bye) {
            // said again because our answer was lost
            sender.send(new Envelope(envelope.session(), 0, bye));
            return;
        }
        if (session == 0 && !retired.contains(envelope.session())) {
            tally.otherSession++;
            sender.send(new Envelope(
                    envelope.session(),
                    0,
                    new Fault(FaultCode.NO_SESSION, "session", "no session is open; say hello", envelope.seq(), 0)));
            return;
        }
        if (!belongs(envelope.session())) {
            return;
        }
        leaseEndsMillis = uptimeMillis.getAsLong() + leaseMillis;
        heldBy = peer;
        if (!envelope.body().sequenced()) {
            unsequenced(envelope.body(), sender);
        } else if (inPlace(envelope.seq())) {
            sequenced(envelope.body(), envelope.seq());
        }
    }

    private boolean belongs(long of) {
        if (of == session && session != 0) {
            return true;
        }
        tally.otherSession++;
        return false;
    }

    private boolean inPlace(long seq) {
        if (seq > expectedSeq) {
            tally.outOfOrder++;
            // one negative acknowledgement per gap; if it or the repetition is lost, the host's timer speaks
            nakDue |= !gapReported;
            gapReported = true;
            return false;
        }
        ackDue = true;
        if (seq < expectedSeq) {
            tally.repeated++;
            return false;
        }
        if (replies.backlog() > MOST_BACKLOG) {
            ackDue = false;
            return false;
        }
        expectedSeq++;
        gapReported = false;
        return true;
    }

    private void hello(Hello hello, DevicePeer peer, ReplyWindow.Sender sender) {
        long now = uptimeMillis.getAsLong();
        Fault refusal = refusal(hello, now);
        if (refusal != null) {
            // under the session refused: whoever asked must know that it is the answer
            sender.send(new Envelope(hello.session(), 0, refusal));
            return;
        }
        if (hello.session() != session) {
            open(hello);
        }
        leaseEndsMillis = now + leaseMillis;
        heldBy = peer;
        sender.send(new Envelope(
                session,
                0,
                new HelloAck(
                        bootId,
                        WireLimits.PROTO_MAJOR,
                        WireLimits.PROTO_MINOR,
                        desk.lastUpdateId(),
                        options.credits(),
                        WireLimits.MOST_ACCEPTED_ENVELOPE,
                        now,
                        Schema.crc(),
                        (int) leaseMillis,
                        datasheet.emulated())));
    }

    /** Why no session is opened; null when one may be. */
    private @Nullable Fault refusal(Hello hello, long now) {
        if (hello.protoMajor() != WireLimits.PROTO_MAJOR) {
            String text = "host speaks version " + hello.protoMajor() + "." + hello.protoMinor() + ", device "
                    + WireLimits.PROTO_MAJOR + "." + WireLimits.PROTO_MINOR;
            return new Fault(FaultCode.VERSION, "hello.proto_major", text, 0, 0);
        }
        if (hello.maxFrame() > 0 && hello.maxFrame() < WireLimits.MOST_SENT_ENVELOPE) {
            String text = "maxFrame is " + hello.maxFrame() + "; allowed: 0 (not stated), or "
                    + WireLimits.MOST_SENT_ENVELOPE + ", which replies may have, and more";
            return new Fault(FaultCode.OUT_OF_RANGE, "hello.max_frame", text, 0, 0);
        }
        if (retired.contains(hello.session())) {
            tally.otherSession++;
            return new Fault(FaultCode.BUSY, "hello.session", "this session is over; draw another session id", 0, 0);
        }
        if (hello.session() != session && session != 0 && now < leaseEndsMillis) {
            String text = "held by " + holder + " for another " + (leaseEndsMillis - now) + " ms unless it says bye";
            return new Fault(FaultCode.LEASE_HELD, "hello.session", text, 0, 0);
        }
        return null;
    }

    private void open(Hello hello) {
        close();
        session = hello.session();
        holder = hello.clientName();
        leaseMillis = Math.min(hello.leaseMillis(), options.mostLeaseMillis());
        replies = new ReplyWindow(session);
        expectedSeq = 1;
        gapReported = false;
        desk.sessionOpened();
    }

    private void close() {
        if (session != 0) {
            retired.add(session);
            if (retired.size() > RETIRED) {
                retired.remove();
            }
        }
        session = 0;
        stream = null;
        ackDue = false;
        nakDue = false;
        againDue = false;
        heldBy = null;
    }

    private void unsequenced(Message body, ReplyWindow.Sender sender) {
        if (body instanceof Ack ack) {
            replies.acknowledged(ack.cumulativeSeq());
            if (ack.nak()) {
                againDue = true;
                ackDue = true;
            }
        } else if (body instanceof Bye) {
            // answered, so that the host may close its port knowing that the lease is given back
            sender.send(new Envelope(session, 0, body));
            close();
        } else {
            tally.malformed++;
        }
    }

    private void sequenced(Message body, long seq) {
        if (body instanceof Command command) {
            desk.command(command, seq, replies);
        } else if (body instanceof UpdateChunk chunk) {
            desk.chunk(chunk, seq, replies);
        } else if (body instanceof UpdateBegin begin) {
            desk.begin(begin, seq, replies);
        } else if (body instanceof UpdateCommit commit) {
            desk.commit(commit, seq, replies);
        } else if (body instanceof QueryUpdate query) {
            desk.query(query, replies);
        } else if (body instanceof MatrixVector question) {
            desk.multiply(question, replies);
        } else if (body instanceof BarrierSchedule schedule) {
            desk.schedule(schedule, seq, replies);
        } else {
            answer(body, seq);
        }
    }

    private void answer(Message body, long seq) {
        if (body instanceof DatasheetRequest) {
            replies.post(new DatasheetReply(datasheet));
        } else if (body instanceof StatusRequest) {
            replies.post(new StatusReply(
                    uptimeMillis.getAsLong(),
                    array.deviceSeconds(),
                    desk.lastUpdateId(),
                    array.latch(),
                    datasheet.temperatureKelvin(),
                    tally.counters()));
        } else if (body instanceof MeterRequest) {
            replies.post(new MeterReply(array.latch(), array.deviceSeconds()));
        } else if (body instanceof MeterStream wanted) {
            stream = wanted.on() ? wanted : null;
            streamCounter = 0;
            nextEventMillis = uptimeMillis.getAsLong();
        } else if (body instanceof ResetRequest) {
            throw new PowerCut();
        } else if (body instanceof PowerOn powerOn && renewable) {
            throw new PowerCut(powerOn.life());
        } else if (body instanceof PowerOn) {
            replies.post(new Fault(FaultCode.UNSUPPORTED, "power_on", "this device cannot begin anew", seq, 0));
        } else {
            String text = body.getClass().getSimpleName() + " is a device's message, not a host's";
            String field = body.opcode().name().toLowerCase(Locale.ROOT);
            replies.post(new Fault(FaultCode.UNSUPPORTED, field, text, seq, 0));
        }
    }

    /** Frames thrown away since boot. */
    private static final class Tally {
        private long corrupt;
        private long overlong;
        private long otherSession;
        private long repeated;
        private long outOfOrder;
        private long malformed;

        FaultCounters counters() {
            return new FaultCounters(corrupt, overlong, otherSession, repeated, outOfOrder, malformed);
        }
    }
}
