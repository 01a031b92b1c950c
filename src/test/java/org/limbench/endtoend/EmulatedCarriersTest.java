package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.CountingArray;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;

/** What can be counted exactly, because the array is a {@link CountingArray}: the same over every carrier of the emulator. */
final class EmulatedCarriersTest {
    private static final int ROWS = 26;
    private static final int COLUMNS = 25;
    private static final Tile WHOLE = new Tile(0, 0, ROWS, COLUMNS);

    private static TestDevice device(FaultPlan faults) {
        return TestDevice.of(
                ROWS, COLUMNS, 400, TestDevice.options(System::nanoTime).withFaults(faults));
    }

    private static SessionOptions.Builder options() {
        return SessionOptions.builder(System::nanoTime, 0x5E55);
    }

    private static byte[] ramp(int n) {
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = (byte) (i * 37 % 121 - 60);
        }
        return values;
    }

    /** Every kind of command; the dense update is larger than the device stages and goes in blocks. */
    private static List<ArrayCommand> everything() {
        var geometry = new ArrayGeometry(ROWS, COLUMNS);
        return List.of(
                new BarrierChange(WHOLE, 5e-20, 1e-3),
                new PulseTrain(WHOLE, Operation.PROGRAM, TestDevice.DRIVE, Polarity.DEPRESS, 1e-6, 2e-6, 3),
                new Rank1Update(WHOLE, TestDevice.DRIVE, ramp(ROWS), 60_000, ramp(COLUMNS), 65_536, 16, 1e-6, 77),
                new DenseUpdate(WHOLE, TestDevice.DRIVE, ramp(ROWS * COLUMNS), 1e-6),
                new SparseUpdate(geometry, TestDevice.DRIVE, new int[] {0, 300, 649}, new byte[] {9, -9, 1}, 1e-6),
                new ReadRequest(WHOLE, 4),
                new Consolidation(WHOLE, 2e-19, 1e-2),
                new TimeAdvance(3600, false),
                new ReadRequest(new Tile(3, 4, 5, 6), 1));
    }

    private static List<Receipt> runEverything(Carrier carrier, TestDevice device) throws IOException {
        try (DeviceUnderTest served = carrier.serve(device.device);
                Session session = Session.open(served.connect(), options().build())) {
            List<Receipt> receipts = new ArrayList<>();
            receipts.addAll(session.execute(everything()));
            receipts.addAll(session.execute(everything()));
            return receipts;
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void carriesOutEveryCommandWithTheSameReceiptsOverEveryCarrier(Carrier carrier) throws IOException {
        TestDevice here = device(FaultPlan.none());
        List<Receipt> expected = runEverything(Carrier.IN_PROCESS, here);
        TestDevice there = device(FaultPlan.none());
        List<Receipt> actual = runEverything(carrier, there);
        assertThat(actual).isEqualTo(expected).allMatch(receipt -> receipt.status() == ReceiptStatus.APPLIED);
        assertThat(there.device.snapshot()).isEqualTo(here.device.snapshot());
        // the dense update in blocks of 16 and 10 rows; the cells as if it had come whole
        assertThat(actual.get(3).cells()).isEqualTo(ROWS * COLUMNS);
        assertThat(there.cells.restBarrierJoules()).isEqualTo(2e-19);
        assertThat(there.device.deviceSeconds()).isGreaterThan(7200);
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void aRestartInACommitLeavesEachCommandAppliedAtMostOnce(Carrier carrier) throws IOException {
        FaultPlan plan = new FaultPlan(
                List.of(new FaultPlan.Reboot(3, FaultPlan.Moment.COMMIT)),
                List.of(),
                List.of(),
                FaultProbabilities.NONE,
                0);
        TestDevice device = device(plan);
        List<ArrayCommand> trains = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            trains.add(new PulseTrain(WHOLE, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1));
        }
        try (DeviceUnderTest served = carrier.serve(device.device);
                Session session = Session.open(served.connect(), options().build())) {
            long boot = session.identity().bootId();
            List<Receipt> receipts = session.execute(trains);
            long unknown = receipts.stream()
                    .filter(receipt -> receipt.status() == ReceiptStatus.INDETERMINATE)
                    .count();
            assertThat(unknown).isPositive();
            assertThat(session.identity().bootId()).isNotEqualTo(boot);
            assertThat(device.cells.commands()).isBetween(5 - unknown, 5L);
            assertThat(session.execute(trains.get(0)).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void aLinkLostInTheMiddleCostsNoPulseAndAddsNone(Carrier carrier) throws IOException {
        TestDevice device = device(FaultPlan.none());
        FaultProbabilities breaking = new FaultProbabilities(0, 0, 0, 0, 0, 0.05, 1);
        try (DeviceUnderTest served = carrier.serve(device.device)) {
            int[] links = {0};
            SessionOptions.LinkMaker dial = () -> new FaultyLink(
                    served.connect(),
                    breaking,
                    FaultProbabilities.NONE,
                    RandomStream.of(++links[0], "test.breaks")::bits);
            PulseTrain train =
                    new PulseTrain(WHOLE, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1);
            List<PulseTrain> trains = Collections.nCopies(60, train);
            try (Session session =
                    Session.open(dial.open(), options().reconnect(dial).build())) {
                assertThat(session.execute(trains)).allMatch(r -> r.status() == ReceiptStatus.APPLIED);
            }
            assertThat(links[0]).isGreaterThan(1);
            assertThat(device.cells.units()[1]).isEqualTo(60);
        }
    }
}
