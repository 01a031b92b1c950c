package org.limbench.protocol;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.ReadConverter;
import org.limbench.protocol.wire.Wire;
import org.limbench.text.ForeignText;

/** The datasheet, to the wire form and back. */
final class DatasheetWire {
    private static final int SHA256_BYTES = 32;

    private DatasheetWire() {}

    static Wire.DatasheetReply to(DatasheetReply reply) {
        return Wire.DatasheetReply.newBuilder()
                .setDatasheet(to(reply.datasheet()))
                .build();
    }

    static DatasheetReply from(Wire.DatasheetReply wire) {
        FieldWire.present("datasheet", wire.hasDatasheet());
        return new DatasheetReply(from(wire.getDatasheet()));
    }

    private static Wire.Datasheet to(Datasheet sheet) {
        Wire.Datasheet.Builder wire = Wire.Datasheet.newBuilder()
                .setDevice(sheet.device())
                .setFirmware(sheet.firmware())
                .setProfileSha256(FieldWire.bytes(HexFormat.of().parseHex(sheet.profileSha256())))
                .setEmulated(sheet.emulated())
                .setRows(sheet.geometry().rows())
                .setColumns(sheet.geometry().columns())
                .setLevels(sheet.levels())
                .setLeastSiemens(sheet.leastSiemens())
                .setMostSiemens(sheet.mostSiemens())
                .setMinimumStepSiemens(sheet.minimumStepSiemens())
                .setPulseSeconds(sheet.pulseSeconds())
                .setTemperatureKelvin(sheet.temperatureKelvin())
                .setConverter(Wire.ReadConverter.newBuilder()
                        .setBits(sheet.converter().bits())
                        .setOffsetSiemens(sheet.converter().offsetSiemens())
                        .setLsbSiemens(sheet.converter().lsbSiemens())
                        .setNoiseSiemens(sheet.converter().noiseSiemens()))
                .setMeter(to(sheet.meter()))
                .setMostSlots(sheet.mostSlots())
                .setMostStagedBytes(sheet.mostStagedBytes());
        BarrierLimits barrier = sheet.barrier();
        if (barrier != null) {
            wire.setBarrier(to(barrier));
        }
        Drive.Voltage voltage = sheet.voltage();
        if (voltage != null) {
            wire.setVoltage(FieldWire.to(voltage));
        }
        return wire.build();
    }

    private static Datasheet from(Wire.Datasheet wire) {
        ByteString sha = wire.getProfileSha256();
        if (!sha.isEmpty() && sha.size() != SHA256_BYTES) {
            throw new IllegalArgumentException("profile_sha256 has " + sha.size() + " bytes; allowed: 0 or 32");
        }
        boolean barrier = wire.getDriveCase() == Wire.Datasheet.DriveCase.BARRIER;
        boolean voltage = wire.getDriveCase() == Wire.Datasheet.DriveCase.VOLTAGE;
        FieldWire.present("drive", barrier || voltage);
        return new Datasheet(
                ForeignText.oneLine(wire.getDevice()),
                ForeignText.oneLine(wire.getFirmware()),
                HexFormat.of().formatHex(sha.toByteArray()),
                wire.getEmulated(),
                new ArrayGeometry(wire.getRows(), wire.getColumns()),
                wire.getLevels(),
                wire.getLeastSiemens(),
                wire.getMostSiemens(),
                wire.getMinimumStepSiemens(),
                barrier ? DriveKind.BARRIER : DriveKind.VOLTAGE,
                barrier ? from(wire.getBarrier()) : null,
                voltage ? FieldWire.from(wire.getVoltage()) : null,
                wire.getPulseSeconds(),
                wire.getTemperatureKelvin(),
                from(wire.hasConverter(), wire.getConverter()),
                from(wire.getMeter()),
                wire.getMostSlots(),
                wire.getMostStagedBytes());
    }

    private static Wire.BarrierLimits to(BarrierLimits limits) {
        return Wire.BarrierLimits.newBuilder()
                .setLeastJoules(limits.leastJoules())
                .setMostJoules(limits.mostJoules())
                .setHoldJoules(limits.holdJoules())
                .setMostTiltJoules(limits.mostTiltJoules())
                .setAttemptsPerSecond(limits.attemptsPerSecond())
                .setMostAttemptsPerSecond(limits.mostAttemptsPerSecond())
                .setHalfSelectFraction(limits.halfSelectFraction())
                .build();
    }

    private static BarrierLimits from(Wire.BarrierLimits wire) {
        return new BarrierLimits(
                wire.getLeastJoules(),
                wire.getMostJoules(),
                wire.getHoldJoules(),
                wire.getMostTiltJoules(),
                wire.getAttemptsPerSecond(),
                wire.getMostAttemptsPerSecond(),
                wire.getHalfSelectFraction());
    }

    private static ReadConverter from(boolean present, Wire.ReadConverter wire) {
        FieldWire.present("converter", present);
        return new ReadConverter(wire.getBits(), wire.getOffsetSiemens(), wire.getLsbSiemens(), wire.getNoiseSiemens());
    }

    private static Wire.MeterChannels to(List<MeterChannel> meter) {
        Wire.MeterChannels.Builder wire = Wire.MeterChannels.newBuilder();
        int unmetered = 0;
        int apart = 0;
        for (MeterChannel channel : meter) {
            int bit = 1 << channel.account().channel();
            if (channel.account().channel() >= EnergyAccount.BASIC) {
                apart |= channel.metered() ? bit : 0;
                continue;
            }
            unmetered |= channel.metered() ? 0 : bit;
            wire.addLsbJoules(channel.lsbJoules())
                    .addGainUncertainty(channel.gainUncertainty())
                    .addOffsetUncertaintyWatts(channel.offsetUncertaintyWatts())
                    .addNoiseWattsPerRootHertz(channel.noiseWattsPerRootHertz());
        }
        return wire.setUnmeteredAccounts(unmetered).setApartAccounts(apart).build();
    }

    private static List<MeterChannel> from(Wire.MeterChannels wire) {
        int basic = EnergyAccount.BASIC;
        if (wire.getLsbJoulesCount() != basic
                || wire.getGainUncertaintyCount() != basic
                || wire.getOffsetUncertaintyWattsCount() != basic
                || wire.getNoiseWattsPerRootHertzCount() != basic) {
            throw new IllegalArgumentException("meter has " + wire.getLsbJoulesCount() + ", "
                    + wire.getGainUncertaintyCount() + ", " + wire.getOffsetUncertaintyWattsCount() + " and "
                    + wire.getNoiseWattsPerRootHertzCount() + " entries; allowed: " + basic + " in each list");
        }
        List<MeterChannel> meter = new ArrayList<>(EnergyAccount.count());
        for (int i = 0; i < basic; i++) {
            meter.add(new MeterChannel(
                    EnergyAccount.at(i),
                    wire.getLsbJoules(i),
                    wire.getGainUncertainty(i),
                    wire.getOffsetUncertaintyWatts(i),
                    wire.getNoiseWattsPerRootHertz(i),
                    (wire.getUnmeteredAccounts() >>> i & 1) != 0));
        }
        for (int i = basic; i < EnergyAccount.count(); i++) {
            EnergyAccount account = EnergyAccount.at(i);
            MeterChannel like = meter.get(account.basic().channel());
            boolean apart = (wire.getApartAccounts() >>> i & 1) != 0;
            meter.add(apart && like.metered() ? like.apart(account) : MeterChannel.none(account));
        }
        return meter;
    }
}
