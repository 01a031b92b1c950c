package org.limbench.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host may know of a device, obtainable on the wire. The hidden truth (variation, true attempt rate, ageing)
 * stays in the profile.
 *
 * @param device kind of device, e.g. "lim-chain"
 * @param firmware name and version of what answers
 * @param profileSha256 digest of the emulated profile, lower-case hex; empty for real silicon
 * @param emulated whether its joules are emulated rather than measured
 * @param geometry of the array
 * @param levels levels per cell; 0 where the state is continuous
 * @param leastSiemens lowest conductance, S
 * @param mostSiemens highest conductance, S
 * @param minimumStepSiemens mean change of one pulse (or one level), S, more than 0
 * @param driveKind how it is driven
 * @param barrier limits of its tunable barrier; null for {@link DriveKind#VOLTAGE}
 * @param voltage nominal pulse amplitudes; null for {@link DriveKind#BARRIER}
 * @param pulseSeconds nominal pulse width, s
 * @param temperatureKelvin bath temperature, K
 * @param converter of the reads
 * @param meter one channel per account, in account order. Accounts beyond the basic ones are metered as the basic one under
 *     which they are summed, or not apart; they may be left out, and are not metered apart then
 * @param mostSlots longest bit line accepted
 * @param mostStagedBytes largest staged update, bytes
 */
public record Datasheet(
        String device,
        String firmware,
        String profileSha256,
        boolean emulated,
        ArrayGeometry geometry,
        int levels,
        double leastSiemens,
        double mostSiemens,
        double minimumStepSiemens,
        DriveKind driveKind,
        @Nullable BarrierLimits barrier,
        Drive.@Nullable Voltage voltage,
        double pulseSeconds,
        double temperatureKelvin,
        ReadConverter converter,
        List<MeterChannel> meter,
        int mostSlots,
        int mostStagedBytes) {
    public Datasheet {
        Require.between("levels", levels, 0, 65_536);
        Require.finite("leastSiemens", leastSiemens, "S");
        Require.finite("mostSiemens", mostSiemens, "S");
        if (!(mostSiemens > leastSiemens)) {
            throw new IllegalArgumentException(
                    "mostSiemens is " + mostSiemens + " S; allowed: more than leastSiemens, " + leastSiemens + " S");
        }
        Require.positive("minimumStepSiemens", minimumStepSiemens, "S");
        Require.positive("pulseSeconds", pulseSeconds, "s");
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        if ((driveKind == DriveKind.BARRIER) != (barrier != null)
                || (driveKind == DriveKind.VOLTAGE) != (voltage != null)) {
            throw new IllegalArgumentException(
                    "driveKind is " + driveKind + "; allowed: barrier limits with BARRIER, voltages with VOLTAGE");
        }
        meter = whole(meter);
        for (int i = 0; i < meter.size(); i++) {
            if (meter.get(i).account().channel() != i) {
                throw new IllegalArgumentException("meter channel " + i + " is "
                        + meter.get(i).account() + "; allowed: account order, " + EnergyAccount.at(i));
            }
            MeterChannel own = meter.get(i);
            MeterChannel basic = meter.get(own.account().basic().channel());
            if (own.metered() && !own.equals(basic.apart(own.account()))) {
                throw new IllegalArgumentException("meter channel " + own + "; allowed: as that of its basic account, "
                        + basic + ", or not metered");
            }
        }
        Require.between("mostSlots", mostSlots, 1, Rank1Update.MOST_SLOTS);
        Require.between("mostStagedBytes", mostStagedBytes, 0, Integer.MAX_VALUE);
    }

    private static List<MeterChannel> whole(List<MeterChannel> told) {
        Require.between("meter channels", told.size(), EnergyAccount.BASIC, EnergyAccount.count());
        List<MeterChannel> meter = new ArrayList<>(told);
        while (meter.size() < EnergyAccount.count()) {
            meter.add(MeterChannel.none(EnergyAccount.at(meter.size())));
        }
        return List.copyOf(meter);
    }
}
