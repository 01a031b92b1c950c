package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.protocol.wire.Wire;

/** The envelope codec under bytes a fuzzer made, and under well-formed envelopes with anything in their fields. */
final class EnvelopeCodecFuzzTest {
    static Stream<byte[]> envelopes() {
        return Stream.concat(
                VectorFile.read("messages.json").stream().map(v -> VectorFile.hex(v, "envelope_hex")),
                VectorFile.read("broken.json").stream()
                        .filter(v -> v.has("message_hex"))
                        .map(v -> VectorFile.hex(v, "message_hex")));
    }

    static Stream<Wire.Envelope> messages() {
        return envelopes().flatMap(bytes -> {
            try {
                return Stream.of(Wire.Envelope.parseFrom(bytes));
            } catch (InvalidProtocolBufferException notOne) {
                return Stream.empty();
            }
        });
    }

    @MethodSource("envelopes")
    @FuzzTest
    void anyBytesAreAValueAndWhatTheySayIsSaidAgain(byte[] bytes) {
        check(EnvelopeCodec.decode(bytes));
    }

    @MethodSource("messages")
    @FuzzTest
    void anyFieldsAreAValueAndWhatTheySayIsSaidAgain(@NotNull Wire.Envelope envelope) {
        check(EnvelopeCodec.decode(envelope.toByteArray()));
    }

    private static void check(DecodeResult result) {
        if (result instanceof DecodeResult.Decoded decoded) {
            byte[] bytes = EnvelopeCodec.encode(decoded.envelope());
            assertThat(EnvelopeCodec.decode(bytes)).isEqualTo(decoded);
            assertThat(EnvelopeCodec.encode(decoded.envelope())).isEqualTo(bytes);
            assertThat(decoded.envelope().toString()).isNotBlank();
        } else if (result instanceof DecodeResult.Malformed malformed) {
            assertThat(malformed.text()).isNotBlank();
            assertThat(malformed.commandId()).isNotNegative();
            refused(FaultCode.MALFORMED, malformed.field(), malformed.text(), malformed.seq(), malformed.commandId());
        } else if (result instanceof DecodeResult.Unsupported unknown) {
            refused(FaultCode.UNSUPPORTED, "", unknown.what(), unknown.seq(), unknown.commandId());
        }
    }

    /** A device can say what is wrong. */
    private static void refused(FaultCode code, String field, String text, long seq, long id) {
        Envelope fault = new Envelope(0, 0, new Fault(code, field, text, seq, id));
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(fault))).isEqualTo(new DecodeResult.Decoded(fault));
    }
}
