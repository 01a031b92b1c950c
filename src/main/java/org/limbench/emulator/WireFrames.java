package org.limbench.emulator;

import java.util.List;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.FrameCutter;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Hello;
import org.limbench.transport.LinkKind;
import org.limbench.transport.faults.FrameView;

/** Frames of the wire as faults see them. Cuts one stream, in one thread; the rest has no state. */
public final class WireFrames implements FrameView {
    private final FrameCutter cutter = new FrameCutter();
    private final LinkKind kind;

    /** Of frames on a stream, or of bare envelopes. */
    public WireFrames(LinkKind kind) {
        this.kind = kind;
    }

    @Override
    public List<byte[]> cut(byte[] received) {
        return kind == LinkKind.STREAM ? cutter.cut(received) : List.of(received);
    }

    /** The session of a {@link Hello}. */
    @Override
    public long sessionOpened(byte[] frame) {
        for (DecodeResult result : messages(frame)) {
            if (result instanceof DecodeResult.Decoded decoded
                    && decoded.envelope().body() instanceof Hello hello) {
                return hello.session();
            }
        }
        return 0;
    }

    /** What a frame says; as a rule one message. */
    public List<DecodeResult> messages(byte[] frame) {
        return kind == LinkKind.STREAM ? new FrameDecoder().accept(frame) : List.of(EnvelopeCodec.decode(frame));
    }
}
