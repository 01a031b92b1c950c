package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.Command;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.MessageExamples;
import org.limbench.protocol.Opcode;
import org.limbench.protocol.Result;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.ScriptedLink;
import org.limbench.testkit.TestDevice;
import org.limbench.trace.Direction;
import org.limbench.trace.Side;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceWriter;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wireshark's own decoder, which shares no line with ours, reads a trace as we do. */
final class TsharkIT {
    private static final Path SPECIFICATION = Path.of("firmware-protocol").toAbsolutePath();
    private static final BigDecimal TOLD = new BigDecimal("1e-7");
    private static final int NOBODY = 65_534;
    private static final TraceWriter.Origin ORIGIN = new TraceWriter.Origin("cpu", "os", "limbench test");

    /** Readable by anybody: tshark starts no Lua for root, so that it is run as another user then. */
    private Path directory = Path.of("");

    private Path trace = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        directory = Files.createTempDirectory(
                "tshark", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createDirectory(directory.resolve("proto"));
        Files.copy(
                SPECIFICATION.resolve("limbench.proto"),
                directory.resolve("proto").resolve("limbench.proto"));
        Files.copy(SPECIFICATION.resolve("wireshark").resolve("limbench.lua"), directory.resolve("limbench.lua"));
        trace = directory.resolve("wire.pcapng");
    }

