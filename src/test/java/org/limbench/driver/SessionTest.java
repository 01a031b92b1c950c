package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.Result;
import org.limbench.protocol.TileChunk;
import org.limbench.testkit.CountingArray;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Channel;
import org.limbench.transport.Endpoint;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

/** A session against a device in the same thread. */
final class SessionTest {
    private final ManualClock clock = new ManualClock();

    private Session open(TestDevice device) {
        return Session.open(
                InProcessLink.to(device.device),
                SessionOptions.builder(clock, 7).build());
    }

    @Test
    void anUpdateIsAppliedMeteredAndReadBack() {
        TestDevice device = TestDevice.small(clock);
        byte[] pulses = {0, 1, -2, 3, 0, 0, 0, 0, 0, 0, 0, -4};
        Tile whole = new Tile(0, 0, 4, 3);
        try (Session session = open(device)) {
            assertThat(session.datasheet()).isEqualTo(device.datasheet);
            List<Receipt> receipts = session.execute(List.of(
                    new DenseUpdate(whole, TestDevice.DRIVE, pulses, TestDevice.PULSE_SECONDS),
                    new ReadRequest(whole, 1)));

            Receipt update = receipts.get(0);
            assertThat(update.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(update.pulses()).isEqualTo(10);
            assertThat(update.window().end().delivered()[EnergyAccount.UPDATE.channel()])
                    .isEqualTo(Math.round(10 * CountingArray.PULSE_JOULES / 1e-18));
            int[] codes = receipts.get(1).readout().codes();
            assertThat(codes[1] - 2048).isEqualTo(1);
            assertThat(codes[2] - 2048).isEqualTo(-2);
            assertThat(codes[3] - 2048).isEqualTo(3);
            assertThat(codes[11] - 2048).isEqualTo(-4);
        }
    }

    private static PulseTrain train(Tile tile) {
        return new PulseTrain(tile, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1);
    }

    private static final Tile SMALL = new Tile(0, 0, 4, 3);

    private SessionOptions options() {
        return SessionOptions.builder(clock, 7).build();
    }

    @Test
    void anUpdateStagedInMoreFramesThanThereAreCreditsIsCarriedWhole() {
        // 5,200 bytes in eleven chunks, with begin and commit thirteen frames, for a device of eight credits
        TestDevice device = TestDevice.of(65, 80, 8192, TestDevice.options(clock));
        byte[] pulses = new byte[65 * 80];
        Arrays.fill(pulses, (byte) 1);
        Tile whole = new Tile(0, 0, 65, 80);
        try (Session session = open(device)) {
            Receipt update =
                    session.execute(new DenseUpdate(whole, TestDevice.DRIVE, pulses, TestDevice.PULSE_SECONDS));
            assertThat(update.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(update.cells()).isEqualTo(pulses.length);
        }
        // cell 0 also gets a disturbance
        assertThat(Arrays.stream(device.cells.units()).skip(1)).containsOnly(1L);
    }

    @Test
    void silenceIsOneClearLine() {
        assertThatThrownBy(() -> Session.open(InProcessLink.to((kind, bytes, outbox) -> {}), options()))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessage("in-process: no answer within 5.0 s; is a limbench device there?");
    }

    @Test
    void noiseInsteadOfAnAnswerIsOneClearLine() {
        byte[] noise = "AT+GMR\r\nOK\r\n\0\0hello\0".getBytes(StandardCharsets.US_ASCII);
        Endpoint modem = (kind, bytes, outbox) -> outbox.send(noise, SendHints.on(Channel.REPLY));
        assertThatThrownBy(() -> Session.open(InProcessLink.to(modem), options()))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessageStartingWith(
                        "in-process: talks, but not our protocol: 'AT+GMR\\r\\nOK\\r\\n\\x00\\x00hello\\x00AT+G..' (")
                .hasMessageContaining("broken frames");
    }

    @Test
    void anotherHostsLeaseIsAClearRefusal() {
        TestDevice device = TestDevice.small(clock);
        try (Session first = open(device)) {
            assertThatThrownBy(() -> Session.open(
                            InProcessLink.to(device.device),
                            SessionOptions.builder(clock, 8).build()))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("LEASE_HELD: held by limbench");
            assertThat(first.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
        try (Session again = open(device)) {
            assertThat(again.identity().session())
                    .as("7 is over, so another one was drawn")
                    .isNotEqualTo(7);
        }
        SessionOptions other = SessionOptions.builder(clock, 8).build();
        try (Session second = Session.open(InProcessLink.to(device.device), other)) {
            assertThat(second.identity().lastUpdateId()).isEqualTo(1);
        }
    }

    @Test
    void aLeaseOfAFormerSessionThatNobodyCanNameAnyMoreIsWaitedFor() {
        TestDevice device = TestDevice.small(clock);
        open(device); // and never says goodbye
        Endpoint slow = (kind, bytes, outbox) -> {
            clock.advance(Duration.ofMillis(100));
            device.device.receive(kind, bytes, outbox);
        };
        List<String> told = new ArrayList<>();
        SessionWatcher watcher = new SessionWatcher() {
            @Override
            public void lost(String line) {
                told.add(line);
            }
        };
        SessionOptions ours =
                SessionOptions.builder(clock, 8).supersedes(99).watcher(watcher).build();
        long before = clock.getAsLong();
        try (Session second = Session.open(InProcessLink.to(slow), ours)) {
            assertThat(second.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
        assertThat(clock.getAsLong() - before)
                .isBetween(
                        ours.lease().toNanos(),
                        ours.lease().plus(Duration.ofSeconds(2)).toNanos());
        assertThat(told).singleElement().asString().contains("held by limbench").contains("waiting for that");
    }

    @Test
    void aLeaseThatDoesNotRunOutIsRefusedInTheEnd() {
        TestDevice device = TestDevice.small(clock);
        open(device);
        assertThatThrownBy(() -> Session.open(
                        InProcessLink.to(device.device),
                        SessionOptions.builder(clock, 8).supersedes(99).build()))
                .isInstanceOf(DeviceRefusedException.class)
                .hasMessageContaining("LEASE_HELD: held by limbench");
    }

    @Test
    void commandIdsGoOnFromTheDevicesLast() {
        TestDevice device = TestDevice.small(clock);
        List<Long> ids = new ArrayList<>();
        CommandJournal journal = new CommandJournal() {
            @Override
            public void intent(long commandId, ArrayCommand command) {
                ids.add(commandId);
            }

            @Override
            public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
                ids.add(-commandId);
            }
        };
        try (Session session = open(device)) {
            session.execute(List.of(train(SMALL), train(SMALL)));
        }
        SessionOptions journaled =
                SessionOptions.builder(clock, 9).journal(journal).build();
        try (Session session = Session.open(InProcessLink.to(device.device), journaled)) {
            session.execute(train(SMALL));
            session.execute(new ReadRequest(SMALL, 1));
        }
        assertThat(ids).containsExactly(3L, -3L, 4L, -4L);
    }

    @Test
    void intentIsJournaledBeforeTheFirstByteLeaves() {
        TestDevice device = TestDevice.small(clock);
        CommandJournal full = new CommandJournal() {
            @Override
            public void intent(long commandId, ArrayCommand command) {
                throw new IllegalStateException("journal is full");
            }

            @Override
            public void receipt(long commandId, ArrayCommand command, Receipt receipt) {}
        };
        Session session = Session.open(
                InProcessLink.to(device.device),
                SessionOptions.builder(clock, 7).journal(full).build());
        assertThatThrownBy(() -> session.execute(train(SMALL))).hasMessage("journal is full");
        assertThat(device.cells.commands()).isZero();
    }

    @Test
    void updatesLargerThanTheStagingGoInBlocksWithOneReceipt() {
        TestDevice device = TestDevice.of(40, 30, 100, TestDevice.options(clock));
        byte[] pulses = new byte[1200];
        int[] cells = new int[50];
        byte[] ones = new byte[50];
        for (int i = 0; i < pulses.length; i++) {
            pulses[i] = (byte) (i % 11 - 5);
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = 7 + 20 * i;
            ones[i] = 1;
        }
        Tile whole = new Tile(0, 0, 40, 30);
        long expected = 0;
        for (byte pulse : pulses) {
            expected += Math.abs(pulse);
        }
        try (Session session = open(device)) {
            Receipt dense = session.execute(new DenseUpdate(whole, TestDevice.DRIVE, pulses, 1e-6));
            assertThat(dense.pulses()).isEqualTo(expected);
            assertThat(dense.cells()).isEqualTo(1200);
            assertThat(device.cells.commands()).isEqualTo(14); // 3 rows of 30 at a time
            Receipt sparse =
                    session.execute(new SparseUpdate(device.datasheet.geometry(), TestDevice.DRIVE, cells, ones, 1e-6));
            assertThat(sparse.pulses()).isEqualTo(50);
            assertThat(device.cells.commands()).isEqualTo(14 + 3); // 20 entries of 5 bytes at a time
            for (int i = 1; i < pulses.length; i++) {
                assertThat(device.cells.units()[i]).isEqualTo(pulses[i] + (i >= 7 && i < 1007 && i % 20 == 7 ? 1 : 0));
            }
        }
    }

    @Test
    void aRefusalIsToldAfterEverythingUnderWayIsAnswered() {
        TestDevice device = TestDevice.small(clock);
        try (Session session = open(device)) {
            assertThatThrownBy(() -> session.execute(List.of(
                            train(SMALL), train(new Tile(9, 9, 1, 1)), train(SMALL), new ReadRequest(SMALL, 1))))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("refuses command 2")
                    .hasMessageContaining("rows 9 to 9");
            assertThat(session.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @Test
    void aCommandTooLateOnItsWayGoesAgainUnderANewId() {
        TestDevice device = TestDevice.small(clock);
        int[] frames = {0};
        Endpoint slow = (kind, bytes, outbox) -> {
            if (++frames[0] == 4) { // hello, datasheet, meter, and then the first command
                clock.advance(Duration.ofMinutes(1));
            }
            device.device.receive(kind, bytes, outbox);
        };
        try (Session session = Session.open(InProcessLink.to(slow), options())) {
            assertThat(session.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(device.cells.commands()).isEqualTo(1);
            assertThat(session.status().lastUpdateId()).isEqualTo(2);
        }
    }

    private void assertNotBelieved(UnaryOperator<Message> bend, ArrayCommand command, String why) {
        Session session = Session.open(InProcessLink.to(TestDevice.small(clock).bent(bend)), options());
        assertThatThrownBy(() -> session.execute(List.of(train(SMALL), command)))
                .isInstanceOf(ImplausibleReplyException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> session.execute(command)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReceiptForACommandNobodyGaveIsNotBelieved() {
        assertNotBelieved(
                m -> m instanceof Result r ? new Result(r.commandId() + 1, r.receipt(), "") : m,
                train(SMALL),
                "a receipt for command 2 came; expected: command 1");
    }

    @Test
    void codesOutsideTheConverterAreNotBelieved() {
        assertNotBelieved(
                m -> m instanceof TileChunk c ? new TileChunk(c.commandId(), c.tile(), 0, 2, new int[] {4096}) : m,
                new ReadRequest(SMALL, 1),
                "code 4096");
    }

    @Test
    void aMeterThatFallsBackBlindsTheCommandItHappensInAndTheSessionGoesOn() {
        TestDevice device = TestDevice.small(clock);
        UnaryOperator<Message> bend = m -> m instanceof Result r
                ? new Result(r.commandId(), fallen(r.receipt(), r.commandId() > 2, r.commandId() > 1), "")
                : m;
        try (Session session = Session.open(InProcessLink.to(device.bent(bend)), options())) {
            List<Receipt> receipts = session.execute(List.of(train(SMALL), train(SMALL), train(SMALL)));

            assertThat(receipts).extracting(Receipt::status).containsOnly(ReceiptStatus.APPLIED);
            assertThat(receipts)
                    .extracting(receipt -> receipt.window().unseen())
                    .containsExactly(MeterLoss.NONE, MeterLoss.ofAll(Set.of(MeterLoss.Cause.RESET), 0), MeterLoss.NONE);
            assertThat(device.cells.commands()).isEqualTo(3);
        }
    }

    @Test
    void aMeterThatFellBackBetweenTwoCommandsBlindsTheSecond() {
        boolean[] fell = {false};
        UnaryOperator<Message> bend = m -> {
            if (m instanceof MeterReply reply && fell[0]) {
                return new MeterReply(fallen(reply.latch()), reply.deviceSeconds());
            }
            return m instanceof Result r ? new Result(r.commandId(), fallen(r.receipt(), fell[0], fell[0]), "") : m;
        };
        try (Session session =
                Session.open(InProcessLink.to(TestDevice.small(clock).bent(bend)), options())) {
            Receipt before = session.execute(train(SMALL));
            fell[0] = true;
            session.meter(); // which sees it, and must not forget it
            Receipt first = session.execute(train(SMALL));
            Receipt second = session.execute(train(SMALL));

            assertThat(before.window().unseen().isNone()).isTrue();
            assertThat(first.window().unseen().causes()).containsExactly(MeterLoss.Cause.RESET);
            assertThat(second.window().unseen().isNone()).isTrue();
        }
    }

    private static Receipt fallen(Receipt receipt, boolean start, boolean end) {
        MeterWindow window = receipt.window();
        return receipt.with(new MeterWindow(
                start ? fallen(window.start()) : window.start(),
                end ? fallen(window.end()) : window.end(),
                window.startSeconds(),
                window.endSeconds()));
    }

    private static MeterLatch fallen(MeterLatch latch) {
        long[] delivered = latch.delivered().clone();
        delivered[EnergyAccount.UPDATE.channel()] -= 1L << 40;
        return new MeterLatch(delivered, latch.returned(), latch.losses());
    }

    @Test
    void aResetOnRequestGivesANewBootAndTheSessionGoesOn() {
        TestDevice device = TestDevice.small(clock);
        try (Session session = open(device)) {
            session.execute(train(SMALL));
            long boot = session.identity().bootId();
            session.reset();
            assertThat(session.identity().bootId()).isNotEqualTo(boot);
            assertThat(device.device.boots()).isEqualTo(2);
            assertThat(session.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(device.cells.commands()).isEqualTo(2);
        }
    }

    @Test
    void aLargeReadComesWhole() {
        TestDevice device = TestDevice.of(200, 200, 4096, TestDevice.options(clock));
        Tile whole = new Tile(0, 0, 200, 200);
        try (Session session = open(device)) {
            List<Receipt> receipts =
                    session.execute(List.of(train(whole), new ReadRequest(whole, 1), new ReadRequest(whole, 1)));
            assertThat(receipts.get(2).readout().codes()).hasSize(40_000);
            assertThat(receipts.get(2).readout().codes()[39_999]).isEqualTo(2049);
            assertThat(session.statistics().retransmissions()).isZero();
        }
    }

    @Test
    void meterEventsReachTheListener() {
        TestDevice device = TestDevice.small(clock);
        List<Message> heard = new ArrayList<>();
        try (Session session = open(device)) {
            session.streamMeter(10, heard::add);
            clock.advance(Duration.ofMillis(10));
            session.execute(train(SMALL));
            assertThat(heard).hasSize(2).allMatch(MeterEvent.class::isInstance);
        }
    }

    @Test
    void aReadThatCannotBeHeldIsRefusedWithItsBytesBeforeItIsSent() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 20L * 46_340 * 46_340, "more memory than an array can need");
        TestDevice device = TestDevice.small(clock);
        UnaryOperator<Message> bend = message -> message instanceof DatasheetReply reply
                ? new DatasheetReply(grown(reply.datasheet(), new ArrayGeometry(46_340, 46_340)))
                : message;
        try (Session session = Session.open(InProcessLink.to(device.bent(bend)), options())) {
            ReadRequest whole = new ReadRequest(session.datasheet().geometry().whole(), 1);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.execute(whole))
                    .withMessageStartingWith(
                            "a read of 46340 x 46340 cells of counting, 20 bytes each, needs 42947912000"
                                    + " bytes of memory; allowed: the "
                                    + Runtime.getRuntime().maxMemory());
            assertThat(session.execute(train(SMALL)).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    private static Datasheet grown(Datasheet d, ArrayGeometry geometry) {
        return new Datasheet(
                d.device(),
                d.firmware(),
                d.profileSha256(),
                d.emulated(),
                geometry,
                d.levels(),
                d.leastSiemens(),
                d.mostSiemens(),
                d.minimumStepSiemens(),
                d.driveKind(),
                d.barrier(),
                d.voltage(),
                d.pulseSeconds(),
                d.temperatureKelvin(),
                d.converter(),
                d.meter(),
                d.mostSlots(),
                d.mostStagedBytes());
    }
}
