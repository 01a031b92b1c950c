package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.LinkStatistics;

/**
 * A driver with noiseless soft-bounds cells behind it and no wire between, written apart from the product's physics: a pulse
 * up moves w by up (1 - w), a pulse down by -down (1 + w), so that a cell's two steps are equal at (up - down)/(up + down).
 * One unit of w is 500 datasheet steps and 2 weights; a symmetric cell's bounds are -1 and 1.
 */
final class SoftBoundsFake implements ArrayDriver {
    static final double STEP = 0.002;
    private static final double SIEMENS = 1e-6;

    final List<ArrayCommand> commands = new ArrayList<>();
    final double[] w;
    private final ArrayGeometry geometry;
    private final double[] up;
    private final double[] down;
    private final Datasheet datasheet;
    long programPulses;
    private long pulses;

    /**
     * @param shift where each cell's two steps are equal, -1 to 1, row-major
     */
    SoftBoundsFake(ArrayGeometry geometry, double[] shift) {
        this.geometry = geometry;
        this.w = new double[geometry.cells()];
        this.up = new double[w.length];
        this.down = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            up[i] = STEP * (1 + shift[i]);
            down[i] = STEP * (1 - shift[i]);
            w[i] = -0.9;
        }
        List<MeterChannel> meter = Arrays.stream(EnergyAccount.values())
                .map(account -> new MeterChannel(account, 1e-18, 0, 0, 0))
                .toList();
        this.datasheet = new Datasheet(
                "soft-bounds-fake",
                "test 1",
                "",
                true,
                geometry,
                0,
                SIEMENS,
                3 * SIEMENS,
                STEP * SIEMENS,
                DriveKind.VOLTAGE,
                null,
                new Drive.Voltage(1, 1),
                1e-6,
                300,
                new ReadConverter(14, 0.5 * SIEMENS, 2e-4 * SIEMENS, 0),
                meter,
                1024,
                1 << 20);
    }

    @Override
    public Datasheet datasheet() {
        return datasheet;
    }

    @Override
    public DeviceIdentity identity() {
        return new DeviceIdentity(1, 1, 0);
    }

    @Override
    public LinkStatistics statistics() {
        return new LinkStatistics(0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}

    @Override
    public List<Receipt> execute(List<? extends ArrayCommand> list) {
        List<Receipt> receipts = new ArrayList<>();
        for (ArrayCommand command : list) {
            commands.add(command);
            pulses = 0;
            Readout readout = carryOut(command);
            MeterLatch latch = new MeterLatch(new long[EnergyAccount.count()], new long[EnergyAccount.count()]);
            receipts.add(new Receipt(
                    ReceiptStatus.APPLIED, new MeterWindow(latch, latch, 0, 0), 300, w.length, pulses, -1, readout));
        }
        return receipts;
    }

    private @Nullable Readout carryOut(ArrayCommand command) {
        if (command instanceof Rank1Update update) {
            pulse(update.tile(), BitLines.of(update).signedCounts());
        } else if (command instanceof DenseUpdate update) {
            int[] counts = new int[update.signedPulses().length];
            for (int k = 0; k < counts.length; k++) {
                counts[k] = update.signedPulses()[k];
            }
            pulse(update.tile(), counts);
        } else if (command instanceof PulseTrain train) {
            int[] counts = new int[train.tile().cells()];
            Arrays.fill(counts, train.count() * train.polarity().sign());
            pulse(train.tile(), counts);
            programPulses += train.operation() == Operation.PROGRAM ? pulses : 0;
        } else if (command instanceof ReadRequest read) {
            int[] codes = new int[read.tile().cells()];
            for (int k = 0; k < codes.length; k++) {
                codes[k] = datasheet.converter().code((2 + w[cell(read.tile(), k)]) * SIEMENS);
            }
            return new Readout(read.tile(), codes);
        } else {
            throw new IllegalArgumentException("not spoken here: " + command);
        }
        return null;
    }

    private int cell(Tile tile, int k) {
        return (tile.row() + k / tile.columns()) * geometry.columns() + tile.column() + k % tile.columns();
    }

    private void pulse(Tile tile, int[] counts) {
        for (int k = 0; k < counts.length; k++) {
            int cell = cell(tile, k);
            for (int p = Math.abs(counts[k]); p > 0; p--) {
                w[cell] += counts[k] > 0 ? up[cell] * (1 - w[cell]) : -down[cell] * (1 + w[cell]);
            }
            pulses += Math.abs(counts[k]);
        }
    }
}
