package org.limbench.emulator;

import java.util.List;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.transport.LinkKind;

/**
 * The device as one peer meets it: the frame that peer has begun, and what the device says to that peer. Peers share
 * nothing but the device, so that none can spoil another's frames, and what belongs to a session goes to the peer that
 * holds it and to no other.
 *
 * <p>Decodes and sends outside the device's lock: a peer that dribbles, or takes nothing, holds up itself alone. Holds one
 * frame, and the answers to one call: of at most the bytes received, with as many answers as there were frames.
 * Single-threaded; several peers may have threads of their own.
 */
public final class DevicePeer implements ServedDevice.Peer {
    private final EmulatedDevice device;
    private final FrameDecoder decoder = new FrameDecoder();
    private long boots;

    DevicePeer(EmulatedDevice device) {
        this.device = device;
    }

    @Override
    public void receive(LinkKind kind, byte[] bytes, Outbox outbox) {
        long now = device.boots();
        if (now != boots) {
            // the power was cut in the middle of what it had begun
            decoder.reset();
            boots = now;
        }
        List<DecodeResult> results =
                kind == LinkKind.STREAM ? decoder.accept(bytes) : List.of(EnvelopeCodec.decode(bytes));
        send(kind, device.take(results, this), outbox);
    }

    /** Sends what is due without anything having arrived: meter events. */
    @Override
    public void idle(LinkKind kind, Outbox outbox) {
        send(kind, device.take(List.of(), this), outbox);
    }

    /** Whether the open session is this peer's. */
    @Override
    public boolean holdsTheSession() {
        return device.heldBy(this);
    }

    private static void send(LinkKind kind, List<Envelope> answers, Outbox outbox) {
        for (Envelope answer : answers) {
            byte[] bytes = kind == LinkKind.STREAM ? FrameCodec.encode(answer) : EnvelopeCodec.encode(answer);
            outbox.send(bytes, ReplyHints.of(answer.body()));
        }
    }
}
