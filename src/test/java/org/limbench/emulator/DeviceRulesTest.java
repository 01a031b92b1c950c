package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.testkit.RawHost.all;
import static org.limbench.testkit.RawHost.only;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.limbench.device.BarrierChange;
import org.limbench.device.CellAddress;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.protocol.Ack;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.MatrixVectorReply;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.protocol.TileChunk;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.UpdateChunk;
import org.limbench.protocol.UpdateCommit;
import org.limbench.testkit.CountingArray;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.LinkKind;

/** The device's rules, one test each, by a host that says exactly what the rule is about. */
final class DeviceRulesTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);
    private static final long LATER = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final TestDevice device = TestDevice.small(clock);
    private final RawHost host = new RawHost(device.device, 41);

    private static PulseTrain train(int count) {
        return train(WHOLE, TestDevice.DRIVE, count);
    }

    private static PulseTrain train(Tile tile, Drive drive, int count) {
        return new PulseTrain(tile, Operation.UPDATE, drive, Polarity.POTENTIATE, 1e-6, 1e-6, count);
    }

    private static Command update(long id) {
        return new Command(id, LATER, train(1));
    }

    private static ReceiptStatus status(List<Message> answers) {
        return only(Result.class, answers).receipt().status();
    }

    private static long counts(Result result, EnergyAccount account) {
        MeterWindow window = result.receipt().window();
        return window.end().delivered()[account.channel()] - window.start().delivered()[account.channel()];
    }

    @Test
    void repeatedSequenceIsAppliedOnce() {
        host.greet();
        assertThat(status(host.say(1, update(1)))).isEqualTo(ReceiptStatus.APPLIED);
        List<Message> again = host.say(1, update(1));
        assertThat(only(Ack.class, again).cumulativeSeq()).isEqualTo(1);
        assertThat(all(Result.class, again)).isEmpty();
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void laterSequenceIsNotTakenAndAsksForTheMissingOneOnce() {
        host.greet();
        Ack ack = only(Ack.class, host.say(2, update(2)));
        assertThat(ack.nak()).isTrue();
        assertThat(ack.cumulativeSeq()).isZero();
        assertThat(host.say(3, update(3))).isEmpty();
        assertThat(device.cells.commands()).isZero();
        assertThat(status(host.say(1, update(1)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void repeatedCommandIdIsAnsweredByTheKeptResultWithoutAPulse() {
        host.greet();
        Result first = only(Result.class, host.say(update(5)));
        Result second = only(Result.class, host.say(update(5)));
        assertThat(second.receipt().status()).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(second.receipt().window()).isEqualTo(first.receipt().window());
        assertThat(second.receipt().pulses()).isEqualTo(first.receipt().pulses());
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void resultsOfTheLastSixteenUpdatesAreKept() {
        host.greet();
        for (int id = 1; id <= 17; id++) {
            host.say(update(id));
            host.say(0, new Ack(id, 8, false, 0));
        }
        assertThat(status(host.say(update(1)))).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(status(host.say(update(2)))).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(device.cells.commands()).isEqualTo(17);
    }

    @Test
    void smallerCommandIdThanTheLastIsNeverApplied() {
        host.greet();
        host.say(update(9));
        assertThat(status(host.say(update(4)))).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void commandPastItsDeadlineIsNotAppliedAndStaysExpired() {
        host.greet();
        clock.advance(Duration.ofMillis(501));
        assertThat(status(host.say(new Command(1, 500, train(1))))).isEqualTo(ReceiptStatus.EXPIRED);
        assertThat(status(host.say(new Command(1, LATER, train(1))))).isEqualTo(ReceiptStatus.EXPIRED);
        assertThat(device.cells.commands()).isZero();
        assertThat(status(host.say(update(2)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void queryTellsKnownFromNotSeen() {
        host.greet();
        host.say(update(3));
        QueryReply known = only(QueryReply.class, host.say(new QueryUpdate(3)));
        assertThat(known.result().receipt().status()).isEqualTo(ReceiptStatus.DUPLICATE);
        assertThat(only(QueryReply.class, host.say(new QueryUpdate(4))).result())
                .isNull();
    }

    @Test
    void stagedUpdateTouchesTheArrayOnlyAtItsCommit() {
        host.greet();
        host.say(begin(1, 12));
        host.say(new UpdateChunk(1, 0, new byte[] {1, 2, 3, 4, 5, 6, 7}));
        host.say(new UpdateChunk(1, 7, new byte[] {8, 9, 10, 11, 12}));
        assertThat(device.cells.commands()).isZero();
        byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(payload);
        assertThat(status(host.say(new UpdateCommit(1, 12, (int) crc.getValue()))))
                .isEqualTo(ReceiptStatus.APPLIED);
        assertThat(device.cells.units()[11]).isEqualTo(12);
    }

    private static UpdateBegin begin(long id, int rowsTimesThree) {
        Tile tile = new Tile(0, 0, rowsTimesThree / 3, 3);
        return new UpdateBegin(id, LATER, new UpdateBegin.Kind.Dense(), tile, TestDevice.DRIVE, 1e-6, rowsTimesThree);
    }

    @Test
    void stagedUpdateWithAWrongCrcIsRefusedWholeAndItsIdStaysFree() {
        host.greet();
        host.say(begin(1, 3));
        host.say(new UpdateChunk(1, 0, new byte[] {1, 2, 3}));
        Fault fault = only(Fault.class, host.say(new UpdateCommit(1, 3, 0)));
        assertThat(fault.code()).isEqualTo(FaultCode.STAGING);
        assertThat(fault.refersCommand()).isEqualTo(1);
        assertThat(device.cells.commands()).isZero();
        assertThat(status(host.say(update(1)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void chunkOutOfPlaceEndsTheStagingWithOneFault() {
        host.greet();
        host.say(begin(1, 6));
        assertThat(only(Fault.class, host.say(new UpdateChunk(1, 3, new byte[] {1, 2, 3})))
                        .code())
                .isEqualTo(FaultCode.STAGING);
        assertThat(all(Fault.class, host.say(new UpdateChunk(1, 0, new byte[] {1, 2, 3}))))
                .isEmpty();
        assertThat(all(Fault.class, host.say(new UpdateCommit(1, 6, 0)))).isEmpty();
        assertThat(device.cells.commands()).isZero();
    }

    @Test
    void stagedUpdateLargerThanTheDeviceStagesIsTooLarge() {
        TestDevice tight = TestDevice.of(4, 3, 11, TestDevice.options(clock));
        RawHost second = new RawHost(tight.device, 1);
        second.greet();
        Fault fault = only(Fault.class, second.say(begin(1, 12)));
        assertThat(fault.code()).isEqualTo(FaultCode.TOO_LARGE);
        assertThat(fault.text()).contains("12").contains("11");
    }

    @Test
    void frameOfAnotherSessionIsDroppedAndCounted() {
        host.greet();
        assertThat(new RawHost(device.device, 42).say(1, update(1))).isEmpty();
        StatusReply reply = only(StatusReply.class, host.say(new StatusRequest()));
        assertThat(reply.counters().otherSession()).isEqualTo(1);
        assertThat(device.cells.commands()).isZero();
    }

    @Test
    void frameWithoutAnySessionIsAnsweredByAFault() {
        assertThat(only(Fault.class, host.say(update(1))).code()).isEqualTo(FaultCode.NO_SESSION);
        assertThat(device.cells.commands()).isZero();
    }

    @Test
    void secondHostIsRefusedWhileTheLeaseLasts() {
        host.hello(1000);
        clock.advance(Duration.ofMillis(999));
        Fault fault = only(Fault.class, new RawHost(device.device, 42).hello(1000));
        assertThat(fault.code()).isEqualTo(FaultCode.LEASE_HELD);
        assertThat(fault.text()).contains("raw-41").contains("1 ms");
        assertThat(status(host.say(update(1)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void everyFrameOfTheHolderRenewsTheLease() {
        host.hello(1000);
        clock.advance(Duration.ofMillis(900));
        host.say(update(1));
        clock.advance(Duration.ofMillis(900));
        Fault fault = only(Fault.class, new RawHost(device.device, 42).hello(1000));
        assertThat(fault.code()).isEqualTo(FaultCode.LEASE_HELD);
    }

    @Test
    void deadHostsLeaseRunsOut() {
        host.hello(1000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(new RawHost(device.device, 42).greet().bootId()).isEqualTo(device.device.bootId());
        assertThat(host.say(1, update(1))).isEmpty();
        assertThat(device.cells.commands()).isZero();
    }

    @Test
    void byeGivesTheLeaseBack() {
        host.greet();
        host.say(0, new Bye("done"));
        assertThat(new RawHost(device.device, 42).greet().leaseMillis()).isEqualTo(1000);
    }

    @Test
    void helloAskedAgainIsAnsweredAgainAndForgetsNothing() {
        HelloAck first = host.greet();
        host.say(update(1));
        HelloAck second = host.greet();
        assertThat(second.bootId()).isEqualTo(first.bootId());
        assertThat(second.lastUpdateId()).isEqualTo(1);
        assertThat(all(Result.class, host.say(1, update(1)))).isEmpty();
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void lateHelloOfAnEndedSessionOpensNothing() {
        host.greet();
        host.say(0, new Bye("done"));
        assertThat(only(Fault.class, host.hello(1000)).code()).isEqualTo(FaultCode.BUSY);
    }

    @Test
    void otherMajorVersionIsRefusedWithBothNamed() {
        Fault fault = only(Fault.class, host.say(0, new Hello(2, 7, host.session, 1000, "future", 1024)));
        assertThat(fault.code()).isEqualTo(FaultCode.VERSION);
        assertThat(fault.text()).contains("2.7").contains("1.0");
    }

    @Test
    void otherMinorVersionIsWelcome() {
        List<Message> answers = host.say(0, new Hello(1, 9, host.session, 1000, "newer", 1024));
        assertThat(only(HelloAck.class, answers).protoMinor()).isZero();
    }

    @Test
    void unknownBodyIsAnsweredUnsupportedInItsPlace() {
        host.greet();
        // session 41 (field 1, fixed64), seq 1 (field 2, varint), field 4711 (length-delimited, empty)
        byte[] unknown = {9, 41, 0, 0, 0, 0, 0, 0, 0, 16, 1, (byte) 0xBA, (byte) 0xA6, 2, 0};
        Fault fault = only(Fault.class, host.bytes(unknown));
        assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED);
        assertThat(fault.refersSeq()).isEqualTo(1);
        assertThat(status(host.say(2, update(1)))).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void outOfRangeCommandIsRefusedWholeWithTheFieldNamed() {
        host.greet();
        Command outside = new Command(1, LATER, train(new Tile(2, 0, 3, 3), TestDevice.DRIVE, 1));
        Result refused = only(Result.class, host.say(outside));
        assertThat(refused.receipt().status()).isEqualTo(ReceiptStatus.REJECTED);
        assertThat(refused.detail()).contains("tile").contains("rows 2 to 4").contains("0 to 3");
        Command high = new Command(2, LATER, new BarrierChange(WHOLE, 2e-18, 0));
        assertThat(only(Result.class, host.say(high)).detail())
                .contains("barrierJoules")
                .contains("2.0E-18");
        Command volts = new Command(3, LATER, train(WHOLE, new Drive.Voltage(1, 1), 1));
        assertThat(only(Result.class, host.say(volts)).detail()).contains("drive is VOLTAGE");
        assertThat(device.cells.commands()).isZero();
        assertThat(device.device.deviceSeconds()).isZero();
    }

    @Test
    void unacknowledgedRepliesAreSentAgainWhenAskedFor() {
        host.greet();
        Result first = only(Result.class, host.say(update(1)));
        assertThat(only(Result.class, host.say(0, new Ack(0, 8, true, 0)))).isEqualTo(first);
        assertThat(all(Result.class, host.say(0, new Ack(1, 8, true, 0)))).isEmpty();
    }

    @Test
    void resetForgetsSessionIdsAndResultsButNotTheCells() {
        HelloAck before = host.greet();
        host.say(update(7));
        host.say(new ResetRequest());
        assertThat(only(Fault.class, host.say(1, update(8))).code()).isEqualTo(FaultCode.NO_SESSION);
        RawHost second = new RawHost(device.device, 42);
        HelloAck after = second.greet();
        assertThat(after.bootId()).isNotEqualTo(before.bootId());
        assertThat(after.lastUpdateId()).isZero();
        assertThat(only(QueryReply.class, second.say(new QueryUpdate(7))).result())
                .isNull();
        assertThat(device.cells.units()[1]).isEqualTo(1);
        assertThat(device.device.deviceSeconds()).isPositive();
    }

    @Test
    void barrierScheduleFollowsTheUpdatesAndIsMeteredInTheirWindows() {
        host.greet();
        List<BarrierSchedule.Step> steps =
                List.of(new BarrierSchedule.Step(2, 2e-19), new BarrierSchedule.Step(3, 3e-19));
        assertThat(status(host.say(new BarrierSchedule(1, LATER, WHOLE, steps))))
                .isEqualTo(ReceiptStatus.APPLIED);
        SparseUpdate one =
                new SparseUpdate(device.datasheet.geometry(), TestDevice.DRIVE, new int[] {3}, new byte[] {1}, 1e-6);
        double[] barriers = new double[3];
        long[] counts = new long[3];
        for (int i = 0; i < 3; i++) {
            Result result = null;
            for (Message message : StagedUpdate.split(2 + i, LATER, one)) {
                for (Result found : all(Result.class, host.say(message))) {
                    result = found;
                }
            }
            barriers[i] = device.cells.restBarrierJoules();
            counts[i] = counts(Objects.requireNonNull(result), EnergyAccount.BARRIER);
        }
        assertThat(barriers).containsExactly(0, 2e-19, 3e-19);
        assertThat(counts).containsExactly(0, 10_000, 10_000);
    }

    @Test
    void matrixVectorProductIsTheSumOverRows() {
        host.greet();
        host.say(new Command(1, LATER, train(3)));
        byte[] input = {127, -127, 64, 0};
        List<Message> answers = host.say(new MatrixVector(2, new Tile(0, 1, 4, 2), input, 0.2));
        MatrixVectorReply reply = only(MatrixVectorReply.class, answers);
        double siemens = CountingArray.OFFSET_SIEMENS + 3 * CountingArray.UNIT_SIEMENS;
        double expected = 0.2 * siemens * 64 / 127;
        assertThat(reply.codes()).hasSize(2);
        for (short code : reply.codes()) {
            assertThat(code * reply.lsbAmperes()).isCloseTo(expected, within(reply.lsbAmperes()));
        }
        assertThat(status(answers)).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void meterEventsAreCountedSoThatAGapShows() {
        host.greet();
        assertThat(only(MeterEvent.class, host.say(new MeterStream(true, 100))).counter())
                .isEqualTo(1);
        assertThat(all(MeterEvent.class, host.say(update(1)))).isEmpty();
        clock.advance(Duration.ofMillis(100));
        MeterEvent event = only(MeterEvent.class, host.say(update(2)));
        assertThat(event.counter()).isEqualTo(2);
        assertThat(event.latch().delivered()[EnergyAccount.UPDATE.channel()])
                .isEqualTo(24 * Math.round(CountingArray.PULSE_JOULES / 1e-18));
    }

    @Test
    void meterGapLosesEnergyButNoPulse() {
        device.device.inject(new FaultPlan.MeterGap(2, 1));
        host.greet();
        long[] counts = new long[3];
        for (int i = 0; i < 3; i++) {
            counts[i] = counts(only(Result.class, host.say(update(1 + i))), EnergyAccount.UPDATE);
        }
        assertThat(counts).containsExactly(12_000, 0, 12_000);
        assertThat(device.cells.units()[5]).isEqualTo(3);
    }

    @Test
    void stuckCellReadsTheSameWhateverIsDone() {
        device.device.inject(new FaultPlan.StuckCell(new CellAddress(1, 2), 1));
        host.greet();
        host.say(new Command(1, LATER, train(5)));
        Command read = new Command(2, 0, new ReadRequest(new Tile(1, 1, 1, 2), 1));
        assertThat(only(TileChunk.class, host.say(read)).codes()).containsExactly(2048 + 5, 4095);
    }

    @Test
    void snapshotRestoresCellsMeterTimeAndReadNoise() {
        TestDevice noisy = TestDevice.noisy(4, 3, 5e-9, TestDevice.options(clock));
        RawHost first = new RawHost(noisy.device, 1);
        first.greet();
        first.say(update(1));
        byte[] snapshot = noisy.device.snapshot();
        Command read = new Command(2, 0, new ReadRequest(WHOLE, 1));
        TileChunk before = only(TileChunk.class, first.say(read));
        first.say(update(3));
        noisy.device.restore(snapshot);
        assertThat(noisy.device.snapshot()).isEqualTo(snapshot);
        RawHost second = new RawHost(noisy.device, 2);
        second.greet();
        assertThat(only(TileChunk.class, second.say(read)).codes()).isEqualTo(before.codes());
        assertThat(noisy.cells.commands()).isEqualTo(1);
    }

    @Test
    void readNoiseHasTheDeclaredSpreadAndAveragingNarrowsIt() {
        TestDevice noisy = TestDevice.noisy(60, 10, 20e-9, TestDevice.options(clock));
        // 5 x 600 cells: relative standard error of a deviation 1/sqrt(6000) = 1.3 %; five of them, and 1/12 for
        // rounding
        assertThat(spread(noisy, 1)).isCloseTo(Math.sqrt(400 + 1 / 12.0), within(0.065 * 20));
        assertThat(spread(noisy, 16)).isCloseTo(Math.sqrt(25 + 1 / 12.0), within(0.065 * 5));
    }

    private static double spread(TestDevice noisy, int averages) {
        RawHost reader = new RawHost(noisy.device, 100 + averages);
        reader.greet();
        double squares = 0;
        int n = 0;
        for (int k = 1; k <= 5; k++) {
            Command read = new Command(k, 0, new ReadRequest(new Tile(0, 0, 60, 10), averages));
            for (TileChunk chunk : all(TileChunk.class, reader.say(read))) {
                for (int code : chunk.codes()) {
                    squares += (code - 2048.0) * (code - 2048);
                    n++;
                }
            }
            reader.say(0, new Ack(4L * k, 8, false, 0));
        }
        reader.say(0, new Bye("done"));
        assertThat(n).isEqualTo(3000);
        return Math.sqrt(squares / n);
    }

    @Test
    void anyBytesLeaveTheDeviceWorking() {
        host.greet();
        RandomStream.Cursor draws = RandomStream.of(3, "test.bytes").cursor();
        byte[] good = EnvelopeCodec.encode(new Envelope(41, 1, new Command(1, LATER, train(1))));
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[draws.nextBelow(700)];
            for (int k = 0; k < noise.length; k++) {
                noise[k] = (byte) draws.nextBits();
            }
            LinkKind kind = i % 2 == 0 ? LinkKind.STREAM : LinkKind.MESSAGES;
            device.device.receive(kind, noise, (bytes, hints) -> {});
            byte[] cut = Arrays.copyOf(good, draws.nextBelow(good.length));
            device.device.receive(LinkKind.MESSAGES, cut, (bytes, hints) -> {});
        }
        clock.advance(Duration.ofHours(2));
        RawHost fresh = new RawHost(device.device, 77);
        fresh.greet();
        long commands = device.cells.commands();
        assertThat(status(fresh.say(new Command(1L << 39, 1L << 62, train(1))))).isEqualTo(ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(commands + 1);
    }
}
