package org.limbench.emulator;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Require;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.energy.MeterChain;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;
import org.limbench.profile.DriveChain;
import org.limbench.profile.ReadChain;

/**
 * The analog half of the device: cells, the meter that watches them and the converters that drive and read them, on virtual
 * time.
 *
 * <p>Device time is the sum of what commands took; no clock moves it. Everything here survives a reset of the
 * controller: cells are nonvolatile and keep level and barrier, the meter is a chip of its own whose registers go on
 * (our assumption). Single-threaded.
 */
final class MeteredArray {
    /** Device time beyond which commands are refused, s: it still grows by less than a second at a time. */
    private static final double MOST_DEVICE_SECONDS = 1e15;

    private final Datasheet datasheet;
    private final CellArray array;
    private final MeterChain meter;
    private final DriveConverter drive;
    private final ReadPath reading;
    private double deviceSeconds;
    private FaultPlan.@Nullable MeterGap gap;
    /** What the meter has missed since the command under way began. */
    private MeterLoss unseen = MeterLoss.NONE;

    MeteredArray(Datasheet datasheet, CellArray array, MeterChain meter, ReadChain read, DriveChain drive, long seed) {
        if (!array.geometry().equals(datasheet.geometry())) {
            throw new IllegalArgumentException(
                    "array is " + array.geometry() + "; allowed: the datasheet's " + datasheet.geometry());
        }
        this.datasheet = datasheet;
        this.array = array;
        this.meter = meter;
        this.drive = new DriveConverter(drive, datasheet);
        this.reading = new ReadPath(datasheet, read, seed);
    }

    CellArray cells() {
        return array;
    }

    MeterChain meter() {
        return meter;
    }

    double deviceSeconds() {
        return deviceSeconds;
    }

    ReadPath reading() {
        return reading;
    }

    /** From now on the meter misses what a fault says, though energy flows; null: nothing. */
    void meterGap(FaultPlan.@Nullable MeterGap gap) {
        this.gap = gap;
    }

    /** Sets what a snapshot kept. */
    void resume(double seconds, long reads, double writtenSeconds) {
        deviceSeconds = seconds;
        reading.resume(reads, writtenSeconds);
    }

    /**
     * Carries out a command and latches the meter before and after.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed; nothing has changed then
     */
    Receipt apply(ArrayCommand command) {
        Receipt receipt = book(command);
        return command instanceof ReadRequest read ? withReadout(receipt, convert(read)) : receipt;
    }

    /** As {@link #apply}, without converting what a read would give: its energy alone. */
    Receipt book(ArrayCommand command) {
        int cells = CommandLimits.check(datasheet, command);
        ArrayCommand driven = drive.convert(command);
        byte[] before = CommandLimits.isForeseen(datasheet, command) ? null : array.snapshot();
        MeterLatch start = meter.latch();
        unseen = MeterLoss.NONE;
        double startSeconds = deviceSeconds;
        Dissipation cost;
        try {
            cost = array.apply(driven);
            observe(cost.joules(), cost.elapsedSeconds());
        } catch (IllegalArgumentException tooMuch) {
            if (before != null) {
                array.restore(before);
            }
            throw tooMuch;
        }
        if (command instanceof ArrayUpdate || command instanceof PulseTrain) {
            reading.written(deviceSeconds);
            settle();
        }
        MeterWindow window = new MeterWindow(start, meter.latch(), startSeconds, deviceSeconds, unseen);
        return new Receipt(
                ReceiptStatus.APPLIED, window, datasheet.temperatureKelvin(), cells, cost.pulses(), cost.jumps(), null);
    }

    /** The time a command takes beside its pulses: cells age in it, and the device idles. */
    private void settle() {
        double seconds = drive.chain().commandSeconds();
        if (seconds > 0) {
            observe(array.apply(new TimeAdvance(seconds, true)).joules(), seconds);
        }
    }

    private static Receipt withReadout(Receipt receipt, Readout readout) {
        return new Receipt(
                receipt.status(),
                receipt.window(),
                receipt.temperatureKelvin(),
                receipt.cells(),
                receipt.pulses(),
                receipt.jumps(),
                readout);
    }

    private void observe(double[] joules, double seconds) {
        Require.between("deviceSeconds", deviceSeconds + seconds, 0, MOST_DEVICE_SECONDS, "s");
        FaultPlan.MeterGap blind = gap;
        if (blind == null) {
            meter.observe(joules, seconds);
        } else {
            meter.observe(joules, seconds, blind.accounts());
            unseen = unseen.and(new MeterLoss(blind.accounts(), Set.of(blind.cause()), seconds));
        }
        deviceSeconds += seconds;
    }

    private Readout convert(ReadRequest read) {
        double[] siemens = conductancesSiemens(read.tile());
        return new Readout(read.tile(), reading.codes(siemens, read.tile(), read.averages(), deviceSeconds));
    }

    /** A receipt for a command that was not applied: the registers as they stand. */
    Receipt untouched(ReceiptStatus status, int cells) {
        MeterLatch now = meter.latch();
        return new Receipt(
                status,
                new MeterWindow(now, now, deviceSeconds, deviceSeconds),
                datasheet.temperatureKelvin(),
                cells,
                0,
                datasheet.levels() > 0 ? 0 : -1,
                null);
    }

    MeterLatch latch() {
        return meter.latch();
    }

    /** True conductances of a tile, S, row-major: the back door, and what every read starts from. */
    double[] conductancesSiemens(Tile tile) {
        double[] siemens = new double[tile.cells()];
        array.conductancesSiemens(tile, siemens);
        return siemens;
    }
}
