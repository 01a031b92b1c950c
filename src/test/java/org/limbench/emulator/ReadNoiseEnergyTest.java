package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.physics.ReadNoiseLaw;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.profile.ReadChain;

/** Read noise is the converter's affair: cells and energies are the same bits with it and without. */
final class ReadNoiseEnergyTest {
    private static final Drive DRIVE = new Drive.Barrier(8e-21, 3e-20);

    private static MeteredArray device(DeviceProfile profile, double noiseSiemens) {
        ReadChain quiet = ReadChain.asDeclared(profile.converter());
        return new MeteredArray(
                profile.datasheet("test 1"),
                profile.newArray(3),
                profile.newMeter(3),
                new ReadChain(quiet.readVolts(), ReadNoiseLaw.constant(noiseSiemens), 0, 0, quiet.inputBits()),
                profile.driveChain(),
                3);
    }

    @Test
    void readNoiseChangesCodesAndNoEnergy() {
        DeviceProfile profile = ProfileLibrary.load("lim-chain").withGeometry(12, 10);
        Tile whole = new Tile(0, 0, 12, 10);
        List<ArrayCommand> script = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            Polarity polarity = round % 3 == 0 ? Polarity.DEPRESS : Polarity.POTENTIATE;
            script.add(new PulseTrain(whole, Operation.UPDATE, DRIVE, polarity, 1e-6, 1e-6, 5));
            script.add(new ReadRequest(whole, 1 + round % 2));
            script.add(new TimeAdvance(0.1, true));
        }
        MeteredArray quiet = device(profile, 0);
        MeteredArray noisy = device(profile, 3e-6);
        int different = 0;
        for (ArrayCommand command : script) {
            Receipt without = quiet.apply(command);
            Receipt with = noisy.apply(command);
            assertThat(with.window()).isEqualTo(without.window());
            assertThat(with.jumps()).isEqualTo(without.jumps());
            if (command instanceof ReadRequest) {
                int[] exact = Objects.requireNonNull(without.readout()).codes();
                int[] strayed = Objects.requireNonNull(with.readout()).codes();
                different += Arrays.equals(exact, strayed) ? 0 : 1;
            }
        }
        assertThat(different).isEqualTo(10);
        assertThat(noisy.conductancesSiemens(whole)).isEqualTo(quiet.conductancesSiemens(whole));
        assertThat(noisy.latch()).isEqualTo(quiet.latch());
    }
}
