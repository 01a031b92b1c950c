package org.limbench.bench;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.StatusReply;
import org.limbench.trace.MessageWords;

/**
 * What a device said, to be held against what it says when asked again. Uptimes come from the device's clock: they need only lie
 * between the question and the recorded answer, give or take the clocks' roundings, and the time that a lease still runs, in the
 * text of a refusal, may be any. Where the host recorded, what was lost before the device is not in the trace, so that the frames
 * a device says it has thrown away may be any too. All else must be the same bytes.
 *
 * @param envelope as decoded
 * @param bytes as recorded
 * @param byHost whether the host recorded it
 * @param waitNanos from the question to the answer, ns; empty where that is not known, so that any uptime will do
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these records
record RecordedAnswer(Envelope envelope, byte[] bytes, boolean byHost, OptionalLong waitNanos) {
    /** Both clocks tell whole milliseconds, and the time of boot is known to one. */
    private static final long ROUNDINGS_MILLIS = 2;

    /** What another answer says otherwise, in one line; null where it is this one. */
    @Nullable
    String differenceTo(Envelope again) {
        Message body = asFarAsItCounts(again.body());
        byte[] now = EnvelopeCodec.encode(new Envelope(again.session(), again.seq(), body));
        int at = Arrays.mismatch(bytes, now);
        if (at < 0) {
            return null;
        }
        String was = MessageWords.of(envelope.body());
        String is = MessageWords.of(body);
        return was.equals(is)
                ? "'" + was + "' differs from byte " + at + " on: recorded " + rest(bytes, at) + ", now "
                        + rest(now, at)
                : "recorded '" + was + "', now '" + is + "'";
    }

    /** A few bytes from one on. */
    private static String rest(byte[] all, int at) {
        return HexFormat.ofDelimiter(" ").formatHex(all, Math.min(at, all.length), Math.min(at + 4, all.length));
    }

    /** Another answer with what it may say otherwise as this one says it. */
    private Message asFarAsItCounts(Message again) {
        if (again instanceof HelloAck ack && envelope.body() instanceof HelloAck ours) {
            return new HelloAck(
                    ack.bootId(),
                    ack.protoMajor(),
                    ack.protoMinor(),
                    ack.lastUpdateId(),
                    ack.credits(),
                    ack.maxFrame(),
                    uptime(ack.uptimeMillis(), ours.uptimeMillis()),
                    ack.schemaCrc(),
                    ack.leaseMillis(),
                    ack.emulated());
        }
        if (again instanceof Ack ack && envelope.body() instanceof Ack ours) {
            return new Ack(
                    ack.cumulativeSeq(), ack.credits(), ack.nak(), uptime(ack.uptimeMillis(), ours.uptimeMillis()));
        }
        if (again instanceof StatusReply status && envelope.body() instanceof StatusReply ours) {
            return new StatusReply(
                    uptime(status.uptimeMillis(), ours.uptimeMillis()),
                    status.deviceSeconds(),
                    status.lastUpdateId(),
                    status.latch(),
                    status.temperatureKelvin(),
                    byHost ? ours.counters() : status.counters());
        }
        if (again instanceof Fault fault
                && fault.code() == FaultCode.LEASE_HELD
                && envelope.body() instanceof Fault ours) {
            return new Fault(fault.code(), fault.field(), ours.text(), fault.refersSeq(), fault.refersCommand());
        }
        return again;
    }

    private long uptime(long again, long recorded) {
        if (waitNanos.isEmpty()) {
            return recorded;
        }
        long latest = again + waitNanos.getAsLong() / 1_000_000 + ROUNDINGS_MILLIS;
        return recorded >= again - ROUNDINGS_MILLIS && recorded <= latest ? recorded : again;
    }
}
