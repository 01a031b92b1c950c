package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
import org.limbench.emulator.FaultPlanFile;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Command;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.Message;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.Result;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.RecordedDevice;
import org.limbench.trace.Direction;
import org.limbench.trace.Side;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceTally;
import org.limbench.trace.TraceWriter;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

final class TraceReplayTest {
    private static final TraceWriter.Origin ORIGIN = new TraceWriter.Origin("", "", "test");
    private static final DeviceProfile PROFILE =
            ProfileLibrary.load("lim-chain").withGeometry(4, 3);
    private static final Tile ALL = new Tile(0, 0, 4, 3);
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(1_000_000_000_000L);

    private Path file(String name) {
        return directory.resolve(name);
    }

    private TraceWriter writer(String name) throws IOException {
        return TraceWriter.create(file(name), ORIGIN, clock);
    }

    private EmulatedDevice device(long seed) {
        AtomicLong boots = new AtomicLong(100 * seed);
        return EmulatedDevice.of(PROFILE, Carriers.FIRMWARE, seed, DeviceOptions.of(boots::incrementAndGet, clock));
    }

    private RecordedDevice recorded(TraceWriter writer, EmulatedDevice device, OptionalLong seed) {
        return new RecordedDevice(device.newPeer(), writer.tap("tcp:here", Side.DEVICE, seed));
    }

    private static TraceReplay.Outcome replay(Path file, OptionalLong seed) throws IOException {
        return replay(file, "emulated:lim-chain", seed);
    }

    private static TraceReplay.Outcome replay(Path file, String address, OptionalLong seed) throws IOException {
        return TraceReplay.run(file, (DeviceAddress.Emulated) DeviceAddress.parse(address), seed, (done, total) -> {});
    }

