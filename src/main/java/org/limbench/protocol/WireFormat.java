package org.limbench.protocol;

import java.util.List;

/** How envelopes become bytes on one kind of link, and back. Holds a cut frame, so one per link; single-threaded. */
public interface WireFormat {
    /**
     * The bytes of one envelope.
     *
     * @throws IllegalArgumentException when it is longer than {@link WireLimits#MOST_SENT_ENVELOPE}
     */
    byte[] encode(Envelope envelope);

    /** Takes bytes as the link gave them and returns what they completed, in order. */
    List<DecodeResult> accept(byte[] bytes);

    /** For streams of bytes: delimiters, stuffing and CRC. */
    static WireFormat framed() {
        FrameDecoder decoder = new FrameDecoder();
        return new WireFormat() {
            @Override
            public byte[] encode(Envelope envelope) {
                return FrameCodec.encode(envelope);
            }

            @Override
            public List<DecodeResult> accept(byte[] bytes) {
                return decoder.accept(bytes);
            }
        };
    }

    /** For links that keep messages whole: the bare envelope. */
    static WireFormat bare() {
        return new WireFormat() {
            @Override
            public byte[] encode(Envelope envelope) {
                return EnvelopeCodec.encode(envelope);
            }

            @Override
            public List<DecodeResult> accept(byte[] bytes) {
                return List.of(EnvelopeCodec.decode(bytes));
            }
        };
    }
}
