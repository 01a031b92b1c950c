package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.protocol.wire.Wire;

final class RoundTripTest {
    static Stream<Message> messages() {
        return MessageExamples.all().stream();
    }

    static Envelope enveloped(Message body) {
        long session = body instanceof Hello hello ? hello.session() : 0x0102030405060708L;
        return new Envelope(session, body.sequenced() ? 3_000_000_000L : 0, body);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageComesBackEqualFromAFrame(Message body) {
        Envelope envelope = enveloped(body);

        List<DecodeResult> results = new FrameDecoder().accept(FrameCodec.encode(envelope));

        assertThat(results).containsExactly(new DecodeResult.Decoded(envelope));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageComesBackEqualFromABareEnvelope(Message body) {
        Envelope envelope = enveloped(body);

        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(new DecodeResult.Decoded(envelope));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void frameStaysWithinTheReachOfItsCrc(Message body) {
        byte[] frame = FrameCodec.encode(enveloped(body));

        assertThat(frame).hasSizeLessThanOrEqualTo(655).startsWith(0).endsWith(0);
        assertThat(Arrays.copyOfRange(frame, 1, frame.length - 1)).doesNotContain(0);
    }

    @Test
    void examplesCoverEveryMessageAndEveryCommandOfAFrame() {
        assertThat(messages().map(Message::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Message.class.getPermittedSubclasses()));
        Set<Class<?>> verbs = Stream.concat(
                        Arrays.stream(ArrayCommand.class.getPermittedSubclasses())
                                .filter(c -> c != ArrayUpdate.class),
                        Stream.of(org.limbench.device.Rank1Update.class))
                .collect(Collectors.toSet());
        assertThat(MessageExamples.commands().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(verbs);
    }

    @Test
    void everyMessageHasOneOpcodeWithItsFieldNumber() {
        assertThat(Arrays.stream(Opcode.values()).map(Opcode::form).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Message.class.getPermittedSubclasses()))
                .hasSameSizeAs(Opcode.values());
        for (Opcode opcode : Opcode.values()) {
            assertThat(Wire.Envelope.getDescriptor()
                            .findFieldByNumber(opcode.field())
                            .getName())
                    .isEqualToIgnoringCase(opcode.name());
        }
    }
}
