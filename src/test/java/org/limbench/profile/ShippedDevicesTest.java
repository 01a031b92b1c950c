package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.inprocess.InProcessLink;

/** Every shipped profile, and a stranger's, as a device at the other end of a link. */
final class ShippedDevicesTest {
    private static final String STRANGER =
            Path.of("test-fixtures", "stranger.yaml").toString();

    private final ManualClock clock = new ManualClock();

    static List<String> profiles() {
        List<String> profiles = new ArrayList<>(ProfileLibrary.names());
        profiles.add(STRANGER);
        return profiles;
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void deviceTellsWhoItIsMovesWhenPulsedAndReadsBack(String name) {
        DeviceProfile profile = ProfileLibrary.load(name).withGeometry(12, 10);
        EmulatedDevice device = EmulatedDevice.of(profile, 3, TestDevice.options(clock));
        try (Session session = Session.open(
                InProcessLink.to(device), SessionOptions.builder(clock, 7).build())) {
            Datasheet sheet = session.datasheet();
            assertThat(sheet).isEqualTo(profile.datasheet(EmulatedDevice.FIRMWARE));
            Tile whole = sheet.geometry().whole();
            Receipt down = session.execute(train(sheet, whole, Polarity.DEPRESS));
            double low = mean(session, whole);
            Receipt up = session.execute(train(sheet, whole, Polarity.POTENTIATE));
            double high = mean(session, whole);
            assertThat(down.status()).isEqualTo(ReceiptStatus.APPLIED);
            assertThat(up.pulses()).isEqualTo(120L * pulses(sheet));
            assertThat(high - low).isGreaterThan(0.2 * (sheet.mostSiemens() - sheet.leastSiemens()));
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void deviceWithoutABarrierRefusesToConsolidate(String name) {
        DeviceProfile profile = ProfileLibrary.load(name).withGeometry(2, 2);
        EmulatedDevice device = EmulatedDevice.of(profile, 3, TestDevice.options(clock));
        try (Session session = Session.open(
                InProcessLink.to(device), SessionOptions.builder(clock, 7).build())) {
            BarrierLimits limits = session.datasheet().barrier();
            Consolidation consolidation = new Consolidation(
                    session.datasheet().geometry().whole(), limits == null ? 1e-19 : limits.mostJoules(), 0);
            if (limits == null) {
                assertThatThrownBy(() -> session.execute(consolidation)).hasMessageContaining("no tunable barrier");
            } else {
                assertThat(session.execute(consolidation).status()).isEqualTo(ReceiptStatus.APPLIED);
            }
        }
    }

    /** Enough pulses to cross the range, at most 20000. */
    private static int pulses(Datasheet sheet) {
        double steps = (sheet.mostSiemens() - sheet.leastSiemens()) / sheet.minimumStepSiemens();
        return (int) Math.min(20_000, Math.ceil(1.5 * steps));
    }

    private static PulseTrain train(Datasheet sheet, Tile tile, Polarity polarity) {
        Drive drive = sheet.voltage();
        if (drive == null) {
            double kt = 1.380649e-23 * sheet.temperatureKelvin();
            // a level a pulse at a tilt of 4 kT: attempts x pulse x (e^(x/2) - e^(-x/2)) e^-b = 1
            double attempts = Objects.requireNonNull(sheet.barrier()).attemptsPerSecond() * sheet.pulseSeconds();
            drive = new Drive.Barrier(4 * kt, kt * Math.log(attempts * 2 * Math.sinh(2)));
        }
        double pulse = sheet.pulseSeconds();
        return new PulseTrain(tile, Operation.PROGRAM, drive, polarity, pulse, pulse, pulses(sheet));
    }

    private static double mean(Session session, Tile tile) {
        Datasheet sheet = session.datasheet();
        Readout readout = Objects.requireNonNull(
                session.execute(new ReadRequest(tile, 16)).readout());
        double sum = 0;
        for (int code : readout.codes()) {
            sum += sheet.converter().siemens(code);
        }
        return sum / readout.codes().length;
    }
}
