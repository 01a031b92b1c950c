package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;

/**
 * What every device does for every host over every wire, seen through a session; {@link ContractMessagesIT} is the same
 * message by message. One device of a kind serves all tests, so that each finds what the one before has left.
 */
final class ContractIT {
    private static final Map<Bench, DeviceUnderTest> RUNNING = new EnumMap<>(Bench.class);
    private static final AtomicLong SESSIONS = new AtomicLong(0x5E55_0000L);
    /** The last session with each, which a test that failed may have left open. */
    private static final Map<DeviceUnderTest, Long> LAST = new HashMap<>();

    @AfterAll
    static void stop() throws IOException {
        for (DeviceUnderTest device : RUNNING.values()) {
            device.close();
        }
        RUNNING.clear();
    }

    private static DeviceUnderTest device(Bench bench) {
        return RUNNING.computeIfAbsent(bench, kind -> {
            try {
                return kind.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static SessionOptions.Builder options(DeviceUnderTest device) {
        SessionOptions.Builder options = SessionOptions.builder(System::nanoTime, SESSIONS.incrementAndGet())
                .reconnect(device::connect);
        Long left = LAST.put(device, SESSIONS.get());
        return left == null ? options : options.supersedes(left);
    }

    private static Session open(DeviceUnderTest device) throws LinkException {
        return Session.open(device.connect(), options(device).build());
    }

    private static long[] delivered(List<Receipt> receipts) {
        long[] sum = new long[EnergyAccount.count()];
        for (Receipt receipt : receipts) {
            long[] counts = ContractCommands.delivered(receipt);
            Arrays.setAll(sum, i -> sum[i] + counts[i]);
        }
        return sum;
    }

    private static long[] since(MeterLatch before, MeterLatch now) {
        long[] counts = new long[EnergyAccount.count()];
        Arrays.setAll(counts, i -> now.delivered()[i] - before.delivered()[i]);
        return counts;
    }

    private static long on(EnergyAccount account, Receipt receipt) {
        return ContractCommands.delivered(receipt)[account.channel()];
    }

    private static int[] codes(Session session, Tile tile, int averages) {
        Readout readout = session.execute(new ReadRequest(tile, averages)).readout();
        assertThat(readout).isNotNull();
        return readout.codes();
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void identifiesItself(Bench bench) throws IOException {
        DeviceUnderTest device = device(bench);
        Datasheet first;
        long boot;
        long uptime;
        try (Session session = open(device)) {
            first = session.datasheet();
            boot = session.identity().bootId();
            uptime = session.status().uptimeMillis();
        }
        try (Session session = open(device)) {
            assertThat(session.datasheet()).isEqualTo(first);
            assertThat(session.identity().bootId()).isEqualTo(boot).isNotZero();
            assertThat(session.status().uptimeMillis()).isGreaterThanOrEqualTo(uptime);
        }
        assertThat(first.device()).startsWith("lim-");
        assertThat(first.firmware()).isNotBlank();
        assertThat(first.emulated()).isTrue();
        assertThat(first.barrier()).isNotNull();
        assertThat(first.converter().siemens(0)).isCloseTo(first.leastSiemens(), within(1e-12));
        assertThat(first.converter().siemens(first.converter().mostCode()))
                .isCloseTo(first.mostSiemens(), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void movesTheBarrierAndBooksItWhereItBelongs(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            ContractCommands commands = new ContractCommands(session.datasheet());
            session.execute(commands.barrier(24));
            Receipt raised = session.execute(commands.barrier(40));
            Receipt kept = session.execute(commands.consolidation(60));
            session.execute(commands.barrier(24));
            for (Receipt receipt : List.of(raised, kept)) {
                assertThat(receipt.status()).isEqualTo(ReceiptStatus.APPLIED);
                assertThat(receipt.cells()).isEqualTo(commands.whole.cells());
                assertThat(receipt.pulses()).isZero();
                assertThat(on(EnergyAccount.UPDATE, receipt)).isZero();
            }
            assertThat(on(EnergyAccount.BARRIER, raised)).isPositive();
            assertThat(on(EnergyAccount.CONSOLIDATE, raised)).isZero();
            // the work on the cells; it may have flowed back. What the actuators lose is nobody's but the barrier's
            assertThat(on(EnergyAccount.CONSOLIDATE, kept)
                            + ContractCommands.returned(kept)[EnergyAccount.CONSOLIDATE.channel()])
                    .isPositive();
            assertThat(raised.window().endSeconds() - raised.window().startSeconds())
                    .isCloseTo(1e-3, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void carriesOutEveryKindOfUpdateAndCountsItsPulses(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            Map<String, ArrayCommand> updates = new ContractCommands(session.datasheet()).updates();
            List<Receipt> receipts = session.execute(List.copyOf(updates.values()));
            int i = 0;
            for (Map.Entry<String, ArrayCommand> update : updates.entrySet()) {
                Receipt receipt = receipts.get(i++);
                assertThat(receipt.status()).as(update.getKey()).isEqualTo(ReceiptStatus.APPLIED);
                assertThat(receipt.pulses())
                        .as(update.getKey())
                        .isEqualTo(ContractCommands.pulses(update.getValue()))
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void heatIsTiltTimesTheLevelsReadBack(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            ContractCommands commands = new ContractCommands(session.datasheet());
            int[] before = codes(session, commands.whole, 1);
            Receipt train = session.execute(commands.train(5));
            int[] after = codes(session, commands.whole, 1);
            long levels = Arrays.stream(after).asLongStream().sum()
                    - Arrays.stream(before).asLongStream().sum();
            long counts =
                    on(EnergyAccount.UPDATE, train) - ContractCommands.returned(train)[EnergyAccount.UPDATE.channel()];
            MeterChannel meter = session.datasheet().meter().get(EnergyAccount.UPDATE.channel());
            double joules = levels * 2 * ContractCommands.KT;
            // five standard uncertainties of the declared gain, and a count at either end
            assertThat(counts * meter.lsbJoules())
                    .isCloseTo(joules, within(5 * meter.gainUncertainty() * joules + 2 * meter.lsbJoules()));
            assertThat(levels).isPositive();
            assertThat(train.jumps()).isGreaterThanOrEqualTo(levels);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void readsATileOrAllAndAveragesAndChangesNothing(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            Tile whole = session.datasheet().geometry().whole();
            long last = session.status().lastUpdateId();
            int[] all = codes(session, whole, 1);
            int[] part = codes(session, new Tile(3, 4, 5, 6), 1);
            int[] expected = new int[30];
            Arrays.setAll(expected, i -> all[(3 + i / 6) * whole.columns() + 4 + i % 6]);
            assertThat(part).isEqualTo(expected);
            assertThat(codes(session, whole, 16)).isEqualTo(all);
            assertThat(session.status().lastUpdateId()).isEqualTo(last);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void metersEveryCommandInItsOwnReceipt(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            MeterLatch before = session.meter();
            List<Receipt> receipts = session.execute(new ContractCommands(session.datasheet()).everything());
            assertThat(since(before, session.meter())).isEqualTo(delivered(receipts));
            assertThat(delivered(receipts)[EnergyAccount.UPDATE.channel()]).isPositive();
            MeterLatch end = before;
            double seconds = 0;
            for (Receipt receipt : receipts) {
                assertThat(receipt.window().start()).isEqualTo(end);
                assertThat(receipt.window().startSeconds()).isGreaterThanOrEqualTo(seconds);
                end = receipt.window().end();
                seconds = receipt.window().endSeconds();
            }
            assertThat(session.status().deviceSeconds()).isGreaterThan(3600);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void refusesWholeWhatIsOutOfRangeAndGoesOn(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            ContractCommands commands = new ContractCommands(session.datasheet());
            int[] before = codes(session, commands.whole, 1);
            MeterLatch meter = session.meter();
            assertThatThrownBy(() -> session.execute(commands.barrier(200)))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("barrierJoules");
            Tile beyond = new Tile(0, 0, commands.whole.rows() + 1, 1);
            PulseTrain outside =
                    new PulseTrain(beyond, Operation.UPDATE, commands.drive(), Polarity.DEPRESS, 1e-6, 1e-6, 9);
            assertThatThrownBy(() -> session.execute(outside))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("tile");
            assertThatThrownBy(() -> session.execute(new ReadRequest(beyond, 1)))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("tile");
            assertThat(session.meter()).isEqualTo(meter);
            assertThat(codes(session, commands.whole, 1)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aPowerCutIsNoticedAndNothingIsSentTwice(Bench bench) throws IOException {
        DeviceUnderTest device = device(bench);
        try (Session session = open(device)) {
            PulseTrain train = new ContractCommands(session.datasheet()).train(1);
            long boot = session.identity().bootId();
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
            device.cutPower();
            List<Receipt> receipts = new ArrayList<>();
            while (session.identity().bootId() == boot) {
                assertThat(receipts).as("commands until the restart is noticed").hasSizeLessThan(50);
                receipts.addAll(session.execute(List.of(train, train)));
            }
            assertThat(receipts)
                    .allMatch(receipt -> receipt.status() == ReceiptStatus.APPLIED
                            || receipt.status() == ReceiptStatus.INDETERMINATE);
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    /** Not on the core: its power goes at a moment of qemu's choosing. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "CORTEX_M3_.*")
    void aPowerCutWithinACommandLeavesItIndeterminateAndNoJouleUnaccounted(Bench bench) throws IOException {
        DeviceUnderTest device = device(bench);
        try (Session session = open(device)) {
            PulseTrain train = new ContractCommands(session.datasheet()).train(2);
            long boot = session.identity().bootId();
            session.execute(train);
            MeterLatch before = session.meter();
            device.cutPowerWithinTheNextCommand();
            List<Receipt> receipts = session.execute(List.of(train, train, train));
            assertThat(session.identity().bootId()).isNotEqualTo(boot);
            List<Receipt> unknown = receipts.stream()
                    .filter(receipt -> receipt.status() == ReceiptStatus.INDETERMINATE)
                    .toList();
            assertThat(unknown).isNotEmpty();
            // pulses were fired: the receipt that cannot tell how many brings the energy they took
            assertThat(delivered(unknown)[EnergyAccount.UPDATE.channel()]).isPositive();
            assertThat(since(before, session.meter())).isEqualTo(delivered(receipts));
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void beginsAnewWhereItCanAndIsAsItWasWhereNot(Bench bench) throws IOException {
        try (Session session = open(device(bench))) {
            PulseTrain train = new ContractCommands(session.datasheet()).train(1);
            session.execute(train);
            long boot = session.identity().bootId();
            MeterLatch before = session.meter();
            if (session.powerOn("contract")) {
                assertThat(session.identity().bootId()).isNotEqualTo(boot);
                assertThat(session.status().deviceSeconds()).isZero();
                assertThat(session.meter()).isEqualTo(MeterLatch.zero());
            } else {
                assertThat(session.identity().bootId()).isEqualTo(boot);
                assertThat(session.meter()).isEqualTo(before);
            }
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aHostComesBackOverANewLinkAndAsksWhatBecameOfItsCommand(Bench bench) throws IOException {
        DeviceUnderTest device = device(bench);
        Link killed = device.connect();
        Session session = Session.open(killed, options(device).build());
        PulseTrain train = new ContractCommands(session.datasheet()).train(1);
        Receipt first = session.execute(train);
        long id = session.status().lastUpdateId();
        killed.close(); // the process is gone: no goodbye
        try (Session resumed = open(device)) {
            Receipt kept = resumed.query(id, train);
            assertThat(kept).isNotNull();
            assertThat(kept.status()).isEqualTo(ReceiptStatus.DUPLICATE);
            assertThat(kept.window()).isEqualTo(first.window());
            assertThat(resumed.query(id + 1, train)).isNull();
            assertThat(resumed.execute(train).window().start())
                    .isEqualTo(first.window().end());
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aLinkLostInTheMiddleIsReplacedAndEveryCommandAppliedOnce(Bench bench) throws IOException {
        DeviceUnderTest device = device(bench);
        int[] links = {0};
        SessionOptions.LinkMaker dial = () -> breaking(device.connect(), ++links[0]);
        SessionOptions options = options(device).reconnect(dial).build();
        try (Session session = Session.open(dial.open(), options)) {
            PulseTrain train = new ContractCommands(session.datasheet()).train(1);
            long last = session.status().lastUpdateId();
            MeterLatch before = session.meter();
            List<Receipt> receipts = new ArrayList<>();
            while (links[0] < 3) {
                assertThat(receipts).as("commands until two links are lost").hasSizeLessThan(400);
                receipts.addAll(session.execute(List.of(train, train, train, train)));
            }
            assertThat(receipts).allMatch(receipt -> receipt.status() == ReceiptStatus.APPLIED);
            assertThat(session.status().lastUpdateId()).isEqualTo(last + receipts.size());
            assertThat(since(before, session.meter())).isEqualTo(delivered(receipts));
            LAST.put(device, session.identity().session()); // the goodbye may break the last link
        }
    }

    /** A link of which one frame in fifty breaks it. */
    private static Link breaking(Link link, int number) {
        return new FaultyLink(
                link,
                new FaultProbabilities(0, 0, 0, 0, 0, 0.02, 1),
                FaultProbabilities.NONE,
                RandomStream.of(number, "test.breaks")::bits);
    }
}
