package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Script;
import tools.jackson.databind.JsonNode;

/** The frame decoder under bytes a fuzzer made: any at all, and frames whose stuffing and CRC are right. */
final class FrameDecoderFuzzTest {
    /**
     * Heap that a decoder may take, bytes: so much, and so much for each byte it is given or may hold. The most wasteful
     * bytes known, an envelope of nothing but unknown fields, take 155 for each.
     */
    private static final long ALLOCATION = 16 << 10;

    private static final long ALLOCATION_PER_BYTE = 192;

    private static final Envelope NEXT = new Envelope(0x1122334455667788L, 0, new Ack(4, 8, false, 5));
    private static final byte[] NEXT_FRAME = FrameCodec.encode(NEXT);

    /** What the next part of a stream is. */
    private enum Part {
        RAW,
        FRAMED,
        FRAMED_AND_DAMAGED,
        CUT_FRAME
    }

    /** How a script says a part. */
    private static int place(Part part) {
        return List.of(Part.values()).indexOf(part);
    }

    static Stream<byte[]> streams() {
        Stream<byte[]> good = VectorFile.read("messages.json").stream().map(FrameDecoderFuzzTest::framed);
        Stream<byte[]> bad = VectorFile.read("broken.json").stream().map(FrameDecoderFuzzTest::broken);
        Stream<byte[]> random = IntStream.range(0, 200).mapToObj(n -> Script.random("fuzz.frames", n, 600));
        return Stream.of(good, bad, Stream.of(unknownFields()), random).flatMap(s -> s);
    }

    private static byte[] unknownFields() {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        for (int number = 100; number < 440; number++) {
            fields.mergeVarintField(number, 1);
        }
        byte[] envelope = Wire.Envelope.newBuilder()
                .setUnknownFields(fields.build())
                .build()
                .toByteArray();
        return new Script.Writer()
                .octet(255)
                .octet(place(Part.FRAMED))
                .longBytes(envelope)
                .bytes();
    }

    private static byte[] framed(JsonNode vector) {
        byte[] envelope = VectorFile.hex(vector, "envelope_hex");
        return new Script.Writer()
                .octet(7)
                .octet(place(Part.FRAMED))
                .longBytes(envelope)
                .octet(place(Part.FRAMED_AND_DAMAGED))
                .longBytes(envelope)
                .word(envelope.length / 2)
                .octet(0x10)
                .bytes();
    }

    private static byte[] broken(JsonNode vector) {
        boolean bare = vector.has("message_hex");
        return new Script.Writer()
                .octet(0)
                .octet(place(bare ? Part.FRAMED : Part.RAW))
                .longBytes(VectorFile.hex(vector, bare ? "message_hex" : "stream_hex"))
                .bytes();
    }

    @MethodSource("streams")
    @FuzzTest
    void anyBytesInAnyPiecesAreValuesAndTheNextFrameIsFound(byte[] input) {
        Script script = new Script(input);
        int piece = 1 + script.octet();
        byte[] stream = stream(script);

        List<DecodeResult> atOnce = decoded(stream, stream.length);
        List<DecodeResult> inPieces = decoded(stream, piece);

        assertThat(inPieces).isEqualTo(atOnce);
        assertThat(atOnce).hasSizeBetween(1, zeros(stream) + 2);
        assertThat(atOnce).last().isEqualTo(new DecodeResult.Decoded(NEXT));
        atOnce.forEach(FrameDecoderFuzzTest::check);
    }

    /** What a decoder makes of a stream in pieces of a size, and of a good frame behind it. */
    private static List<DecodeResult> decoded(byte[] stream, int piece) {
        long bytes = (long) stream.length + NEXT_FRAME.length + WireLimits.MOST_ACCEPTED_ENVELOPE;
        return Allocation.atMost(ALLOCATION + ALLOCATION_PER_BYTE * bytes, () -> {
            FrameDecoder decoder = new FrameDecoder();
            List<DecodeResult> results = new ArrayList<>();
            for (int at = 0; at < stream.length; at += piece) {
                results.addAll(decoder.accept(stream, at, Math.min(piece, stream.length - at)));
            }
            results.addAll(decoder.accept(NEXT_FRAME));
            return results;
        });
    }

    private static void check(DecodeResult result) {
        if (result instanceof DecodeResult.Decoded decoded) {
            byte[] frame = FrameCodec.encode(decoded.envelope());
            assertThat(new FrameDecoder().accept(frame)).containsExactly(decoded);
        } else if (result instanceof DecodeResult.Malformed malformed) {
            assertThat(malformed.text()).isNotBlank();
            assertThat(malformed.commandId()).isNotNegative();
        }
    }

    private static byte[] stream(Script script) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        while (!script.atEnd()) {
            Part part = Part.values()[script.below(Part.values().length)];
            byte[] bytes = script.longBytes();
            switch (part) {
                case RAW -> stream.writeBytes(bytes);
                case FRAMED -> stream.writeBytes(frame(bytes));
                case FRAMED_AND_DAMAGED -> {
                    byte[] damaged = frame(bytes);
                    damaged[script.word() % damaged.length] ^= (byte) script.octet();
                    stream.writeBytes(damaged);
                }
                case CUT_FRAME -> {
                    byte[] cut = frame(bytes);
                    stream.write(cut, 0, script.word() % cut.length);
                }
            }
        }
        return stream.toByteArray();
    }

    /** A frame around any bytes: its stuffing and its CRC are right. */
    private static byte[] frame(byte[] envelope) {
        byte[] raw = Arrays.copyOf(envelope, envelope.length + FrameCodec.CRC_BYTES);
        int crc = FrameCodec.crc(envelope, envelope.length);
        for (int i = 0; i < FrameCodec.CRC_BYTES; i++) {
            raw[envelope.length + i] = (byte) (crc >>> (8 * i));
        }
        byte[] stuffed = new byte[Cobs.mostStuffed(raw.length) + 2];
        int end = Cobs.stuff(raw, raw.length, stuffed, 1);
        return Arrays.copyOf(stuffed, end + 1);
    }

    private static int zeros(byte[] bytes) {
        int zeros = 0;
        for (byte b : bytes) {
            zeros += b == 0 ? 1 : 0;
        }
        return zeros;
    }
}
