package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.testkit.CountingArray;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
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
}
