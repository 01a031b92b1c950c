package org.limbench.protocol;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.limbench.protocol.wire.Wire;

/** Envelopes to protobuf bytes and back: what a message link carries, and what a frame wraps. */
public final class EnvelopeCodec {
    private EnvelopeCodec() {}

    /**
     * The bytes of an envelope.
     *
     * @throws IllegalArgumentException when there are more than {@link WireLimits#MOST_SENT_ENVELOPE}
     */
    public static byte[] encode(Envelope envelope) {
        return encode(envelope, 0);
    }

    /** The bytes of an envelope with free bytes behind. */
    static byte[] encode(Envelope envelope, int spare) {
        Wire.Envelope wire = MessageWriter.write(envelope);
        int length = wire.getSerializedSize();
        if (length > WireLimits.MOST_SENT_ENVELOPE) {
            throw new IllegalArgumentException("envelope of " + envelope.body() + " has " + length
                    + " bytes; allowed: at most " + WireLimits.MOST_SENT_ENVELOPE);
        }
        byte[] bytes = new byte[length + spare];
        try {
            wire.writeTo(CodedOutputStream.newInstance(bytes, 0, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array of the serialised size takes the serialised bytes
        }
        return bytes;
    }

    /** One message as a message link gave it. */
    public static DecodeResult decode(byte[] bytes) {
        return decode(bytes, bytes.length);
    }

    /** The first bytes of an array. */
    static DecodeResult decode(byte[] bytes, int length) {
        if (length > WireLimits.MOST_ACCEPTED_ENVELOPE) {
            return new DecodeResult.Corrupt(
                    "envelope has " + length + " bytes; allowed: at most " + WireLimits.MOST_ACCEPTED_ENVELOPE, true);
        }
        Wire.Envelope wire;
        try {
            wire = Wire.Envelope.parser().parseFrom(bytes, 0, length);
        } catch (InvalidProtocolBufferException e) {
            return new DecodeResult.Corrupt("no protobuf envelope: " + e.getMessage(), false);
        }
        return MessageReader.read(wire);
    }
}
