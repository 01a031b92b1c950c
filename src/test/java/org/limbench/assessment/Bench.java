package org.limbench.assessment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.energy.EnergyMeasurement;

/** Made-up devices and answers for tests of bounds; energies in kT at 300 K on an exact meter. */
final class Bench {
    static final double KT = 1.380649e-23 * 300;
    /** Counts per kT: a power of two, so that whole kT are exact. */
    static final int COUNTS_PER_KT = 1024;

    private Bench() {}

    static Datasheet chain(int rows, int columns) {
        return chain(rows, columns, 0);
    }

    static Datasheet chain(int rows, int columns, double readNoiseSiemens) {
        BarrierLimits limits = new BarrierLimits(0, 80 * KT, 24 * KT, 160 * KT, 1e9, 1e10, 0.5);
        return datasheet(rows, columns, 256, DriveKind.BARRIER, limits, null, readNoiseSiemens);
    }

    /** A chain of so many levels whose converter has one code per level. */
    static Datasheet levels(int rows, int columns, int levels, int bits) {
        Datasheet d = chain(rows, columns);
        return new Datasheet(
                d.device(),
                d.firmware(),
                d.profileSha256(),
                d.emulated(),
                d.geometry(),
                levels,
                0,
                (levels - 1) * 1e-6,
                d.minimumStepSiemens(),
                d.driveKind(),
                d.barrier(),
                d.voltage(),
                d.pulseSeconds(),
                d.temperatureKelvin(),
                new ReadConverter(bits, 0, 1e-6, 0),
                d.meter(),
                d.mostSlots(),
                d.mostStagedBytes());
    }

    /** The same device, said to be a chip. */
    static Datasheet asChip(Datasheet d) {
        return new Datasheet(
                d.device(),
                d.firmware(),
                d.profileSha256(),
                false,
                d.geometry(),
                d.levels(),
                d.leastSiemens(),
                d.mostSiemens(),
                d.minimumStepSiemens(),
                d.driveKind(),
                d.barrier(),
                d.voltage(),
                d.pulseSeconds(),
                d.temperatureKelvin(),
                d.converter(),
                d.meter(),
                d.mostSlots(),
                d.mostStagedBytes());
    }

    static Datasheet voltage(int rows, int columns) {
        return datasheet(rows, columns, 0, DriveKind.VOLTAGE, null, new Drive.Voltage(1, 1), 0);
    }

    private static Datasheet datasheet(
            int rows,
            int columns,
            int levels,
            DriveKind kind,
            @Nullable BarrierLimits limits,
            Drive.@Nullable Voltage voltage,
            double noise) {
        List<MeterChannel> meter = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            meter.add(new MeterChannel(account, KT / COUNTS_PER_KT, 0, 0, 0));
        }
        return new Datasheet(
                "made-up",
                "1",
                "",
                true,
                new ArrayGeometry(rows, columns),
                levels,
                0,
                255e-6,
                1e-6,
                kind,
                limits,
                voltage,
                1e-6,
                300,
                new ReadConverter(8, 0, 1e-6, noise),
                meter,
                1024,
                1 << 20);
    }

    static Drive.Barrier drive(double tiltKt, double barrierKt) {
        return new Drive.Barrier(tiltKt * KT, barrierKt * KT);
    }

    static PulseTrain reset(Tile tile) {
        return new PulseTrain(tile, Operation.PROGRAM, drive(2, 8), Polarity.DEPRESS, 1e-6, 1e-6, 10);
    }

    static Receipt receipt(EnergyAccount account, double kt, long pulses, long jumps) {
        return receipt(ReceiptStatus.APPLIED, account, kt, pulses, jumps, null);
    }

    static Receipt receipt(
            ReceiptStatus status,
            EnergyAccount account,
            double kt,
            long pulses,
            long jumps,
            @Nullable Readout readout) {
        MeterLatch end = MeterLatch.zero();
        long counts = Math.round(Math.abs(kt) * COUNTS_PER_KT);
        (kt >= 0 ? end.delivered() : end.returned())[account.channel()] = counts;
        return new Receipt(status, new MeterWindow(MeterLatch.zero(), end, 0, 1e-5), 300, 1, pulses, jumps, readout);
    }

    /** Tells an assessor of a command and its receipt. */
    static void tell(ArmAssessor assessor, Datasheet datasheet, ArrayCommand command, Receipt receipt) {
        assessor.observe(
                command,
                CommandedPulses.of(command),
                receipt,
                EnergyMeasurement.of(receipt.window(), datasheet.meter()));
    }

    static void read(ArmAssessor assessor, Datasheet datasheet, int[] codes) {
        Tile whole = datasheet.geometry().whole();
        Receipt receipt =
                receipt(ReceiptStatus.APPLIED, EnergyAccount.READ, 0, 0, 0, new Readout(whole, codes.clone()));
        tell(assessor, datasheet, new ReadRequest(whole, 1), receipt);
    }

    static BoundResult only(List<BoundResult> bounds, String id) {
        return bounds.stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
    }
}
