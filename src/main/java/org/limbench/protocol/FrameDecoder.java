package org.limbench.protocol;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.Require;

/**
 * Finds frames in a stream of bytes, however it is cut. Holds one frame's worth of bytes and never more; whatever comes
 * in, the next good frame after a delimiter is found.
 *
 * <p>Single-threaded.
 */
public final class FrameDecoder {
    private final FrameSplitter splitter;
    private final int mostEnvelope;

    /** Accepts envelopes of up to {@link WireLimits#MOST_ACCEPTED_ENVELOPE} bytes. */
    public FrameDecoder() {
        this(WireLimits.MOST_ACCEPTED_ENVELOPE);
    }

    /**
     * Accepts envelopes of up to so many bytes.
     *
     * @param mostEnvelope 64..65,536
     */
    public FrameDecoder(int mostEnvelope) {
        this.mostEnvelope = Require.between("mostEnvelope", mostEnvelope, 64, 65_536);
        this.splitter = new FrameSplitter(Cobs.mostStuffed(mostEnvelope + FrameCodec.CRC_BYTES));
    }

    /** Takes bytes as they came and returns what was completed by them, in order; often nothing. */
    public List<DecodeResult> accept(byte[] bytes) {
        return accept(bytes, 0, bytes.length);
    }

    /** As {@link #accept(byte[])}, for part of an array. */
    public List<DecodeResult> accept(byte[] bytes, int from, int count) {
        List<DecodeResult> results = new ArrayList<>(2);
        splitter.accept(bytes, from, count, (piece, kept, length) -> results.add(decode(piece, kept, length)));
        return results;
    }

    /** Forgets a frame begun; for a link opened anew. */
    public void reset() {
        splitter.reset();
    }

    private DecodeResult decode(byte[] piece, int kept, long length) {
        return length > kept
                ? new DecodeResult.Corrupt("frame is too long; allowed: an envelope of at most " + mostEnvelope, true)
                : FrameCodec.decode(piece, kept);
    }
}
