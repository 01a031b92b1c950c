package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.Command;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.Message;
import org.limbench.protocol.Result;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.TestDevice;

/** What a device refuses only when it has begun, because it cannot be counted: found by {@link EmulatedDeviceFuzzTest}. */
final class RefusedCommandsTest {
    private static final Tile TILE = new Tile(0, 0, 4, 3);
    private static final byte[] ROWS = {127, 127, 127, 127};
    private static final byte[] COLUMNS = {127, 127, 127};

    private static EmulatedDevice device(String profile) {
        long[] boots = {0};
        return EmulatedDevice.of(
                ProfileLibrary.load(profile).withGeometry(4, 3),
                1,
                DeviceOptions.of(() -> ++boots[0], new ManualClock()));
    }

    private static RawHost greeted(EmulatedDevice device) {
        RawHost host = new RawHost(device, 7);
        host.greet();
        return host;
    }

    private static Result result(RawHost host, Message message) {
        return RawHost.only(Result.class, host.say(message));
    }

    /** A profile, and a command of pulses far wider, higher or slower than its own. */
    record Excess(String profile, ArrayCommand command) {}

    static Stream<Excess> excesses() {
        Drive barrier = new Drive.Barrier(4e-21, 4e-20);
        Drive volts = new Drive.Voltage(1.5, 1.25);
        Drive lightning = new Drive.Voltage(1e30, 1e30);
        return Stream.of(
                new Excess("lim-chain", rank1(barrier, 1e30)),
                new Excess("lim-chain", new Consolidation(TILE, 1e-19, 1e30)),
                new Excess("lim-chain", new BarrierChange(TILE, 1e-19, Double.MAX_VALUE)),
                new Excess("reram-sb", rank1(volts, 1e30)),
                new Excess("reram-sb", rank1(lightning, 1e-6)),
                new Excess(
                        "reram-sb", new PulseTrain(TILE, Operation.PROGRAM, volts, Polarity.POTENTIATE, 1e-6, 1e30, 2)),
                new Excess("fn-dam", rank1(volts, 1e154)),
                new Excess("fn-dam", new TimeAdvance(1e154, true)),
                new Excess("gain-cell", rank1(new Drive.Voltage(0.5, 0.5), 1e30)));
    }

    private static Rank1Update rank1(Drive drive, double pulseSeconds) {
        return new Rank1Update(TILE, drive, ROWS, 65_536, COLUMNS, 65_536, 4, pulseSeconds, 5);
    }

    @ParameterizedTest
    @MethodSource("excesses")
    void whatCannotBeMeteredLeavesCellsAndRegistersAsTheyWere(Excess excess) {
        EmulatedDevice device = device(excess.profile());
        RawHost host = greeted(device);
        byte[] before = device.snapshot();

        Result refused = result(host, new Command(1, 1_000, excess.command()));

        assertThat(refused.receipt().status()).isEqualTo(ReceiptStatus.REJECTED);
        assertThat(refused.detail()).contains("allowed: ");
        assertThat(device.snapshot()).isEqualTo(before);
    }

    @Test
    void deviceTimeStaysANumberAndTheDeviceGoesOnAnswering() {
        TestDevice test = TestDevice.small(new ManualClock());
        RawHost host = greeted(test.device);

        assertThat(result(host, new Command(1, 1_000, new TimeAdvance(9e14, false)))
                        .receipt()
                        .status())
                .isEqualTo(ReceiptStatus.APPLIED);
        for (long id = 2; id < 5; id++) {
            Result refused = result(host, new Command(id, 1_000, new TimeAdvance(Double.MAX_VALUE, false)));
            assertThat(refused.receipt().status()).isEqualTo(ReceiptStatus.REJECTED);
            assertThat(refused.detail()).startsWith("deviceSeconds is ");
        }
        assertThat(RawHost.only(StatusReply.class, host.say(new StatusRequest()))
                        .deviceSeconds())
                .isEqualTo(9e14);
    }

    @Test
    void productOfVoltagesThatNoDoubleResolvesCostsNothing() {
        EmulatedDevice device = device("lim-chain");
        RawHost host = greeted(device);
        byte[] before = device.snapshot();

        for (double volts : new double[] {Double.MIN_VALUE, Double.MAX_VALUE}) {
            Result refused = result(host, new MatrixVector(1, TILE, ROWS, volts));
            assertThat(refused.receipt().status()).isEqualTo(ReceiptStatus.REJECTED);
            assertThat(refused.detail()).startsWith("voltsAt127 is ");
        }
        assertThat(device.snapshot()).isEqualTo(before);
    }

    @Test
    void barrierOfTheLimitItselfIsTakenWithItsRoundingError() {
        EmulatedDevice device = device("lim-chain");
        RawHost host = greeted(device);
        BarrierLimits limits = Objects.requireNonNull(device.datasheet().barrier());
        double most = Math.nextUp(limits.mostJoules());
        double tilt = Math.nextUp(limits.mostTiltJoules());

        Result change = result(host, new Command(1, 1_000, new BarrierChange(TILE, most, 0)));
        Result pulse = result(host, new Command(2, 1_000, rank1(new Drive.Barrier(tilt, most), 1e-6)));

        assertThat(change.receipt().status()).as(change.detail()).isEqualTo(ReceiptStatus.APPLIED);
        assertThat(pulse.receipt().status()).as(pulse.detail()).isEqualTo(ReceiptStatus.APPLIED);
    }
}
