package org.limbench.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the envelopes out of the frames of a stream as bytes, whatever they say: for whoever hands them on. Frames with
 * broken stuffing or CRC are dropped and counted. Single-threaded; {@link #corrupt} may come from any thread.
 */
public final class EnvelopeFinder {
    private final AtomicLong corrupt = new AtomicLong();
    private final FrameSplitter splitter = new FrameSplitter(FrameCutter.MOST_HELD);

    /** Takes bytes as they came and returns the envelopes completed by them, in order. */
    public List<byte[]> accept(byte[] bytes) {
        List<byte[]> envelopes = new ArrayList<>(2);
        splitter.accept(bytes, 0, bytes.length, (piece, kept, length) -> {
            FrameContent content = length > kept ? FrameContent.none("too long") : FrameCodec.content(piece, kept);
            if (content.whole()) {
                envelopes.add(Arrays.copyOf(piece, content.length()));
            } else {
                corrupt.incrementAndGet();
            }
        });
        return envelopes;
    }

    /** Forgets a frame begun; for a link opened anew. */
    public void reset() {
        splitter.reset();
    }

    /** Frames dropped so far. */
    public long corrupt() {
        return corrupt.get();
    }
}
