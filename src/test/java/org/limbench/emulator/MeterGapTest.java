package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.ManualClock;
import org.limbench.transport.inprocess.InProcessLink;

final class MeterGapTest {
    private static List<MeterWindow> windows(FaultPlan.MeterGap gap) {
        ManualClock clock = new ManualClock();
        EmulatedDevice device =
                EmulatedDevice.of(ProfileLibrary.load("lim-chain"), 7, DeviceOptions.of(() -> 100, clock));
        device.inject(gap);
        try (Session session = Session.open(
                InProcessLink.to(device), SessionOptions.builder(clock, 77).build())) {
            PulseTrain train = new PulseTrain(
                    new Tile(0, 0, 4, 4),
                    Operation.UPDATE,
                    new Drive.Barrier(1e-20, 6e-20),
                    Polarity.POTENTIATE,
                    1e-6,
                    1e-6,
                    50);
            return IntStream.range(0, 4)
                    .mapToObj(i -> session.execute(train).window())
                    .toList();
        }
    }

    @Test
    void aBlindMeterSaysSoInEveryWindow() {
        List<MeterWindow> windows = windows(new FaultPlan.MeterGap(2, 2));

        assertThat(windows).extracting(window -> window.unseen().isNone()).containsExactly(true, false, false, true);
        MeterLoss unseen = windows.get(1).unseen();
        assertThat(unseen.accounts()).isEqualTo(EnumSet.allOf(EnergyAccount.class));
        assertThat(unseen.causes()).isEqualTo(Set.of(MeterLoss.Cause.GAP));
        assertThat(unseen.seconds()).isEqualTo(windows.get(1).seconds());
        assertThat(windows.get(3).start()).isEqualTo(windows.get(2).end());
        assertThat(windows.get(3).start().losses()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(MeterLoss.Cause.class)
    void aChannelThatMissesSomethingBlindsItsAccountAlone(MeterLoss.Cause cause) {
        MeterWindow window = windows(new FaultPlan.MeterGap(2, 1, cause, Set.of(EnergyAccount.UPDATE)))
                .get(1);

        int update = EnergyAccount.UPDATE.channel();
        int lines = EnergyAccount.LINES.channel();
        assertThat(window.unseen().accounts()).isEqualTo(Set.of(EnergyAccount.UPDATE));
        assertThat(window.unseen().causes()).isEqualTo(Set.of(cause));
        assertThat(window.end().delivered()[update]).isEqualTo(window.start().delivered()[update]);
        assertThat(window.end().delivered()[lines]).isGreaterThan(window.start().delivered()[lines]);
    }
}
