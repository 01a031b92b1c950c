package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.testkit.ScriptedLink;
import org.limbench.trace.Side;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceWriter;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TraceCommandTest {
    private static final Pattern ALL_REPRODUCED =
            Pattern.compile("^([5-9]|\\d{2,}) of \\1 answers reproduced, byte for byte but for uptimes");

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    @BeforeEach
    void probe() {
        file = directory.resolve("probe.pcapng");
        assertThat(limbench("probe", "--seed", "9", "--trace", file.toString()).code())
                .isZero();
    }

    private int packets() throws IOException {
        int packets = 0;
        try (TraceReader reader = TraceReader.open(file)) {
            while (reader.next() != null) {
                packets++;
            }
        }
        return packets;
    }

    /** Frames shown with a mark. */
    private long framesTo(String mark) {
        return limbench("trace", file.toString()).lines().stream()
                .filter(line -> line.startsWith(mark + " "))
                .count();
    }

    @Test
    void aLineAPacketThenTheSums() {
        Said said = limbench("trace", file.toString());
        assertThat(said.code()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.lines()).allMatch(line -> line.length() <= 80);
        assertThat(said.lines().get(0)).matches("# link 0: emulated:lim-chain boot [0-9a-f]{16}, recorded by the host");
        assertThat(said.lines().get(1)).matches("- +0\\.000000 +link opened");
        assertThat(said.lines().get(2)).matches("> +\\d+\\.\\d{6} [0-9a-f]{4} +hello from limbench, version 1.0, .*");
        assertThat(said.out())
                .containsPattern("(?m)^< +\\d+\\.\\d{6} [0-9a-f]{4} +1 datasheet lim-chain, 65x10, limbench-emulator$")
                .containsPattern("(?m)^> +\\d+\\.\\d{6} [0-9a-f]{4} +\\d+ cmd 1 read 65x10$")
                .contains("to the device    " + framesTo(">") + " frames, 0 of them sent again; 0 corrupt")
                .contains("to the host      " + framesTo("<") + " frames, 0 of them sent again; 0 corrupt");
    }

    @Test
    void oneDocumentWithEveryField() throws IOException {
        JsonNode document = JsonMapper.shared()
                .readTree(limbench("trace", file.toString(), "--json").out());
        assertThat(document.get("packets")).hasSize(packets());
        JsonNode read = packet(document, "Command");
        assertThat(read.get("direction").asString()).isEqualTo("to-device");
        assertThat(read.get("session").asString()).matches("[0-9a-f]{16}");
        assertThat(read.get("seq").asInt()).isPositive();
        assertThat(read.get("verb").asString()).isEqualTo("ReadRequest");
        assertThat(read.at("/fields/commandId").asInt()).isOne();
        assertThat(read.at("/fields/command/tile/rows").asInt()).isEqualTo(65);
        assertThat(packet(document, "Result").at("/fields/receipt/cells").asInt())
                .isEqualTo(650);
        assertThat(packet(document, "StatusRequest").get("fields").isObject()).isTrue();
        assertThat(document.at("/links/0/recorder").asString()).isEqualTo("host");
        assertThat(document.at("/links/0/seed").asInt()).isEqualTo(9);
        assertThat(document.at("/summary/toHost/frames").asLong()).isEqualTo(framesTo("<"));
        assertThat(document.at("/summary").has("cutAt")).isFalse();
    }

    private static JsonNode packet(JsonNode document, String message) {
        for (JsonNode packet : document.get("packets")) {
            if (packet.path("message").asString("").equals(message)) {
                return packet;
            }
        }
        throw new AssertionError("no " + message + " in " + document);
    }

    @Test
    void filtersLeaveOutAndTheSumsStay() {
        String session = packet(
                        JsonMapper.shared()
                                .readTree(limbench("trace", file.toString(), "--json")
                                        .out()),
                        "Hello")
                .get("session")
                .asString();
        String other = (session.startsWith("0") ? "1" : "0") + session.substring(1);
        assertThat(limbench("trace", file.toString(), "--session", session.substring(0, 6))
                        .lines())
                .hasSize((int) (1 + framesTo(">") + framesTo("<") + 3));
        assertThat(limbench("trace", file.toString(), "--session", other).lines())
                .hasSize(3)
                .last()
                .asString()
                .contains(framesTo("<") + " frames");
        assertThat(limbench("trace", file.toString(), "--to", "0").lines()).hasSize(2 + 3);
        assertThat(limbench("trace", file.toString(), "--from", "1e9").lines()).hasSize(3);
    }

    @Test
    void aFileThatIsThereIsRefusedByEveryCommandThatRecords() throws IOException {
        byte[] before = Files.readAllBytes(file);
        String out = directory.resolve("out").toString();
        for (String[] command : new String[][] {
            {"probe"}, {"emulate", "--tcp", "127.0.0.1:0"}, {"run", "--task", "quadratic", "--out", out}
        }) {
            String[] traced = Arrays.copyOf(command, command.length + 2);
            traced[command.length] = "--trace";
            traced[command.length + 1] = file.toString();
            Said said = limbench(traced);
            assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(said.err()).isEqualTo("limbench: exists already: " + file + System.lineSeparator());
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void aCommandThatReachedNothingLeavesNoTrace() {
        Path none = directory.resolve("none.pcapng");
        assertThat(limbench("probe", "serial:" + directory.resolve("tty"), "--trace", none.toString())
                        .code())
                .isEqualTo(ExitCode.DEVICE_FAILED);
        assertThat(none).doesNotExist();
    }

    @Test
    void theStationsDialectIsNotRecorded() {
        Path none = directory.resolve("none.pcapng");
        for (String line : new String[] {"probe rcn:/dev/null", "emulate --dialect rcn --serial station"}) {
            String[] words = (line + " --trace").split(" ", -1);
            String[] arguments = Arrays.copyOf(words, words.length + 1);
            arguments[words.length] = none.toString();
            Said said = limbench(arguments);
            assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(said.err()).contains("allowed").hasLineCount(1);
            assertThat(none).doesNotExist();
        }
    }

    @Test
    void aTraceCutShortIsShownUpToThereAndSaidToBe() throws IOException {
        int packets = packets();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 7));
        Said said = limbench("trace", file.toString());
        assertThat(said.code()).isZero();
        assertThat(said.lines()).hasSize(1 + packets - 1 + 3);
        assertThat(said.err()).contains("probe.pcapng ends in the middle of the block at byte ");
        JsonNode document = JsonMapper.shared()
                .readTree(limbench("trace", file.toString(), "--json").out());
        assertThat(document.at("/summary/cutAt").asInt()).isPositive();
        assertThat(limbench("trace", file.toString(), "--replay", "emulated:lim-chain")
                        .out())
                .containsPattern(ALL_REPRODUCED);
    }

    @Test
    void aTraceBrokenInTheMiddleIsShownUpToThereAndRefused() throws IOException {
        int packets = packets();
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 1] ^= 0x10;
        Files.write(file, whole);
        Said said = limbench("trace", file.toString());
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.lines()).hasSize(1 + packets - 1 + 3);
        assertThat(said.err().lines()).hasSize(1);
        assertThat(said.err()).contains("probe.pcapng: byte ", "ends saying");
    }

    @Test
    void theProbeComesAgainAndAnotherSeedDoesNot() {
        Said same = limbench("trace", file.toString(), "--replay", "emulated:lim-chain");
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).containsPattern(ALL_REPRODUCED);
        assertThat(same.err()).contains("seed 9");
        Said other = limbench("trace", file.toString(), "--replay", "emulated:lim-chain", "--seed", "10");
        assertThat(other.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(other.out()).contains("answers reproduced, then not: packet ", "differs from byte");
        assertThat(other.out().lines()).hasSize(1);
    }

    @Test
    void aSeedFromTheSettingsIsNotMeantForTheRecordedDevice() throws IOException {
        Files.writeString(directory.resolve("limbench.yaml"), "seed: 10\n");
        assertThat(limbench("trace", file.toString(), "--replay", "emulated:lim-chain")
                        .code())
                .isZero();
        assertThat(limbench("trace", file.toString()).code()).isZero();
    }

    @Test
    void tracingChangesNoByteOfTheLedger() throws IOException {
        String[] run = {"run", "--task", "quadratic", "--updates", "20", "--out"};
        for (String traced : new String[] {"plain", "traced"}) {
            String[] arguments = Arrays.copyOf(run, traced.equals("plain") ? 7 : 9);
            arguments[6] = directory.resolve(traced).toString();
            if (arguments.length > 7) {
                arguments[7] = "--trace";
                arguments[8] = directory.resolve("run.pcapng").toString();
            }
            Said said = limbench(arguments);
            assertThat(said.code()).as(said.err()).isZero();
        }
        assertThat(directory.resolve("traced").resolve("ledger.parquet"))
                .hasSameBinaryContentAs(directory.resolve("plain").resolve("ledger.parquet"));
        Said again = limbench("trace", directory.resolve("run.pcapng").toString(), "--replay", "emulated:lim-chain");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
    }

    @Test
    void whatAFileSaysDoesNotSteerTheTerminal() throws IOException {
        Path hostile = directory.resolve("hostile.pcapng");
        try (TraceWriter writer =
                TraceWriter.create(hostile, new TraceWriter.Origin("", "", ""), () -> 1_000_000_000L)) {
            writer.tap("\u001b[31mred\nline", Side.HOST, OptionalLong.empty())
                    .record(new ScriptedLink(LinkKind.MESSAGES))
                    .send(
                            EnvelopeCodec.encode(new Envelope(5, 0, new Bye("\u001b]0;title\u0007\r\nnext"))),
                            SendHints.on(Channel.COMMAND));
        }
        Said said = limbench("trace", hostile.toString());
        assertThat(said.out()).doesNotContain("\u001b", "\u0007").contains("?[31mred?line", "?]0;title???next");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --session xyz                             | --session is 'xyz'
                    --from 2 --to 1                           | --from is 2.0 s
                    --seed 3                                  | --replay
                    --replay tcp:127.0.0.1:1                  | emulated:PROFILE
                    --replay emulated:nosuchprofile           | nosuchprofile
                    --replay emulated:smtj                    | is of lim-chain
                    --replay emulated:lim-chain --json        | without --json
                    """)
    void wrongOptionsAreNamedInOneLine(String line, String part) {
        String[] options = line.strip().split(" +", -1);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "trace";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        Said said = limbench(arguments);
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines()).hasSize(1);
        assertThat(said.err()).contains(part.strip());
        assertThat(said.out()).isEmpty();
    }

    @Test
    void aFileThatIsNoTraceIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "no trace at all");
        Said said = limbench("trace", text.toString());
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err())
                .contains("notes.txt: byte 0: no pcapng section header")
                .hasLineCount(1);
        assertThat(limbench("trace", directory.resolve("absent").toString()).err())
                .contains("no such file");
    }
}
