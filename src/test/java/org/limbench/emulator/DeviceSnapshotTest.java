package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;

/** A snapshot is taken back whole, as it was written, by the kind of device that wrote it, or not at all. */
final class DeviceSnapshotTest {
    private final TestDevice device = TestDevice.small(new ManualClock());
    private final byte[] snapshot = device.device.snapshot();

    private void refused(byte[] changed, String why) {
        long boots = device.device.boots();
        assertThatThrownBy(() -> device.device.restore(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("snapshot", why, "allowed: ")
                .hasMessageNotContaining("\n");
        assertThat(device.device.snapshot()).isEqualTo(snapshot);
        assertThat(device.device.boots()).isEqualTo(boots);
    }

    @Test
    void everyFlippedBitIsNoticedAndTheArrayUntouched() {
        for (int bit = 0; bit < 8 * snapshot.length; bit++) {
            byte[] flipped = snapshot.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(flipped, "");
        }
    }

    @Test
    void everyCutAndEveryExtensionIsNoticed() {
        for (int length = 0; length < snapshot.length; length++) {
            refused(Arrays.copyOf(snapshot, length), "bytes");
        }
        refused(Arrays.copyOf(snapshot, snapshot.length + 1), "bytes");
    }

    @Test
    void anOlderFormatIsRefusedByItsNumber() {
        byte[] older = snapshot.clone();
        older[3] = '2';

        refused(older, "snapshot format is 2; allowed: 3");
    }

    @Test
    void aSnapshotOfAnotherKindOfDeviceIsRefused() {
        byte[] other = EmulatedDevice.of(
                        ProfileLibrary.load("lim-chain"), 7, DeviceOptions.of(() -> 5, new ManualClock()))
                .snapshot();

        refused(other, "of another device");
    }
}
