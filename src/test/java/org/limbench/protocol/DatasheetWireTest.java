package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.protocol.wire.Wire;

final class DatasheetWireTest {
    private static final List<EnergyAccount> APART =
            List.of(EnergyAccount.HALF_SELECT_MOTION, EnergyAccount.LINES_RETURN);

    @Test
    void aMeterTellsWhichAccountsItMetersApart() {
        Datasheet eight = MessageExamples.datasheet(true);
        List<MeterChannel> meter = new ArrayList<>(eight.meter());
        for (EnergyAccount account : APART) {
            meter.set(account.channel(), meter.get(account.basic().channel()).apart(account));
        }
        Datasheet sheet = withMeter(eight, meter);

        Wire.DatasheetReply wire = DatasheetWire.to(new DatasheetReply(sheet));

        assertThat(wire.getDatasheet().getMeter().getApartAccounts()).isEqualTo(1 << 9 | 1 << 12);
        assertThat(wire.getDatasheet().getMeter().getLsbJoulesCount()).isEqualTo(8);
        assertThat(DatasheetWire.from(wire).datasheet()).isEqualTo(sheet);
        assertThat(Arrays.stream(EnergyAccount.values())
                        .filter(a -> sheet.meter().get(a.channel()).metered()))
                .hasSize(10)
                .containsAll(APART);
    }

    @Test
    void aMeterOfEightChannelsMetersNothingApart() {
        Wire.DatasheetReply wire = DatasheetWire.to(new DatasheetReply(MessageExamples.datasheet(true)));

        assertThat(wire.getDatasheet().getMeter().getApartAccounts()).isZero();
        assertThat(DatasheetWire.from(wire).datasheet().meter().subList(8, 13)).noneMatch(MeterChannel::metered);
    }

    @Test
    void anAccountApartIsMeteredAsItsBasicOneOrNotAtAll() {
        Datasheet eight = MessageExamples.datasheet(true);
        List<MeterChannel> meter = new ArrayList<>(eight.meter());
        meter.set(12, new MeterChannel(EnergyAccount.LINES_RETURN, 1, 0, 0, 0));

        assertThatThrownBy(() -> withMeter(eight, meter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LINES_RETURN")
                .hasMessageContaining("allowed: as that of its basic account");
        assertThatThrownBy(() -> withMeter(eight, meter.subList(0, 7))).hasMessageContaining("allowed: 8 to 13");
    }

    private static Datasheet withMeter(Datasheet sheet, List<MeterChannel> meter) {
        return new Datasheet(
                sheet.device(),
                sheet.firmware(),
                sheet.profileSha256(),
                sheet.emulated(),
                sheet.geometry(),
                sheet.levels(),
                sheet.leastSiemens(),
                sheet.mostSiemens(),
                sheet.minimumStepSiemens(),
                sheet.driveKind(),
                sheet.barrier(),
                sheet.voltage(),
                sheet.pulseSeconds(),
                sheet.temperatureKelvin(),
                sheet.converter(),
                meter,
                sheet.mostSlots(),
                sheet.mostStagedBytes());
    }
}
