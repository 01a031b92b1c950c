package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.DenseUpdate;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Link;
import org.limbench.transport.faults.Fate;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;
import org.limbench.transport.inprocess.InProcessLink;

/** None lost, none doubled: the same commands over a good and a bad link end in the same array and the same receipts. */
final class ExactlyOnceTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);
    private static final FaultProbabilities BAD = new FaultProbabilities(0.01, 0.001, 0.005, 0.005, 0.002, 0, 3);

    private final ManualClock clock = new ManualClock();

    /** Everything a journal is told, in order. */
    private static final class Ledger implements CommandJournal {
        final List<Long> intents = new ArrayList<>();
        final List<String> receipts = new ArrayList<>();

        @Override
        public void intent(long commandId, ArrayCommand command) {
            intents.add(commandId);
        }

        @Override
        public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
            receipts.add(commandId + " " + receipt);
        }
    }

    private static ArrayCommand update(int k) {
        RandomStream.Cursor draws = RandomStream.of(k, "test.update").cursor();
        byte[] pulses = new byte[12];
        for (int i = 0; i < pulses.length; i++) {
            pulses[i] = (byte) (draws.nextBelow(7) - 3);
        }
        if (k % 40 == 7) {
            return new DenseUpdate(WHOLE, TestDevice.DRIVE, pulses, 1e-6);
        }
        if (k % 40 == 27) {
            return new SparseUpdate(
                    new org.limbench.device.ArrayGeometry(4, 3),
                    TestDevice.DRIVE,
                    new int[] {1, 5, 11},
                    new byte[] {1, -1, 2},
                    1e-6);
        }
        return new Rank1Update(
                WHOLE,
                TestDevice.DRIVE,
                new byte[] {pulses[0], 100, -50, 7},
                65_536,
                new byte[] {127, pulses[1], -90},
                40_000,
                8,
                1e-6,
                k);
    }

    private static List<ArrayCommand> commands(int n, boolean reads) {
        List<ArrayCommand> commands = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            commands.add(update(k));
            if (reads && k % 20 == 19) {
                commands.add(new ReadRequest(WHOLE, 1));
            }
        }
        return commands;
    }

    private static Link bad(TestDevice device, FaultProbabilities odds, long seed) {
        return new FaultyLink(InProcessLink.to(device.device), odds, odds, RandomStream.of(seed, "test.faults")::bits);
    }

    private List<Receipt> run(Link link, Ledger ledger, List<ArrayCommand> commands) {
        List<Receipt> receipts = new ArrayList<>();
        SessionOptions options =
                SessionOptions.builder(clock, 7).journal(ledger).build();
        try (Session session = Session.open(link, options)) {
            for (int at = 0; at < commands.size(); at += 37) {
                receipts.addAll(session.execute(commands.subList(at, Math.min(commands.size(), at + 37))));
            }
        }
        return receipts;
    }

    @Test
    void tenThousandUpdatesOverABadLinkEndExactlyAsOverAGoodOne() {
        List<ArrayCommand> commands = commands(10_000, true);
        TestDevice clean = TestDevice.small(clock);
        Ledger cleanLedger = new Ledger();
        List<Receipt> expected = run(InProcessLink.to(clean.device), cleanLedger, commands);

        TestDevice dirty = TestDevice.small(clock);
        Ledger dirtyLedger = new Ledger();
        FaultyLink link = (FaultyLink) bad(dirty, BAD, 5);
        List<Receipt> actual = run(link, dirtyLedger, commands);

        assertThat(link.sent().lost()).isGreaterThan(50);
        assertThat(link.received().of(Fate.FLIPPED)).isGreaterThan(2);
        assertThat(dirty.cells.commands()).isEqualTo(10_000);
        assertThat(dirty.device.snapshot()).isEqualTo(clean.device.snapshot());
        assertThat(actual.equals(expected)).isTrue(); // a list of thousands is no message
        assertThat(dirtyLedger.intents).isEqualTo(cleanLedger.intents);
        assertThat(dirtyLedger.receipts.equals(cleanLedger.receipts)).isTrue();
    }

    @Test
    void aLinkThatBreaksIsOpenedAnewAndNothingIsLostOrDoubled() {
        List<ArrayCommand> commands = commands(2_000, false);
        TestDevice clean = TestDevice.small(clock);
        Ledger cleanLedger = new Ledger();
        List<Receipt> expected = run(InProcessLink.to(clean.device), cleanLedger, commands);

        TestDevice dirty = TestDevice.small(clock);
        Ledger dirtyLedger = new Ledger();
        FaultProbabilities breaking = new FaultProbabilities(0.01, 0.001, 0.005, 0.005, 0, 0.01, 1);
        int[] links = {0};
        SessionOptions options = SessionOptions.builder(clock, 7)
                .journal(dirtyLedger)
                .reconnect(() -> bad(dirty, breaking, ++links[0]))
                .build();
        List<Receipt> actual;
        Session session = Session.open(bad(dirty, breaking, 1000), options);
        actual = session.execute(commands);

        assertThat(links[0]).isGreaterThan(20);
        assertThat(dirty.cells.commands()).isEqualTo(2_000);
        assertThat(dirty.device.snapshot()).isEqualTo(clean.device.snapshot());
        assertThat(actual.equals(expected)).isTrue(); // a list of thousands is no message
        assertThat(dirtyLedger.intents).isEqualTo(cleanLedger.intents);
        assertThat(dirtyLedger.receipts.equals(cleanLedger.receipts)).isTrue();
        assertThat(session.statistics().duplicatesSuppressed()).isPositive();
        session.close();
    }

    @ParameterizedTest
    @EnumSource(FaultPlan.Moment.class)
    void aResetInTheMiddleLeavesAnIndeterminateReceiptAndNeverASecondPulse(FaultPlan.Moment moment) {
        FaultPlan plan = new FaultPlan(
                List.of(new FaultPlan.Reboot(150, moment)), List.of(), List.of(), FaultProbabilities.NONE, 0);
        TestDevice device = TestDevice.small(clock, plan);
        Ledger ledger = new Ledger();
        List<Receipt> receipts = run(bad(device, BAD, 9), ledger, commands(300, true));

        List<Receipt> unknown = receipts.stream()
                .filter(receipt -> receipt.status() == ReceiptStatus.INDETERMINATE)
                .toList();
        assertThat(device.device.boots()).isEqualTo(2);
        assertThat(receipts).hasSize(315);
        assertThat(unknown).isNotEmpty().hasSizeLessThanOrEqualTo(16);
        assertThat(receipts.stream().allMatch(r -> r.status().applied() || r.status() == ReceiptStatus.INDETERMINATE))
                .isTrue();
        // what was applied lies between the receipts that say so and those that may be
        assertThat(device.cells.commands()).isBetween(300L - unknown.size(), 300L);
        assertThat(ledger.intents).hasSize(315).doesNotHaveDuplicates();
        assertThat(ledger.receipts).hasSize(315).anyMatch(line -> line.contains("INDETERMINATE"));
    }

    @Test
    void noEnergyIsLostWithAnIndeterminateReceipt() {
        FaultPlan plan = new FaultPlan(
                List.of(new FaultPlan.Reboot(50, FaultPlan.Moment.COMMIT)),
                List.of(),
                List.of(),
                FaultProbabilities.NONE,
                0);
        TestDevice device = TestDevice.small(clock, plan);
        List<Receipt> receipts = run(InProcessLink.to(device.device), new Ledger(), commands(100, false));
        double sum = 0;
        for (Receipt receipt : receipts) {
            sum += org.limbench.energy.EnergyMeasurement.of(receipt.window(), device.datasheet.meter())
                    .totalJoules();
        }
        long[] registers = receipts.get(receipts.size() - 1).window().end().delivered();
        double all = 0;
        for (long register : registers) {
            all += register * 1e-18;
        }
        assertThat(sum).isCloseTo(all, org.assertj.core.api.Assertions.within(1e-25));
        assertThat(all).isPositive();
    }
}
