package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.limbench.testkit.RawHost.all;
import static org.limbench.testkit.RawHost.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.StatusRequest;
import org.limbench.protocol.TileChunk;
import org.limbench.protocol.UpdateCommit;
import org.limbench.protocol.WireLimits;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.TestDevice;

/** What a host written from the rules alone must be able to rely on, where a rule leaves no second reading. */
final class SpecifiedAnswersTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);
    private static final long LATER = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final TestDevice device = TestDevice.small(clock);
    private final RawHost host = new RawHost(device.device, 41);

    private static Command update(long id) {
        return update(id, WHOLE);
    }

    private static Command update(long id, Tile tile) {
        return new Command(
                id,
                LATER,
                new PulseTrain(tile, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1));
    }

    private static List<Message> staged(long id) {
        return StagedUpdate.split(
                id, LATER, new DenseUpdate(WHOLE, TestDevice.DRIVE, new byte[WHOLE.cells()], TestDevice.PULSE_SECONDS));
    }

    private static ReceiptStatus status(List<Message> answers) {
        return only(Result.class, answers).receipt().status();
    }

    private Envelope answerToHello(Hello hello) {
        return host.envelopes(EnvelopeCodec.encode(new Envelope(hello.session(), 0, hello)))
                .get(0);
    }

    @Test
    void everyRefusalOfAHelloIsUnderTheSessionThatAsked() {
        host.greet();
        Envelope held = answerToHello(new Hello(1, 0, 77, 1000, "second", 1024));
        assertThat(held.session()).isEqualTo(77);
        assertThat(held.seq()).isZero();
        assertThat(((Fault) held.body()).code()).isEqualTo(FaultCode.LEASE_HELD);

        Envelope version = answerToHello(new Hello(0xFFFF_FFFFL, 4_000_000_000L, 78, 1000, "future", 1024));
        assertThat(version.session()).isEqualTo(78);
        assertThat(((Fault) version.body()).text())
                .contains("4294967295.4000000000")
                .contains("1.0");

        host.say(0, new Bye("done"));
        Envelope busy = answerToHello(new Hello(1, 0, 41, 1000, "again", 1024));
        assertThat(busy.session()).isEqualTo(41);
        assertThat(((Fault) busy.body()).code()).isEqualTo(FaultCode.BUSY);

        Envelope none = host.envelopes(EnvelopeCodec.encode(new Envelope(99, 5, new StatusRequest())))
                .get(0);
        assertThat(none.session()).isEqualTo(99);
        assertThat(((Fault) none.body()).code()).isEqualTo(FaultCode.NO_SESSION);
    }

    @Test
    void aHostThatTakesLessThanRepliesMayHaveIsRefusedAndOneThatDoesNotSayIsNot() {
        Fault fault =
                (Fault) answerToHello(new Hello(1, 0, 77, 1000, "small", 645)).body();
        assertThat(fault.code()).isEqualTo(FaultCode.OUT_OF_RANGE);
        assertThat(fault.field()).isEqualTo("hello.max_frame");
        assertThat(fault.text()).contains("645").contains("646");
        assertThat(answerToHello(new Hello(1, 0, 78, 1000, "silent", 0)).body()).isInstanceOf(HelloAck.class);
    }

    @Test
    void aCommitSaidAgainUnderAnotherNumberIsAnsweredByTheKeptResult() {
        host.greet();
        List<Message> messages = staged(5);
        for (Message message : messages.subList(0, messages.size() - 1)) {
            assertThat(all(Result.class, host.say(message))).isEmpty();
        }
        Message commit = messages.get(messages.size() - 1);
        assertThat(status(host.say(commit))).isEqualTo(ReceiptStatus.APPLIED);
        long commands = device.cells.commands();
        assertThat(status(host.say(commit))).isEqualTo(ReceiptStatus.DUPLICATE);
        // a begin of a taken id is answered at once; what belongs to it has nothing to add, and that only once
        assertThat(status(host.say(messages.get(0)))).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(all(Result.class, host.say(messages.get(1)))).isEmpty();
        assertThat(all(Result.class, host.say(commit))).isEmpty();
        assertThat(status(host.say(commit))).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(device.cells.commands()).isEqualTo(commands);
    }

    @Test
    void aCommitOfNothingBegunIsRefusedByItsField() {
        host.greet();
        Fault fault = only(Fault.class, host.say(new UpdateCommit(5, 12, 0)));
        assertThat(fault.code()).isEqualTo(FaultCode.STAGING);
        assertThat(fault.field()).isEqualTo("update_commit.update_id");
    }

    @Test
    void anIdFarAboveTheLastIsRefusedAndStaysFree() {
        host.greet();
        Fault fault = only(Fault.class, host.say(update(Long.MAX_VALUE)));
        assertThat(fault.code()).isEqualTo(FaultCode.OUT_OF_RANGE);
        assertThat(fault.field()).isEqualTo("command.command_id");
        assertThat(fault.refersCommand()).isEqualTo(Long.MAX_VALUE);
        Fault begun =
                only(Fault.class, host.say(staged(WireLimits.MOST_ID_JUMP + 1).get(0)));
        assertThat(begun.code()).isEqualTo(FaultCode.OUT_OF_RANGE);
        assertThat(begun.field()).isEqualTo("update_begin.update_id");
        assertThat(status(host.say(update(WireLimits.MOST_ID_JUMP)))).isEqualTo(ReceiptStatus.APPLIED);
        assertThat(status(host.say(update(2 * WireLimits.MOST_ID_JUMP)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void aResetBeginsIdsAnew() {
        host.greet();
        assertThat(status(host.say(update(1L << 39)))).isEqualTo(ReceiptStatus.APPLIED);
        host.say(new ResetRequest());
        RawHost next = new RawHost(device.device, 42);
        assertThat(next.greet().lastUpdateId()).isZero();
        assertThat(status(next.say(update(1)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void aRejectedCommandTakesItsIdAndAFaultLeavesItFree() {
        host.greet();
        Tile outside = new Tile(0, 0, 5, 3);
        assertThat(status(host.say(update(1, outside)))).isEqualTo(ReceiptStatus.REJECTED);
        assertThat(status(host.say(update(1)))).as("kept").isEqualTo(ReceiptStatus.REJECTED);
        assertThat(only(Fault.class, host.say(new UpdateCommit(2, 12, 0))).refersCommand())
                .isEqualTo(2);
        assertThat(status(host.say(update(2)))).as("free").isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void aMeterStreamIsAnsweredByItsAcknowledgementAndEvents() {
        host.greet();
        List<Message> answers = host.say(new MeterStream(true, 100));
        assertThat(answers).hasSize(2);
        assertThat(only(Ack.class, answers).cumulativeSeq()).isEqualTo(1);
        assertThat(only(MeterEvent.class, answers).counter()).isEqualTo(1);
        assertThat(host.say(new MeterStream(false, 0))).hasOnlyElementsOfType(Ack.class);
    }

    @Test
    void theDeadlineOfAReadIsIgnored() {
        host.greet();
        clock.advance(Duration.ofSeconds(10));
        List<Message> answers = host.say(new Command(1, 1, new ReadRequest(WHOLE, 1)));
        assertThat(all(TileChunk.class, answers)).isNotEmpty();
        assertThat(status(answers)).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void aSessionWhoseLeaseIsOverIsServedUntilAnotherHostComes() {
        host.hello(1000);
        clock.advance(Duration.ofSeconds(5));
        assertThat(status(host.say(update(1)))).isEqualTo(ReceiptStatus.APPLIED);
        clock.advance(Duration.ofSeconds(5));
        new RawHost(device.device, 42).greet();
        assertThat(host.say(update(2))).as("over, and dropped").isEmpty();
    }

    @Test
    void repliesEndWithTheLargestSequenceNumberAndNeverBeginAgain() {
        ReplyWindow replies = new ReplyWindow(41, Envelope.MOST_SEQ - 1);
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.post(new Bye("any"));
        }
        replies.sendWaiting(envelope -> sent.add(envelope.seq()));
        replies.acknowledged(Envelope.MOST_SEQ);
        replies.sendWaiting(envelope -> sent.add(envelope.seq()));

        assertThat(sent).containsExactly(Envelope.MOST_SEQ - 1, Envelope.MOST_SEQ);
        assertThat(replies.backlog()).as("what no number is left for").isEqualTo(2);
    }
}
