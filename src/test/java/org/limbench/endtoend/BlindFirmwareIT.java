package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limbench.device.Drive;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.Signals;

/** The C engine tells what a port's meter missed. */
final class BlindFirmwareIT {
    private static final Tile TILE = new Tile(0, 0, 4, 4);

    @Test
    void aMeterThatMissesSomethingSaysSo() throws Exception {
        try (Firmware.Running firmware = Firmware.posix(true);
                Session session = Session.open(
                        firmware.connect(),
                        SessionOptions.builder(System::nanoTime, 0xB11D).build())) {
            MeterWindow seen = pulse(session);
            Signals.send(firmware.process(), "USR2");
            MeterWindow blind = pulse(session);
            while (blind.unseen().isNone()) {
                // the signal may come after the command
                blind = pulse(session);
            }
            MeterWindow after = pulse(session);

            assertThat(seen.unseen()).isEqualTo(MeterLoss.NONE);
            assertThat(seen.isEmpty()).isFalse();
            assertThat(blind.unseen()).isEqualTo(MeterLoss.ofAll(Set.of(MeterLoss.Cause.GAP), blind.seconds()));
            assertThat(blind.end().delivered()).isEqualTo(blind.start().delivered());
            assertThat(after.start()).isEqualTo(blind.end());
            assertThat(session.meter().losses()).isNotZero();
        }
    }

    private static MeterWindow pulse(Session session) {
        PulseTrain train = new PulseTrain(
                TILE,
                Operation.UPDATE,
                new Drive.Barrier(4e-20, 8e-20),
                Polarity.POTENTIATE,
                0.0009765625,
                0.0009765625,
                4);
        return session.execute(train).window();
    }
}