    private void refused(String name, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> replay(file(name), OptionalLong.empty()))
                .withMessageContainingAll(parts)
                .withMessageNotContaining("\n");
    }

    private static Command pulses(long id, long deadline) {
        return new Command(
                id,
                deadline,
                new PulseTrain(
                        ALL, Operation.UPDATE, new Drive.Barrier(8e-21, 4e-20), Polarity.POTENTIATE, 1e-6, 1e-6, 5));
    }

    private static Receipt receipt(List<Message> answers) {
        return RawHost.only(Result.class, answers).receipt();
    }

    // ---- whole runs over a bad wire

    private void run(String address, Host host) throws IOException {
        TrainingPlan plan =
                TrainingPlan.builder().seed(4).updates(60).arms(List.of("lim")).build();
        RunConfiguration configuration = new RunConfiguration(address, 4, "digits", Workloads.STANDARD_SPLIT, plan);
        TrainingRun.start(configuration, "traced", "test", directory.resolve("run"), host, RunListener.none(), null);
    }

    @Test
    void aRunOverALossyLinkComesAgainAnswerByAnswerFromEitherEnd() throws Exception {
        FaultPlan faults = FaultPlanFile.parse(
                "faults", "{format: 1, seed: 3, link: {loss: 0.03, flips: 0.02, duplication: 0.02, reordering: 0.02}}");
        try (TraceWriter device = TraceWriter.create(file("device"), ORIGIN, System::nanoTime);
                TraceWriter host = TraceWriter.create(file("host"), ORIGIN, System::nanoTime);
                Serving serving = Serving.start(
                        new Serving.Offer(
                                ProfileLibrary.load("lim-chain"),
                                null,
                                DeviceAddress.listening("127.0.0.1:0"),
                                null,
                                false,
                                null,
                                1,
                                7,
                                faults),
                        HOST.tracing(device),
                        line -> {})) {
            String address = "tcp:" + serving.ready().get(0).get("tcp");
            try (Link stranger = Carriers.open(DeviceAddress.parse(address), 0, HOST, line -> {})) {
                stranger.send(
                        FrameCodec.encode(new Envelope(99, 1, new StatusRequest())), SendHints.on(Channel.COMMAND));
                run(address, HOST.tracing(host));
            }
        }
        TraceTally tally = tally(file("device"));
        assertThat(tally.of(Direction.TO_DEVICE).again()).isPositive();
        assertThat(tally.of(Direction.TO_DEVICE).corrupt()).isPositive();
        assertThat(tally.of(Direction.TO_HOST).again()).isPositive();

        TraceReplay.Outcome fromDevice = replay(file("device"), OptionalLong.empty());
        assertThat(fromDevice.difference()).isNull();
        assertThat(fromDevice.reproduced())
                .isEqualTo(tally.of(Direction.TO_HOST).frames());
        assertThat(fromDevice.passedOver()).isZero();
        assertThat(fromDevice.seeds()).containsValue(7L);

        TraceReplay.Outcome fromHost = replay(file("host"), OptionalLong.of(7));
        assertThat(fromHost.difference()).isNull();
        assertThat(fromHost.reproduced()).isGreaterThan(120);
        assertThat(fromHost.passedOver()).isPositive();

        assertThat(replay(file("device"), OptionalLong.of(8)).difference()).contains("packet ", "differs from byte");
        assertThat(replay(file("host"), OptionalLong.empty()).difference()).contains("packet ");
    }

    private static TraceTally tally(Path file) throws IOException {
        TraceTally tally = new TraceTally();
        try (TraceReader reader = TraceReader.open(file)) {
            for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
                tally.add(record, record.decoded());
            }
        }
        return tally;
    }

    @Test
    void everyArmOfARunInThisProcessComesAgain() throws Exception {
        TrainingPlan plan = TrainingPlan.builder()
                .seed(4)
                .updates(10)
                .arms(List.of("lim", "fixed"))
                .build();
        RunConfiguration configuration =
                new RunConfiguration("emulated:lim-chain", 4, "quadratic", Workloads.STANDARD_SPLIT, plan);
        try (TraceWriter writer = TraceWriter.create(file("arms"), ORIGIN, System::nanoTime)) {
            TrainingRun.start(
                    configuration,
                    "traced",
                    "test",
                    directory.resolve("run"),
                    HOST.tracing(writer),
                    RunListener.none(),
                    null);
        }
        assertThat(TraceSurvey.of(file("arms")).values())
                .singleElement()
                .satisfies(device -> assertThat(device.boots()).hasSize(2));
        TraceReplay.Outcome outcome = replay(file("arms"), OptionalLong.empty());
        assertThat(outcome.difference()).isNull();
        assertThat(outcome.seeds()).hasSize(1).containsValue(4L);
        assertThat(outcome.reproduced()).isGreaterThan(60);
    }

    @Test
    void eachDeviceOfATraceHasTheSeedRecordedWithIt() throws IOException {
        try (TraceWriter writer = writer("several")) {
            for (long seed : new long[] {5, 6}) {
                TraceWriter.Tap place = writer.tap("tcp:" + seed, Side.DEVICE, OptionalLong.of(seed));
                RawHost host = new RawHost(new RecordedDevice(device(seed), place), 70 + seed);
                host.greet();
                host.say(new DatasheetRequest());
                host.say(new Command(1, 0, new ReadRequest(ALL, 1)));
            }
        }
        TraceReplay.Outcome outcome = replay(file("several"), OptionalLong.empty());
        assertThat(outcome.difference()).isNull();
        assertThat(outcome.seeds()).containsEntry("tcp:5", 5L).containsEntry("tcp:6", 6L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> replay(file("several"), OptionalLong.of(5)))
                .withMessageContaining("2 devices");
    }

    // ---- what a device goes through

    @Test
    void deadlinesFallAsTheyFell() throws IOException {
        try (TraceWriter writer = writer("late")) {
            RawHost host = new RawHost(recorded(writer, device(3), OptionalLong.of(3)), 77);
            clock.advance(Duration.ofMillis(10));
            host.greet();
            host.say(new DatasheetRequest());
            assertThat(receipt(host.say(pulses(1, 1_000))).status()).isEqualTo(ReceiptStatus.APPLIED);
            clock.advance(Duration.ofSeconds(2));
            host.greet();
            assertThat(receipt(host.say(pulses(2, 1_000))).status()).isEqualTo(ReceiptStatus.EXPIRED);
            assertThat(receipt(host.say(pulses(3, 60_000))).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
        TraceReplay.Outcome outcome = replay(file("late"), OptionalLong.empty());
        assertThat(outcome.difference()).isNull();
        assertThat(outcome.reproduced()).isEqualTo(10);
    }

    @Test
    void aResetThatWasAskedForComesAgainWithTheRecordedBoots() throws IOException {
        try (TraceWriter writer = writer("reset")) {
            EmulatedDevice device = device(3);
            RecordedDevice recorded = recorded(writer, device, OptionalLong.of(3));
            RawHost host = new RawHost(recorded, 77);
            host.greet();
            host.say(new DatasheetRequest());
            host.say(pulses(1, 1_000));
            host.say(new ResetRequest());
            clock.advance(Duration.ofMillis(30));
            recorded.unplug();
            RawHost again = new RawHost(recorded(writer, device, OptionalLong.of(3)), 78);
            assertThat(again.greet().bootId()).isEqualTo(302);
            again.say(pulses(1, 1_000));
            again.say(new Command(2, 0, new ReadRequest(ALL, 1)));
            again.say(new StatusRequest());
        }
        TraceReplay.Outcome outcome = replay(file("reset"), OptionalLong.empty());
        assertThat(outcome.difference()).isNull();
        assertThat(outcome.reproduced()).isGreaterThan(10);
    }

    @Test
    void aSecondHostsRefusalOnAConnectionOfItsOwnComesAgain() throws IOException {
        try (TraceWriter writer = writer("two")) {
            EmulatedDevice device = device(3);
            RawHost first = new RawHost(recorded(writer, device, OptionalLong.of(3)), 77);
            first.greet();
            first.say(new DatasheetRequest());
            clock.advance(Duration.ofNanos(700_000));
            RawHost second = new RawHost(recorded(writer, device, OptionalLong.of(3)), 78);
            assertThat(second.hello(1_000)).hasOnlyElementsOfType(Fault.class);
            first.say(0, new Ack(1, 8, true, 0));
        }
        assertThat(replay(file("two"), OptionalLong.empty()).difference()).isNull();
    }

    @Test
    void whatAStrangerSaidWithoutAnAnswerIsCountedAgain() throws IOException {
        try (TraceWriter writer = writer("noise")) {
            EmulatedDevice device = device(3);
            RawHost host = new RawHost(recorded(writer, device, OptionalLong.of(3)), 77);
            host.greet();
            host.say(new DatasheetRequest());
            clock.advance(Duration.ofMillis(3));
            RawHost stranger = new RawHost(recorded(writer, device, OptionalLong.of(3)), 78);
            assertThat(stranger.say(new StatusRequest())).isEmpty();
            clock.advance(Duration.ofMillis(3));
            StatusReply status = RawHost.only(StatusReply.class, host.say(new StatusRequest()));
            assertThat(status.counters().otherSession()).isOne();
        }
        assertThat(replay(file("noise"), OptionalLong.empty()).difference()).isNull();
    }

    @Test
    void aPowerCutNobodyAskedForIsADifference() throws IOException {
        try (TraceWriter writer = writer("cut")) {
            EmulatedDevice device = device(3);
            RecordedDevice recorded = recorded(writer, device, OptionalLong.of(3));
            RawHost host = new RawHost(recorded, 77);
            host.greet();
            host.say(new DatasheetRequest());
            device.reboot();
            new RawHost(recorded, 78).greet();
        }
        assertThat(replay(file("cut"), OptionalLong.empty()).difference())
                .contains("recorded 'hello-ack boot 000000000000012e", "now 'fault lease held");
    }

    @Test
    void anAnswerThatWasNotRecordedIsADifference() throws IOException {
        try (TraceWriter writer = writer("quiet")) {
            EmulatedDevice device = device(3);
            RecordedDevice recorded = recorded(writer, device, OptionalLong.of(3));
            RawHost host = new RawHost(recorded, 77);
            host.greet();
            host.say(new DatasheetRequest());
            device.reboot();
            host.say(new StatusRequest()); // a fault now
            new RawHost(recorded, 78).greet();
        }
        assertThat(replay(file("quiet"), OptionalLong.empty()).difference())
                .contains("recorded 'fault no session", "now 'ack 2'");
    }

    // ---- what cannot be had again

    @Test
    void anotherDeviceIsRefused() throws IOException {
        try (TraceWriter writer = writer("whole")) {
            RawHost host = new RawHost(recorded(writer, device(3), OptionalLong.of(3)), 77);
            host.greet();
            host.say(new DatasheetRequest());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> replay(file("whole"), "emulated:smtj", OptionalLong.empty()))
                .withMessageContainingAll("whole is of lim-chain", "emulated:smtj is smtj");
        assertThat(replay(file("whole"), OptionalLong.empty()).reproduced()).isEqualTo(3);
    }

    @Test
    void aTraceFromTheMiddleOfALifeIsRefused() throws IOException {
        EmulatedDevice used = device(3);
        RawHost before = new RawHost(used, 76);
        before.greet();
        before.say(pulses(1, 1_000));
        try (TraceWriter writer = writer("session")) {
            RecordedDevice recorded = recorded(writer, used, OptionalLong.empty());
            recorded.receive(
                    LinkKind.MESSAGES,
                    EnvelopeCodec.encode(new Envelope(76, 2, new DatasheetRequest())),
                    (bytes, hints) -> {});
        }
        refused("session", "begins in the middle", "packet 3 answers a session whose hello is not in it");
        clock.advance(Duration.ofSeconds(5));
        try (TraceWriter writer = writer("later")) {
            new RawHost(recorded(writer, used, OptionalLong.empty()), 77).greet();
        }
        refused("later", "begins in the middle", "taken update 1 before it");
    }

    @Test
    void aTraceThatTellsNoDeviceIsRefused() throws IOException {
        try (TraceWriter writer = writer("silence")) {
            recorded(writer, device(3), OptionalLong.of(3));
        }
        refused("silence", "no device answers a hello");
        try (TraceWriter writer = writer("unnamed")) {
            new RawHost(recorded(writer, device(3), OptionalLong.of(3)), 77).greet();
        }
        refused("unnamed", "datasheet");
        try (TraceWriter writer = writer("doors")) {
            EmulatedDevice device = device(3);
            for (int seq = 1; seq <= 2; seq++) {
                TraceWriter.Tap door = writer.tap("door " + seq, Side.DEVICE, OptionalLong.of(3));
                RawHost host = new RawHost(new RecordedDevice(device.newPeer(), door), 77);
                host.greet();
                host.say(seq, new DatasheetRequest());
            }
        }
        refused("doors", "one device answers on several links");
    }
}
