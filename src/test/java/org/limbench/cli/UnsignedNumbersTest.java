package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.MessageExamples;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.ScriptedLink;
import org.limbench.trace.MessageWords;
import org.limbench.trace.Side;
import org.limbench.trace.TraceWriter;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every whole number of the schema with its top bit set, as {@code limbench trace} shows it. */
final class UnsignedNumbersTest {
    private static final int TOP_32 = 0x8765_4321;
    private static final long TOP_64 = 0x8765_4321_0000_0001L;
    /** Shown as the accounts and causes their bits stand for. */
    private static final Set<String> SETS =
            Set.of("unseen_accounts", "unseen_causes", "unmetered_accounts", "apart_accounts");

    @TempDir
    private Path directory;

    private record Case(String field, String unsigned, Wire.Envelope envelope) {}

    /** Each example once for every whole number in it, with that number as large as that. */
    private static List<Case> cases() throws InvalidProtocolBufferException {
        List<Case> cases = new ArrayList<>();
        for (var example : MessageExamples.all()) {
            long seq = example.sequenced() ? 1 : 0;
            long session = example instanceof Hello hello ? hello.session() : 5;
            Wire.Envelope.Builder whole =
                    Wire.Envelope.parseFrom(EnvelopeCodec.encode(new Envelope(session, seq, example))).toBuilder();
            raise(whole, "", (field) -> cases.add(new Case(field[0], field[1], whole.build())));
        }
        return cases;
    }

    private static void raise(Message.Builder message, String path, Consumer<String[]> each) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String name = path + field.getName();
            boolean there = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : true;
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (message.hasField(field)) {
                    raise(message.getFieldBuilder(field), name + ".", each);
                }
            } else if (there
                    && (field.getContainingOneof() == null || message.hasField(field))
                    && !SETS.contains(field.getName())) {
                raise(message, field, name, each);
            }
        }
    }

    private static void raise(Message.Builder message, FieldDescriptor field, String name, Consumer<String[]> each) {
        Object top = field.getJavaType() == FieldDescriptor.JavaType.INT
                ? (Object) TOP_32
                : field.getJavaType() == FieldDescriptor.JavaType.LONG ? (Object) TOP_64 : null;
        if (top == null) {
            return;
        }
        String unsigned = top instanceof Integer i ? Integer.toUnsignedString(i) : Long.toUnsignedString((Long) top);
        String[] told = {name, unsigned};
        if (field.isRepeated()) {
            Object before = message.getRepeatedField(field, 0);
            message.setRepeatedField(field, 0, top);
            each.accept(told);
            message.setRepeatedField(field, 0, before);
        } else {
            Object before = message.getField(field);
            message.setField(field, top);
            each.accept(told);
            message.setField(field, before);
        }
    }

    @Test
    void noNumberOfTheWireIsShownNegative() throws IOException {
        List<Case> cases = cases();
        Path file = directory.resolve("top.pcapng");
        try (TraceWriter writer = TraceWriter.create(file, new TraceWriter.Origin("", "", ""), () -> 1_000_000_000L);
                var link = writer.tap("device", Side.DEVICE, OptionalLong.empty())
                        .record(new ScriptedLink(LinkKind.MESSAGES))) {
            for (Case each : cases) {
                link.send(each.envelope().toByteArray(), SendHints.on(Channel.REPLY));
            }
        }
        JsonNode packets = JsonMapper.shared().readTree(json(file)).get("packets");
        List<String> decodedFields = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            JsonNode packet = packets.get(i + 1); // the first tells that the link was opened
            DecodeResult decoded = EnvelopeCodec.decode(each.envelope().toByteArray());
            assertThat(MessageWords.of(decoded)).as(each.field()).doesNotContainPattern("-\\d{4}");
            // codes of a product have a sign
            assertThat(packet.toString().replaceAll("\"codes\":\\[[-0-9,]*]", ""))
                    .as("%s of %s", each.field(), each.envelope())
                    .doesNotContainPattern("[ :\\[,]-\\d{4}");
            // what a window adds is shown as the register at its end
            if (decoded instanceof DecodeResult.Decoded && !each.field().contains(".added.")) {
                decodedFields.add(each.field());
                String shown = each.field().equals("session") ? "\"8765432100000001\"" : each.unsigned();
                assertThat(packet.toString())
                        .as("%s of %s", each.field(), each.envelope())
                        .contains(shown);
            }
        }
        assertThat(decodedFields)
                .contains(
                        "session",
                        "seq",
                        "hello.proto_major",
                        "hello.proto_minor",
                        "hello.max_frame",
                        "hello_ack.boot_id",
                        "hello_ack.proto_major",
                        "hello_ack.proto_minor",
                        "hello_ack.schema_crc",
                        "ack.cumulative_seq",
                        "fault.refers_seq",
                        "command.rank1.pulse_seed",
                        "update_begin.rank1.pulse_seed",
                        "update_commit.payload_crc",
                        "status_reply.latch.losses",
                        "status_reply.latch.delivered",
                        "status_reply.latch.returned",
                        "meter_reply.latch.losses",
                        "meter_event.counter",
                        "meter_event.latch.losses",
                        "result.window.start.losses",
                        "query_reply.result.window.start.losses");
    }

    private String json(Path file) {
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, name -> null);
        assertThat(Main.run(console, directory.resolve("limbench.yaml"), Set.of(), "trace", file.toString(), "--json"))
                .isZero();
        return out.toString();
    }

    @Test
    void whatADeviceCannotCountIsNoNumber() throws IOException {
        String result = JsonMapper.builder()
                .addModule(UnsignedNumbers.module())
                .build()
                .writeValueAsString(new Counted(-1, -1));
        assertThat(result).isEqualTo("{\"jumps\":null,\"pulses\":18446744073709551615}");
    }

    private record Counted(long jumps, long pulses) {}
}
