package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.Result;
import org.limbench.testkit.ScriptedLink;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a mirror tells, and that it leaves the conversation alone. */
final class EnergyMirrorTest {
    private static final SendHints REPLY = new SendHints(Channel.REPLY, 0, 3, "rsp/me");

    private final Datasheet datasheet = TestDevice.small(() -> 0).device.datasheet();
    private final Link broker = mock(Link.class);
    private final List<SendHints> hints = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private EnergyMirror mirror;

    @BeforeEach
    void mirror() throws LinkException {
        when(broker.kind()).thenReturn(LinkKind.MESSAGES);
        doAnswer(call -> {
                    sent.add(call.getArgument(0));
                    return hints.add(call.getArgument(1));
                })
                .when(broker)
                .send(any(), any());
        mirror = new EnergyMirror(broker, 0xABC, datasheet);
    }

    private byte[] say(Message body) throws LinkException {
        byte[] bytes = EnvelopeCodec.encode(new Envelope(9, body.sequenced() ? 4 : 0, body));
        mirror.send(bytes, REPLY);
        return bytes;
    }

    private static Result result(long id, long updateCounts, long jumps) {
        long[] delivered = new long[EnergyAccount.count()];
        delivered[EnergyAccount.UPDATE.channel()] = updateCounts;
        MeterLatch end = new MeterLatch(delivered, new long[EnergyAccount.count()]);
        MeterWindow window = new MeterWindow(MeterLatch.zero(), end, 0.5, 0.75);
        return new Result(id, new Receipt(ReceiptStatus.APPLIED, window, 300, 10, 7, jumps, null), "");
    }

    private List<JsonNode> energies() {
        List<JsonNode> lines = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (hints.get(i).channel() == Channel.ENERGY) {
                lines.add(JsonMapper.shared().readTree(sent.get(i)));
            }
        }
        return lines;
    }

    private List<Channel> channels() {
        return hints.stream().map(SendHints::channel).toList();
    }

    @Test
    void aResultIsRepliedAndThenToldToAnyone() throws LinkException {
        byte[] bytes = say(result(3, 8, -1));
        assertThat(channels()).containsExactly(Channel.REPLY, Channel.RESULT, Channel.ENERGY);
        assertThat(hints.get(0)).isSameAs(REPLY);
        assertThat(sent.get(0)).isEqualTo(bytes);
        Envelope reply = ((DecodeResult.Decoded) EnvelopeCodec.decode(bytes)).envelope();
        Envelope told = ((DecodeResult.Decoded) EnvelopeCodec.decode(sent.get(1))).envelope();
        assertThat(told.body()).isEqualTo(reply.body());
        assertThat(told.session()).as("no stranger is told the session").isNotEqualTo(reply.session());
        JsonNode line = energies().get(0);
        assertThat(line.get("kind").asString()).isEqualTo("result");
        assertThat(line.get("bootId").asString()).isEqualTo("0000000000000abc");
        assertThat(line.get("id").asLong()).isEqualTo(3);
        assertThat(line.get("deviceSeconds").asDouble()).isEqualTo(0.75);
        assertThat(line.get("pulses").asInt()).isEqualTo(7);
        assertThat(line.get("jumps").isNull()).isTrue();
        double lsb = datasheet.meter().get(EnergyAccount.UPDATE.channel()).lsbJoules();
        assertThat(line.get("joules").get("update").asDouble()).isEqualTo(8 * lsb);
        assertThat(line.get("totalJoules").asDouble()).isEqualTo(8 * lsb);
        assertThat(line.get("standardUncertaintyJoules").asDouble()).isPositive();
    }

    @Test
    void aResultSentAgainIsToldOnceUnderABoot() throws LinkException {
        say(result(3, 8, 1));
        say(result(3, 8, 1));
        say(new HelloAck(0xABC, 1, 0, 3, 8, 1024, 1, 0, 1000, true));
        say(result(3, 8, 1));
        assertThat(energies()).hasSize(1);
        say(new HelloAck(0xDEF, 1, 0, 0, 8, 1024, 1, 0, 1000, true));
        say(result(3, 8, 1));
        assertThat(energies()).hasSize(2);
        assertThat(energies().get(1).get("bootId").asString()).isEqualTo("0000000000000def");
        assertThat(channels()).filteredOn(Channel.REPLY::equals).hasSize(6);
    }

    @Test
    void onlyNewResultsPushOutOldOnes() throws LinkException {
        for (long id = 1; id <= 1024; id++) {
            say(result(id, 1, 0));
        }
        say(result(1024, 1, 0));
        say(result(1, 1, 0));
        assertThat(energies()).hasSize(1024);
        say(result(1025, 1, 0));
        say(result(1, 1, 0));
        assertThat(energies()).hasSize(1026);
    }

    @Test
    void aMeterReadingIsToldAsItStands() throws LinkException {
        MeterLatch latch = result(1, 20, 0).receipt().window().end();
        say(new MeterEvent(1, latch, 4.5));
        assertThat(energies().get(0).get("kind").asString()).isEqualTo("meter");
        assertThat(energies().get(0).get("joules").get("update").asDouble())
                .isEqualTo(20
                        * datasheet.meter().get(EnergyAccount.UPDATE.channel()).lsbJoules());
        assertThat(energies().get(0).has("id")).isFalse();
    }

    @Test
    void whatTheMeterDidNotSeeIsNullAndNot0() throws LinkException {
        MeterLatch end = new MeterLatch(new long[EnergyAccount.count()], new long[EnergyAccount.count()], 1);
        MeterLoss gap = MeterLoss.ofAll(Set.of(MeterLoss.Cause.GAP), 0.25);
        MeterWindow window = new MeterWindow(MeterLatch.zero(), end, 0.5, 0.75, gap);
        say(new Result(3, new Receipt(ReceiptStatus.APPLIED, window, 300, 10, 7, 1, null), ""));
        say(new MeterEvent(1, end, 4.5));

        for (JsonNode line : energies()) {
            assertThat(line.get("joules").get("update").isNull()).isTrue();
            assertThat(line.get("totalJoules").isNull()).isTrue();
            assertThat(line.get("standardUncertaintyJoules").isNull()).isTrue();
        }
        assertThat(energies().get(0).get("notMeasured").get("causes").get(0).asString())
                .isEqualTo("gap");
    }

    @Test
    void whatIsNoMessagePassesAndIsNotToldOn() throws LinkException {
        byte[] garbage = {1, 2, 3};
        mirror.send(garbage, REPLY);
        assertThat(sent).containsExactly(garbage);
    }

    @Test
    void aStreamHasNobodyElseToTell() {
        assertThatThrownBy(() -> new EnergyMirror(new ScriptedLink(LinkKind.STREAM), 1, datasheet))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed with a mirror: a broker");
    }
}
