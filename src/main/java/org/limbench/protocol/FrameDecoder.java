package org.limbench.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.limbench.device.Require;

/**
 * Finds frames in a stream of bytes, however it is cut. Holds one frame's worth of bytes and never more; whatever comes
 * in, the next good frame after a delimiter is found.
 *
 * <p>Single-threaded.
 */
public final class FrameDecoder {
    private final byte[] held;
    private final int mostEnvelope;
    private int length;
    private boolean overlong;

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
        this.held = new byte[Cobs.mostStuffed(mostEnvelope + FrameCodec.CRC_BYTES)];
    }

    /** Takes bytes as they came and returns what was completed by them, in order; often nothing. */
    public List<DecodeResult> accept(byte[] bytes) {
        return accept(bytes, 0, bytes.length);
    }

    /** As {@link #accept(byte[])}, for part of an array. */
    public List<DecodeResult> accept(byte[] bytes, int from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        List<DecodeResult> results = new ArrayList<>(2);
        int start = from;
        int end = from + count;
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                hold(bytes, start, i - start);
                start = i + 1;
                if (overlong || length > 0) {
                    results.add(complete());
                }
            }
        }
        hold(bytes, start, end - start);
        return results;
    }

    /** Forgets a frame begun; for a link opened anew. */
    public void reset() {
        length = 0;
        overlong = false;
    }

    private void hold(byte[] bytes, int from, int count) {
        if (overlong || count > held.length - length) {
            overlong = true;
            length = 0;
            return;
        }
        System.arraycopy(bytes, from, held, length, count);
        length += count;
    }

    private DecodeResult complete() {
        DecodeResult result = overlong
                ? new DecodeResult.Corrupt("frame is too long; allowed: an envelope of at most " + mostEnvelope, true)
                : FrameCodec.decode(held, length);
        reset();
        return result;
    }
}