    @AfterEach
    void clear() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HOME", directory.toString());
        Process process = startOf(builder);
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("%s ends", command[0])
                .isTrue();
        String said = Files.readString(err);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).as("complaints of %s", command[0]).isEmpty();
        return Files.readString(out);
    }

    private static Process startOf(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new IOException(
                    missing.getMessage() + "; Debian's package tshark brings tshark and capinfos", missing);
        }
    }

    private String tshark(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of(
                "tshark",
                "-r",
                trace.toString(),
                "-X",
                "lua_script:" + directory.resolve("limbench.lua"),
                "-o",
                "uat:protobuf_search_paths:\"" + directory.resolve("proto") + "\",\"TRUE\"",
                "-o",
                "protobuf.pbf_as_hf:TRUE"));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private JsonNode packets() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(tshark("-T", "json", "--no-duplicate-keys"));
    }

    private List<TraceRecord> records() throws IOException {
        List<TraceRecord> records = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace)) {
            for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    /** A session with a device, and a message of every kind each way, two of them broken. */
    private void record() throws IOException {
        try (TraceWriter writer = TraceWriter.create(trace, ORIGIN, () -> 1_795_532_400_000_000_001L)) {
            TestDevice device = TestDevice.small(System::nanoTime);
            Link link = writer.tap("in-process", Side.HOST, OptionalLong.of(1)).record(InProcessLink.to(device.device));
            try (Session session = Session.open(
                    link,
                    SessionOptions.builder(System::nanoTime, 0xFEDC_BA98_7654_3210L)
                            .build())) {
                byte[] rows = {127, -64, 0, 3};
                byte[] columns = {-1, 2, 127};
                session.execute(List.of(
                        new Rank1Update(
                                new Tile(0, 0, 4, 3), TestDevice.DRIVE, rows, 65_536, columns, 40_000, 31, 1e-6, -7),
                        new ReadRequest(new Tile(0, 0, 4, 3), 2)));
            }
            ScriptedLink wire = new ScriptedLink(LinkKind.STREAM);
            Link every = writer.tap("every", Side.DEVICE, OptionalLong.empty()).record(wire);
            long seq = 0;
            for (var message : MessageExamples.all()) {
                // a hello stands in an envelope of the session it asks for
                long session = message instanceof Hello hello ? hello.session() : -3;
                byte[] frame = FrameCodec.encode(new Envelope(session, message.sequenced() ? ++seq : 0, message));
                every.send(frame, SendHints.on(Channel.REPLY));
            }
            wire.coming(new byte[] {7, 7, 0}).coming(new byte[] {0, 5, 1, 1, 1, 1, 0});
            every.receive(Duration.ZERO);
            every.receive(Duration.ZERO);
        }
    }

    @Test
    void tsharkReadsEveryFieldOfEveryMessageAsWeDo() throws IOException, InterruptedException {
        record();
        List<TraceRecord> records = records();
        JsonNode packets = packets();
        assertThat(packets).hasSize(records.size());
        Set<Opcode> seen = EnumSet.noneOf(Opcode.class);
        for (int i = 0; i < records.size(); i++) {
            TraceRecord record = records.get(i);
            JsonNode layers = packets.get(i).at("/_source/layers");
            assertThat(layers.at("/frame/frame.number").asString()).isEqualTo(Long.toString(record.number()));
            boolean sent = (record.direction() == Direction.TO_DEVICE)
                    == (record.link().recorder() == Side.HOST);
            assertThat(layers.at("/frame/frame.packet_flags").asString()).endsWith(sent ? "2" : "1");
            if (record.kind() == TraceRecord.Kind.ENVELOPE) {
                Envelope envelope = ((DecodeResult.Decoded) record.decoded()).envelope();
                seen.add(envelope.body().opcode());
                compare(layers.path("protobuf"), Wire.Envelope.parseFrom(record.bytes()));
            } else {
                assertThat(layers.at("/pkt_comment/frame.comment").asString()).isEqualTo(record.comment());
                assertThat(layers.has("limbench_raw")).isTrue();
            }
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(Opcode.class));
    }

    /** Every field that is set, down to the leaves, under the name and with the value tshark gives it. */
    private static void compare(JsonNode tree, Message message) {
        String type = message.getDescriptorForType().getFullName();
        assertThat(tree.path("protobuf.message.name").asString("")).isEqualTo(type);
        message.getAllFields().forEach((field, value) -> {
            String name = "pbf." + type + "." + field.getName();
            assertThat(tree.has(name)).as("%s in %s", name, tree).isTrue();
            if (field.isRepeated()) {
                List<?> values = (List<?>) value;
                JsonNode told = tree.get(name);
                assertThat(told.isArray() ? told.size() : 1).as(name).isEqualTo(values.size());
                for (int i = 0; i < values.size(); i++) {
                    leaf(name, told.isArray() ? told.get(i) : told, field, values.get(i));
                }
            } else if (value instanceof Message inner) {
                compare(tree.path(name + "_tree"), inner);
            } else {
                leaf(name, tree.get(name), field, value);
            }
        });
    }

    private static void leaf(String name, JsonNode told, FieldDescriptor field, Object value) {
        String text = told.asString();
        switch (field.getJavaType()) {
            case DOUBLE -> {
                // eight digits, so that the largest double is told as more than there is
                BigDecimal expected = new BigDecimal((Double) value);
                assertThat(new BigDecimal(text))
                        .as(name)
                        .isCloseTo(expected, within(expected.abs().multiply(TOLD)));
            }
            case LONG -> assertThat(text).as(name).isEqualTo(Long.toUnsignedString((Long) value));
            case INT -> assertThat(text).as(name).isEqualTo(Integer.toUnsignedString((Integer) value));
            case BOOLEAN ->
                assertThat(text).as(name).isIn((Boolean) value ? List.of("1", "true") : List.of("0", "false"));
            case ENUM ->
                assertThat(text).as(name).isEqualTo(Integer.toString(((EnumValueDescriptor) value).getNumber()));
            case BYTE_STRING ->
                assertThat(text)
                        .as(name)
                        .isEqualTo(HexFormat.ofDelimiter(":").formatHex(((ByteString) value).toByteArray()));
            default -> assertThat(text).as(name).isEqualTo(value);
        }
    }

    @Test
    void theUpdateAndItsResultAreWhatTheHostSaidAndGot() throws IOException, InterruptedException {
        record();
        JsonNode packets = packets();
        for (TraceRecord record : records()) {
            if (!(record.decoded() instanceof DecodeResult.Decoded decoded)
                    || decoded.envelope().session() == -3) {
                continue;
            }
            Envelope envelope = decoded.envelope();
            JsonNode told = packets.get((int) record.number() - 1).at("/_source/layers/protobuf");
            String in = "pbf.limbench.v1.";
            if (envelope.body() instanceof Command command && command.command() instanceof Rank1Update update) {
                JsonNode verb = told.at("/" + in + "Envelope.command_tree/" + in + "Command.rank1_tree");
                assertThat(told.get(in + "Envelope.session").asString())
                        .isEqualTo(Long.toUnsignedString(envelope.session()));
                assertThat(told.get(in + "Envelope.seq").asLong()).isEqualTo(envelope.seq());
                assertThat(verb.get(in + "Rank1Update.slots").asInt()).isEqualTo(update.slots());
                assertThat(verb.get(in + "Rank1Update.row_codes").asString()).isEqualTo("7f:c0:00:03");
                assertThat(verb.get(in + "Rank1Update.pulse_seed").asString()).isEqualTo(Long.toUnsignedString(-7));
            } else if (envelope.body() instanceof Result result
                    && result.receipt().pulses() > 0) {
                JsonNode body = told.get(in + "Envelope.result_tree");
                assertThat(body.get(in + "Result.command_id").asLong()).isEqualTo(result.commandId());
                assertThat(body.get(in + "Result.status").asInt()).isOne();
                assertThat(body.get(in + "Result.pulses").asLong())
                        .isEqualTo(result.receipt().pulses());
                return;
            }
        }
        throw new AssertionError("no result of an update in the trace");
    }

    @Test
    void capinfosFindsNothingWrong() throws IOException, InterruptedException {
        record();
        String about = run("capinfos", "-M", trace.toString());
        assertThat(about)
                .contains("pcapng", "limbench test", "nanoseconds (9)", "in-process envelopes", "every raw")
                .containsPattern("Number of packets: +" + records().size() + "\\b")
                .containsPattern("Strict time order: +True");
    }
}
