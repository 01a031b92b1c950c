package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.Result;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Endpoint;
import org.limbench.transport.inprocess.InProcessLink;

/** What the host does where the rules ask something of it. */
final class SpecifiedHostTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);

    private final ManualClock clock = new ManualClock();
    private final TestDevice device = TestDevice.small(clock);
    private final List<Envelope> said = new ArrayList<>();

    private static PulseTrain train() {
        return new PulseTrain(WHOLE, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1);
    }

    /** The device with its answers changed on their way; null swallows one. What the host says is kept. */
    private Endpoint changed(UnaryOperator<Envelope> change) {
        FrameDecoder host = new FrameDecoder();
        return (kind, bytes, outbox) -> {
            for (DecodeResult heard : host.accept(bytes)) {
                said.add(((DecodeResult.Decoded) heard).envelope());
            }
            device.device.receive(kind, bytes, (answer, hints) -> {
                for (DecodeResult result : new FrameDecoder().accept(answer)) {
                    Envelope envelope = change.apply(((DecodeResult.Decoded) result).envelope());
                    if (envelope != null) {
                        outbox.send(FrameCodec.encode(envelope), hints);
                    }
                }
            });
        };
    }

    private static HelloAck withLast(HelloAck ack, long last) {
        return new HelloAck(
                ack.bootId(),
                ack.protoMajor(),
                ack.protoMinor(),
                last,
                ack.credits(),
                ack.maxFrame(),
                ack.uptimeMillis(),
                ack.schemaCrc(),
                ack.leaseMillis(),
                ack.emulated());
    }

    @Test
    void aDeviceWhoseIdsAreNearlyUsedUpIsRefusedWithTheWayBackAndItsLeaseGivenBack() {
        long[] last = {Long.MAX_VALUE};
        Endpoint used = changed(envelope -> envelope.body() instanceof HelloAck ack
                ? new Envelope(envelope.session(), 0, withLast(ack, last[0]))
                : envelope);

        for (long taken : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1_000_000}) {
            last[0] = taken;
            assertThatThrownBy(() -> Session.open(
                            InProcessLink.to(used),
                            SessionOptions.builder(clock, 7 + taken % 2).build()))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("the last one taken is " + taken)
                    .hasMessageContaining("limbench probe --reset in-process");
        }
        try (Session next = Session.open(
                InProcessLink.to(device.device),
                SessionOptions.builder(clock, 99).build())) {
            assertThat(next.identity().session()).as("no lease in the way").isEqualTo(99);
        }
    }

    @Test
    void aResetAskedForFirstBeginsIdsAnew() {
        boolean[] used = {true};
        long[] boots = {0};
        Endpoint exhausted = changed(envelope -> {
            if (envelope.body() instanceof HelloAck ack) {
                used[0] = boots[0] == 0 || boots[0] == ack.bootId();
                boots[0] = boots[0] == 0 ? ack.bootId() : boots[0];
                return used[0] ? new Envelope(envelope.session(), 0, withLast(ack, Long.MAX_VALUE)) : envelope;
            }
            return envelope;
        });
        try (Session session = Session.open(
                InProcessLink.to(exhausted),
                SessionOptions.builder(clock, 7).resetFirst().build())) {
            assertThat(session.execute(train()).status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(session.status().lastUpdateId()).isEqualTo(1);
        }
    }

    @Test
    void aNewSessionIsBegunBeforeSequenceNumbersEnd() {
        List<Receipt> receipts = new ArrayList<>();
        try (Session session = Session.open(
                InProcessLink.to(changed(envelope -> envelope)),
                SessionOptions.builder(clock, 7).mostSeq(16).build())) {
            for (int i = 0; i < 50; i++) {
                receipts.add(session.execute(train()));
            }
        }
        assertThat(receipts).extracting(Receipt::status).containsOnly(ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(50);
        assertThat(said.stream().mapToLong(Envelope::seq)).allMatch(seq -> seq < 16);
        assertThat(said.stream().map(Envelope::session).distinct()).hasSizeGreaterThan(3);
    }

    @Test
    void aLostLastReplyIsAskedForByItsPlaceUntilItComes() {
        int[] swallowed = {0};
        Endpoint lossy = changed(envelope -> envelope.body() instanceof Result && swallowed[0]++ < 3 ? null : envelope);
        try (Session session = Session.open(
                InProcessLink.to(lossy), SessionOptions.builder(clock, 7).build())) {
            said.clear();
            assertThat(session.execute(train()).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
        List<Ack> asked = said.stream()
                .filter(envelope -> envelope.body() instanceof Ack ack && ack.nak())
                .map(envelope -> (Ack) envelope.body())
                .toList();
        assertThat(asked).hasSize(3).extracting(Ack::cumulativeSeq).containsOnly(2L);
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsBusyIsAskedAgainUnderAnotherSessionAndGivenUpInTheEnd() {
        int[] refusals = {2};
        Endpoint busy = changed(envelope -> envelope.body() instanceof HelloAck && refusals[0]-- > 0
                ? new Envelope(
                        envelope.session(), 0, new Fault(FaultCode.BUSY, "hello.session", "still starting", 0, 0))
                : envelope);
        try (Session session = Session.open(
                InProcessLink.to(busy), SessionOptions.builder(clock, 7).build())) {
            assertThat(session.identity().session()).isNotEqualTo(7);
        }
        refusals[0] = Integer.MAX_VALUE;
        assertThatThrownBy(() -> Session.open(
                        InProcessLink.to(busy), SessionOptions.builder(clock, 8).build()))
                .isInstanceOf(DeviceRefusedException.class)
                .hasMessageContaining("BUSY hello.session: still starting");
    }

    @Test
    void aRefusalOfAnotherHostsHelloIsNotTakenForAnAnswer() {
        boolean[] first = {true};
        Endpoint device = changed(envelope -> {
            if (envelope.body() instanceof HelloAck && first[0]) {
                first[0] = false;
                return new Envelope(1234, 0, new Fault(FaultCode.LEASE_HELD, "hello.session", "held", 0, 0));
            }
            return envelope;
        });
        try (Session session = Session.open(
                InProcessLink.to(device), SessionOptions.builder(clock, 7).build())) {
            assertThat(session.identity().session()).isEqualTo(7);
        }
    }

    @Test
    void meterEventsThatDoNotComeAreCountedOverTheWholeCounter() {
        long[] counters = {0x7FFF_FFFFL, 0x8000_0000L, 0x8000_0003L, 0xFFFF_FFFFL, 1};
        List<Long> heard = new ArrayList<>();
        int[] event = {0};
        Endpoint longRunning = changed(envelope -> envelope.body() instanceof MeterEvent told
                ? new Envelope(
                        envelope.session(), 0, new MeterEvent(counters[event[0]++], told.latch(), told.deviceSeconds()))
                : envelope);
        try (Session session = Session.open(
                InProcessLink.to(longRunning), SessionOptions.builder(clock, 7).build())) {
            session.streamMeter(10, message -> heard.add(((MeterEvent) message).counter()));
            assertThat(session.meterEventsMissed()).as("all before the first").isEqualTo(0x7FFF_FFFEL);
            while (event[0] < counters.length) {
                clock.advance(Duration.ofMillis(10));
                session.execute(train());
            }
            assertThat(session.meterEventsMissed()).isEqualTo(0xFFFF_FFFFL - 4 + 1);
        }
        assertThat(heard).containsExactly(0x7FFF_FFFFL, 0x8000_0000L, 0x8000_0003L, 0xFFFF_FFFFL, 1L);
    }

    @Test
    void aDeviceOfAnotherVersionIsNamedHoweverLargeItsNumber() {
        Endpoint later = changed(envelope -> envelope.body() instanceof HelloAck ack
                ? new Envelope(
                        envelope.session(),
                        0,
                        new HelloAck(ack.bootId(), 0xFFFF_FFFFL, 0x8000_0000L, 0, 8, 1024, 0, 0, 1000, true))
                : envelope);
        assertThatThrownBy(() -> Session.open(
                        InProcessLink.to(later),
                        SessionOptions.builder(clock, 7).build()))
                .isInstanceOf(DeviceRefusedException.class)
                .hasMessageContaining("4294967295.2147483648");
    }

    @Test
    void anUptimeNearTheEndOfItsNumbersIsNoDefectOfTheHost() {
        Endpoint old = changed(envelope -> envelope.body() instanceof Ack ack && ack.uptimeMillis() >= 0
                ? new Envelope(
                        envelope.session(), 0, new Ack(ack.cumulativeSeq(), ack.credits(), ack.nak(), Long.MAX_VALUE))
                : envelope);
        try (Session session = Session.open(
                InProcessLink.to(old), SessionOptions.builder(clock, 7).build())) {
            assertThat(session.execute(train()).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @Test
    void aDeviceThatIsNotBelievedHasItsLeaseBack() {
        Endpoint liar = changed(envelope -> envelope.body() instanceof Result result
                ? new Envelope(envelope.session(), envelope.seq(), new Result(4711, result.receipt(), ""))
                : envelope);
        try (Session session = Session.open(
                InProcessLink.to(liar), SessionOptions.builder(clock, 7).build())) {
            assertThatThrownBy(() -> session.execute(train())).isInstanceOf(ImplausibleReplyException.class);
        }
        assertThat(said).last().isEqualTo(new Envelope(7, 0, new Bye("done")));
    }

    @Test
    void aDeviceThatCannotWorkIsRefusedWithItsOwnWord() {
        Endpoint broken = changed(envelope ->
                new Envelope(envelope.session(), 0, new Fault(FaultCode.DEVICE, "", "rows are 16; built for 8", 0, 0)));
        assertThatThrownBy(() -> Session.open(
                        InProcessLink.to(broken),
                        SessionOptions.builder(clock, 7).build()))
                .isInstanceOf(DeviceRefusedException.class)
                .hasMessageContaining("DEVICE: rows are 16; built for 8");
    }
}
