package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.emulator.DeviceOptions;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Endpoint;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;
import org.limbench.transport.inprocess.InProcessLink;

/** What a journal is told adds up to what the device took, whatever was lost on the way. */
final class RecoveredAccountsTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);
    private static final ReadRequest READ = new ReadRequest(WHOLE, 1);
    private static final PulseTrain TRAIN =
            new PulseTrain(WHOLE, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1);
    private static final long READ_COUNTS = 1_000_000;
    private static final long TRAIN_COUNTS = 12_000;
    /** Two blocks for a device that stages six bytes: 600 and 600 pulses. */
    private static final DenseUpdate CUT = dense((byte) 100);

    private final ManualClock clock = new ManualClock();

    private static DenseUpdate dense(byte each) {
        byte[] pulses = new byte[12];
        Arrays.fill(pulses, each);
        return new DenseUpdate(WHOLE, TestDevice.DRIVE, pulses, 1e-6);
    }

    /** Everything a journal is told of energy. */
    private static final class Books implements CommandJournal {
        final List<MeterWindow> windows = new ArrayList<>();
        final List<MeterWindow> unaccounted = new ArrayList<>();
        final List<DeviceIdentity> opened = new ArrayList<>();
        long intents;

        @Override
        public void opened(DeviceIdentity identity) {
            opened.add(identity);
        }

        @Override
        public void intent(long commandId, ArrayCommand command) {
            intents++;
        }

        @Override
        public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
            windows.add(receipt.window());
        }

        @Override
        public void unaccounted(MeterWindow window, double temperatureKelvin) {
            windows.add(window);
            unaccounted.add(window);
        }

        void requireClosed(MeterLatch registers) {
            MeterLatch told = MeterLatch.zero();
            for (MeterWindow window : windows) {
                assertThat(window.start()).isEqualTo(told);
                told = window.end();
            }
            assertThat(told).isEqualTo(registers);
        }
    }

    private static long counts(MeterWindow window) {
        long sum = 0;
        for (int i = 0; i < EnergyAccount.count(); i++) {
            sum += window.end().delivered()[i] - window.start().delivered()[i];
        }
        return sum;
    }

    private SessionOptions.Builder options(CommandJournal journal) {
        return SessionOptions.builder(clock, 7).journal(journal);
    }

    /** A device that does something of its own with one frame. */
    private static Endpoint at(int frame, TestDevice device, Endpoint instead) {
        int[] frames = {0};
        return (kind, bytes, outbox) -> (++frames[0] == frame ? instead : device.device).receive(kind, bytes, outbox);
    }

    @Test
    void readsMadeAgainOverANewLinkLeaveNoEnergyUntold() {
        TestDevice device = TestDevice.small(clock);
        FaultProbabilities breaking = new FaultProbabilities(0.01, 0, 0, 0, 0, 0.02, 1);
        int[] links = {0};
        SessionOptions.LinkMaker dial = () -> new FaultyLink(
                InProcessLink.to(device.device), breaking, breaking, RandomStream.of(++links[0], "test.breaks")::bits);
        Books books = new Books();
        List<ArrayCommand> commands = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            commands.addAll(List.of(TRAIN, READ, READ));
        }
        try (Session session = Session.open(
                InProcessLink.to(device.device), options(books).reconnect(dial).build())) {
            session.reset(); // from here on over bad links
            session.execute(commands);
            books.requireClosed(session.meter());
            assertThat(books.opened).hasSizeGreaterThan(20);
            assertThat(books.opened.get(books.opened.size() - 1)).isEqualTo(session.identity());
        }
        assertThat(books.unaccounted).isNotEmpty().allMatch(window -> counts(window) % READ_COUNTS == 0);
        assertThat(device.cells.commands()).isEqualTo(500);
    }

    @Test
    void aReadSwallowedByAResetIsUnaccountedEvenIfItWasTheFirstCommand() {
        TestDevice device = TestDevice.small(clock);
        // hello, datasheet, meter, and then the read
        Endpoint resetting = at(4, device, (kind, bytes, outbox) -> {
            device.device.receive(kind, bytes, (answer, hints) -> {});
            device.device.reboot();
        });
        Books books = new Books();
        try (Session session =
                Session.open(InProcessLink.to(resetting), options(books).build())) {
            session.execute(READ);
            books.requireClosed(session.meter());
        }
        assertThat(books.unaccounted).hasSize(1);
        assertThat(counts(books.unaccounted.get(0))).isEqualTo(READ_COUNTS);
    }

    @Test
    void aCommandCutByTheLossOfTheRegistersHoldsWhatItsBlocksGained() {
        TestDevice first = TestDevice.of(4, 3, 6, TestDevice.options(clock));
        TestDevice second = TestDevice.of(4, 3, 6, DeviceOptions.of(() -> 900, clock));
        // hello, datasheet, meter, train, acknowledgement; begin, chunk, commit of block 1; then another device is
        // there
        int[] frames = {0};
        Endpoint swapped =
                (kind, bytes, outbox) -> (++frames[0] <= 7 ? first.device : second.device).receive(kind, bytes, outbox);
        Books books = new Books();
        try (Session session =
                Session.open(InProcessLink.to(swapped), options(books).build())) {
            session.execute(TRAIN);
            Receipt cut = session.execute(CUT);
            assertThat(first.cells.commands()).isEqualTo(2);
            assertThat(cut.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
            assertThat(counts(cut.window())).isEqualTo(600_000);
            assertThat(counts(session.execute(TRAIN).window())).isEqualTo(TRAIN_COUNTS);
        }
        assertThat(books.unaccounted).isEmpty();
    }

    /** Leaves a session of which block 1 of {@link #CUT}, command 1, was carried out, and block 2 never arrived. */
    private long cutOff(TestDevice device) {
        int[] frames = {0};
        Endpoint deaf = (kind, bytes, outbox) -> {
            if (++frames[0] <= 6) { // hello, datasheet, meter; begin, chunk, commit of block 1
                device.device.receive(kind, bytes, outbox);
            }
        };
        Session session = Session.open(
                InProcessLink.to(deaf), options(CommandJournal.none()).build());
        assertThatThrownBy(() -> session.execute(CUT)).isInstanceOf(LinkLostException.class);
        assertThat(device.cells.commands()).isOne();
        return device.device.bootId();
    }

    private Session again(TestDevice device, CommandJournal journal) {
        return Session.open(
                InProcessLink.to(device.device),
                SessionOptions.builder(clock, 8).journal(journal).supersedes(7).build());
    }

    @Test
    void aCommandAppliedInPartIsCarriedToItsEndAndToldByWhoeverAsked() {
        TestDevice device = TestDevice.of(4, 3, 6, TestDevice.options(clock));
        long boot = cutOff(device);
        Books books = new Books();
        try (Session resumed = again(device, books)) {
            Receipt whole = resumed.query(1, CUT, boot);
            assertThat(whole.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(whole.pulses()).isEqualTo(1200);
            assertThat(counts(whole.window())).isEqualTo(1_200_000);
        }
        assertThat(device.cells.commands()).isEqualTo(2);
        assertThat(books.intents).isZero();
        assertThat(books.windows).isEmpty();
    }

    @Test
    void aCommandAppliedInPartUnderAnotherBootIsLeftAlone() {
        TestDevice device = TestDevice.of(4, 3, 6, TestDevice.options(clock));
        long boot = cutOff(device);
        try (Session resumed = again(device, CommandJournal.none())) {
            Receipt partly = resumed.query(1, CUT, boot + 1);
            assertThat(partly.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
            assertThat(resumed.execute(TRAIN).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
        assertThat(device.cells.commands()).isEqualTo(2);
    }
}
