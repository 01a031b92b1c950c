package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.testkit.Firmware;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The C engine takes the vectors of the contract as the Java one does. */
final class FirmwareVectorsIT {
    /** Faults of messages that only a host receives: a device does not judge them. */
    private static final Set<String> HOSTS_CONCERN = Set.of(
            "unknown-fault-code",
            "latch-fourteen-channels",
            "window-unseen-without-loss",
            "window-unseen-seconds-nan",
            "status-missing",
            "tile-chunk-past-the-end",
            "tile-chunk-half-code",
            "query-outcome-missing",
            "query-result-of-another");

    private static Process filter;
    private static BufferedWriter questions;
    private static BufferedReader answers;

    @BeforeAll
    static void start() throws IOException {
        filter = new ProcessBuilder(Firmware.built("vectors", "lim-vectors").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = filter.outputWriter(StandardCharsets.US_ASCII);
        answers = filter.inputReader(StandardCharsets.US_ASCII);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        questions.close();
        assertThat(filter.waitFor())
                .as("exit code, not 0 after a sanitizer's report")
                .isZero();
    }

    private static String ask(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        return answers.readLine();
    }

    private static Stream<JsonNode> vectors(String file, String list) {
        Path path = Path.of("firmware-protocol", "test-vectors", file);
        try {
            return JsonMapper.shared()
                    .readTree(Files.readString(path))
                    .get(list)
                    .valueStream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> messages() {
        return vectors("messages.json", "vectors");
    }

    static Stream<JsonNode> broken() {
        return vectors("broken.json", "vectors")
                .filter(vector -> !HOSTS_CONCERN.contains(vector.get("name").asString()));
    }

    static Stream<JsonNode> stuffings() {
        return vectors("framing.json", "cobs");
    }

    static Stream<JsonNode> checksums() {
        return vectors("framing.json", "crc");
    }

    static Stream<JsonNode> bitLines() {
        return vectors("bit-lines.json", "vectors");
    }

    private static String text(JsonNode node, String key) {
        String value = node.get(key).asString();
        return value.isEmpty() ? "-" : value;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messagesAreReadAndWrittenAsTheSameBytes(JsonNode vector) throws IOException {
        String envelope = text(vector, "envelope_hex");
        assertThat(ask("message " + envelope)).isEqualTo("decoded:" + envelope);
        assertThat(ask("stream " + text(vector, "frame_hex"))).isEqualTo("decoded:" + envelope);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void bytesAreTakenAsTheVectorSays(JsonNode vector) throws IOException {
        String expected = vector.get("expect")
                .valueStream()
                .map(FirmwareVectorsIT::expectation)
                .collect(Collectors.joining(","));
        String kind = vector.has("stream_hex") ? "stream" : "message";
        assertThat(ask(kind + " " + text(vector, kind + "_hex"))).isEqualTo(expected);
    }

    static Stream<JsonNode> limits() {
        return vectors("limits.json", "vectors");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitOfAFieldIsTakenAndWhatIsBeyondIsNamed(JsonNode vector) throws IOException {
        String within = text(vector, "at_hex");
        assertThat(ask("message " + within)).isEqualTo("decoded:" + within);
        boolean decoders = text(vector, "code").equals("MALFORMED");
        String beyond = text(vector, "over_hex");
        assertThat(ask("message " + beyond))
                .isEqualTo(decoders ? "malformed:" + text(vector, "fault_field") : "decoded:" + beyond);
    }

    private static String expectation(JsonNode expect) {
        String result = text(expect, "result");
        return switch (result) {
            case "decoded" -> "decoded:" + text(expect, "envelope_hex");
            case "malformed" -> "malformed:" + text(expect, "field");
            default -> result;
        };
    }

    @ParameterizedTest
    @MethodSource("stuffings")
    void stuffingIsTheVectors(JsonNode vector) throws IOException {
        assertThat(ask("stuff " + text(vector, "raw_hex"))).isEqualTo(text(vector, "stuffed_hex"));
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void checksumIsTheVectors(JsonNode vector) throws IOException {
        assertThat(ask("crc " + text(vector, "bytes_hex"))).isEqualTo(text(vector, "crc_hex"));
    }

    @ParameterizedTest
    @MethodSource("bitLines")
    void linesFireWhereTheVectorSays(JsonNode vector) throws IOException {
        String seed = text(vector, "pulse_seed");
        List<String> draws =
                vector.get("first_draws").valueStream().map(JsonNode::asString).toList();
        assertThat(ask("draws " + seed + " " + draws.size())).isEqualTo(String.join(",", draws));
        String fired = vector.get("fired")
                .valueStream()
                .map(slot -> slot.asString().replace(' ', ':'))
                .collect(Collectors.joining(" "));
        String counts = vector.get("signed_counts")
                .valueStream()
                .map(count -> Integer.toString(count.asInt()))
                .collect(Collectors.joining(","));
        assertThat(ask("lines " + seed + " " + vector.get("slots").asInt() + " "
                        + vector.get("row_scale_q16").asInt() + " "
                        + vector.get("column_scale_q16").asInt() + " " + codes(vector.get("row_codes")) + " "
                        + codes(vector.get("column_codes"))))
                .isEqualTo(fired + " " + counts);
    }

    /** The build of the filter takes arrays of 512 lines, as LIM_MOST_LINES says. */
    @ParameterizedTest
    @CsvSource({
        "rows, 512, 513, LIM_MOST_LINES = 512",
        "rows, 1, 0, rows",
        "columns, 512, 513, LIM_MOST_LINES = 512",
        "converter_bits, 16, 17, converter_bits",
        "most_slots, 1024, 1025, most_slots",
        "staging_bytes, 513, 512, staging_bytes",
        "firmware, 64, 65, firmware"
    })
    void aDeviceThatDoesNotFitItsBuildIsNotStarted(String field, long fits, long not, String named) throws IOException {
        assertThat(ask("boot " + field + " " + fits)).isEqualTo("fits");
        assertThat(ask("boot " + field + " " + not)).contains(field, named, "allowed");
    }

    private static String codes(JsonNode list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) list.get(i).asInt();
        }
        return HexFormat.of().formatHex(bytes);
    }
}
