package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BitLines;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.protocol.wire.Wire;
import tools.jackson.databind.JsonNode;

/** Every vector of the contract, in both directions where its bytes are canonical. */
final class VectorTest {
    static Stream<JsonNode> messages() {
        return VectorFile.read("messages.json").stream();
    }

    static Stream<JsonNode> broken() {
        return VectorFile.read("broken.json").stream();
    }

    static Stream<JsonNode> stuffings() {
        return VectorFile.read("framing.json", "cobs").stream();
    }

    static Stream<JsonNode> checksums() {
        return VectorFile.read("framing.json", "crc").stream();
    }

    static Stream<JsonNode> bitLines() {
        return VectorFile.read("bit-lines.json").stream();
    }

    static Stream<JsonNode> stagings() {
        return VectorFile.read("staging.json").stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fieldsAreTheBytesOfTheVector(JsonNode vector) throws InvalidProtocolBufferException {
        byte[] envelope = VectorFile.hex(vector, "envelope_hex");
        Wire.Envelope fields = VectorFile.envelope(vector.get("envelope"));

        assertThat(fields.toByteArray()).isEqualTo(envelope);
        assertThat(Wire.Envelope.parseFrom(envelope)).isEqualTo(fields);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageOfTheVectorIsEncodedToTheSameBytes(JsonNode vector) {
        byte[] bare = VectorFile.hex(vector, "envelope_hex");
        byte[] frame = VectorFile.hex(vector, "frame_hex");

        Envelope fromBare = decoded(EnvelopeCodec.decode(bare));
        List<DecodeResult> fromFrame = new FrameDecoder().accept(frame);

        assertThat(fromFrame).containsExactly(new DecodeResult.Decoded(fromBare));
        assertThat(EnvelopeCodec.encode(fromBare)).isEqualTo(bare);
        assertThat(FrameCodec.encode(fromBare)).isEqualTo(frame);
    }

    @Test
    void vectorsCoverEveryMessage() {
        Set<Opcode> covered = messages()
                .map(v -> decoded(EnvelopeCodec.decode(VectorFile.hex(v, "envelope_hex")))
                        .body()
                        .opcode())
                .collect(Collectors.toSet());

        assertThat(covered).containsExactlyInAnyOrder(Opcode.values());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void bytesAreTakenAsTheVectorSays(JsonNode vector) {
        List<DecodeResult> results = vector.has("stream_hex")
                ? new FrameDecoder().accept(VectorFile.hex(vector, "stream_hex"))
                : List.of(EnvelopeCodec.decode(VectorFile.hex(vector, "message_hex")));

        List<String> told = results.stream().map(VectorTest::describe).toList();
        List<String> expected = new ArrayList<>();
        vector.get("expect").forEach(e -> expected.add(describe(e)));
        assertThat(told).isEqualTo(expected);
    }

    static Stream<JsonNode> limits() {
        return VectorFile.read("limits.json").stream();
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitOfAFieldIsTakenAndWhatIsBeyondIsNamed(JsonNode vector) {
        byte[] within = VectorFile.hex(vector, "at_hex");
        DecodeResult beyond = EnvelopeCodec.decode(VectorFile.hex(vector, "over_hex"));

        assertThat(EnvelopeCodec.encode(decoded(EnvelopeCodec.decode(within)))).isEqualTo(within);
        if (VectorFile.text(vector, "code").equals("MALFORMED")) {
            assertThat(beyond).isInstanceOf(DecodeResult.Malformed.class);
            assertThat(((DecodeResult.Malformed) beyond).field()).isEqualTo(VectorFile.text(vector, "fault_field"));
            assertThat(((DecodeResult.Malformed) beyond).text())
                    .contains("allowed")
                    .doesNotContain("is -1;");
        } else {
            assertThat(beyond).isInstanceOf(DecodeResult.Decoded.class); // the device's own answer
        }
    }

    private static String describe(DecodeResult result) {
        if (result instanceof DecodeResult.Decoded decoded) {
            return "decoded " + HexFormat.of().formatHex(EnvelopeCodec.encode(decoded.envelope()));
        }
        if (result instanceof DecodeResult.Malformed m) {
            assertThat(m.text()).isNotBlank();
            return "malformed " + Long.toUnsignedString(m.session()) + " " + m.seq() + " " + m.commandId() + " "
                    + m.field();
        }
        if (result instanceof DecodeResult.Unsupported u) {
            return "unsupported " + Long.toUnsignedString(u.session()) + " " + u.seq() + " " + u.commandId() + " "
                    + u.field();
        }
        return ((DecodeResult.Corrupt) result).overlong() ? "overlong" : "corrupt";
    }

    private static String describe(JsonNode expect) {
        String result = VectorFile.text(expect, "result");
        return switch (result) {
            case "decoded" -> result + " " + VectorFile.text(expect, "envelope_hex");
            case "malformed", "unsupported" -> {
                String place = result + " " + VectorFile.text(expect, "session") + " " + VectorFile.text(expect, "seq")
                        + " " + VectorFile.text(expect, "command_id");
                yield expect.has("field") ? place + " " + VectorFile.text(expect, "field") : place;
            }
            default -> result;
        };
    }

    @ParameterizedTest
    @MethodSource("stuffings")
    void stuffingIsTheVectorsBothWays(JsonNode vector) {
        byte[] raw = VectorFile.hex(vector, "raw_hex");
        byte[] stuffed = VectorFile.hex(vector, "stuffed_hex");

        byte[] out = new byte[Cobs.mostStuffed(raw.length)];
        int length = Cobs.stuff(raw, raw.length, out, 0);
        byte[] back = stuffed.clone();
        int backLength = Cobs.unstuff(back, back.length);

        assertThat(Arrays.copyOf(out, length)).isEqualTo(stuffed);
        assertThat(Arrays.copyOf(back, backLength)).isEqualTo(raw);
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void checksumIsTheVectors(JsonNode vector) {
        byte[] bytes = VectorFile.hex(vector, "bytes_hex");

        assertThat(FrameCodec.crc(bytes, bytes.length))
                .isEqualTo(Integer.parseUnsignedInt(VectorFile.text(vector, "crc_hex"), 16));
    }

    @ParameterizedTest
    @MethodSource("bitLines")
    void linesFireWhereTheVectorSays(JsonNode vector) {
        byte[] rows = VectorFile.bytes(vector.get("row_codes"));
        byte[] columns = VectorFile.bytes(vector.get("column_codes"));
        Rank1Update update = new Rank1Update(
                new Tile(0, 0, rows.length, columns.length),
                MessageExamples.BARRIER,
                rows,
                vector.get("row_scale_q16").asInt(),
                columns,
                vector.get("column_scale_q16").asInt(),
                vector.get("slots").asInt(),
                1e-6,
                Long.parseUnsignedLong(VectorFile.text(vector, "pulse_seed")));
        BitLines lines = BitLines.of(update);

        for (int k = 0; k < vector.get("first_draws").size(); k++) {
            assertThat(String.format("%08x", BitLines.draw(update.pulseSeed(), k)))
                    .isEqualTo(vector.get("first_draws").get(k).asString());
        }
        for (int slot = 0; slot < update.slots(); slot++) {
            StringBuilder fired = new StringBuilder();
            for (int row = 0; row < rows.length; row++) {
                fired.append(lines.rowFires(slot, row) ? '1' : '0');
            }
            fired.append(' ');
            for (int column = 0; column < columns.length; column++) {
                fired.append(lines.columnFires(slot, column) ? '1' : '0');
            }
            assertThat(fired).hasToString(vector.get("fired").get(slot).asString());
        }
        assertThat(vector.get("fired")).hasSize(update.slots());
        assertThat(lines.signedCounts()).isEqualTo(VectorFile.ints(vector.get("signed_counts")));
    }

    @ParameterizedTest
    @MethodSource("stagings")
    void payloadIsTheVectorsBothWays(JsonNode vector) throws StagingException {
        ArrayUpdate update = staged(vector);
        List<Message> pieces = StagedUpdate.split(1, 1, update);

        assertThat(pieces).hasSize(3);
        assertThat(((UpdateChunk) pieces.get(1)).payload()).isEqualTo(VectorFile.hex(vector, "payload_hex"));
        assertThat(((UpdateCommit) pieces.get(2)).payloadCrc())
                .isEqualTo(Integer.parseUnsignedInt(VectorFile.text(vector, "payload_crc_hex"), 16));
        StagedUpdate staging = StagedUpdate.open((UpdateBegin) pieces.get(0), 64);
        staging.add(new UpdateChunk(1, 0, VectorFile.hex(vector, "payload_hex")));
        assertThat(staging.commit((UpdateCommit) pieces.get(2))).isEqualTo(update);
    }

    private static ArrayUpdate staged(JsonNode vector) {
        int rows = vector.get("rows").asInt();
        int columns = vector.get("columns").asInt();
        Tile tile = new Tile(0, 0, rows, columns);
        return switch (VectorFile.text(vector, "kind")) {
            case "dense" ->
                new DenseUpdate(tile, MessageExamples.BARRIER, VectorFile.bytes(vector.get("signed_pulses")), 1e-6);
            case "sparse" ->
                new SparseUpdate(
                        new ArrayGeometry(rows, columns),
                        MessageExamples.BARRIER,
                        VectorFile.ints(vector.get("cells")),
                        VectorFile.bytes(vector.get("signed_pulses")),
                        1e-6);
            default ->
                new Rank1Update(
                        tile,
                        MessageExamples.BARRIER,
                        VectorFile.bytes(vector.get("row_codes")),
                        1,
                        VectorFile.bytes(vector.get("column_codes")),
                        1,
                        1,
                        1e-6,
                        0);
        };
    }

    private static Envelope decoded(DecodeResult result) {
        assertThat(result).isInstanceOf(DecodeResult.Decoded.class);
        return ((DecodeResult.Decoded) result).envelope();
    }
}
