package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.LinkStatistics;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.BarrierChain;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;

/** A driver straight to chain cells, without wire and meter: fast enough for statistics. */
final class CellsDriver implements ArrayDriver {
    static final double KT = 1.380649e-23 * 300;
    private static final double CHARGE = 1.602176634e-19;

    final List<ArrayCommand> commands = new ArrayList<>();
    private final Datasheet datasheet;
    private final CellArray cells;
    private double seconds;
    private int failing = -1;

    /** Chains of so many levels, half-selection and hold barrier as on the reference cell. */
    CellsDriver(int levels, int rows, int columns, long seed) {
        ArrayGeometry geometry = new ArrayGeometry(rows, columns);
        BarrierLimits limits = new BarrierLimits(0, 80 * KT, 24 * KT, 160 * KT, 1e9, 1e15, 0.5);
        BarrierChain model = BarrierChain.identical(levels, 1e-6, 1e-6 * levels, limits, 1e-6);
        ArrayEnergetics free = new ArrayEnergetics(
                new ArrayEnergetics.Lines(0, 0, 0.5, CHARGE, 1),
                new ArrayEnergetics.BarrierActuator(0, CHARGE, 1, false),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
        this.cells = model.newArray(geometry, 300, free, seed);
        this.datasheet = sheet(geometry, levels, DriveKind.BARRIER, limits);
    }

    private static Datasheet sheet(ArrayGeometry geometry, int levels, DriveKind kind, BarrierLimits limits) {
        List<MeterChannel> meter = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            meter.add(new MeterChannel(account, 1e-22, 0, 0, 0));
        }
        return new Datasheet(
                "chain-" + levels,
                "test 1",
                "",
                true,
                geometry,
                levels,
                1e-6,
                1e-6 * levels,
                1e-6,
                kind,
                limits,
                null,
                1e-6,
                300,
                new ReadConverter(12, 1e-6, 1e-6, 0),
                meter,
                1024,
                1 << 20);
    }

    /** The device loses power instead of carrying out this call of {@link #execute}, counted from 0. */
    void failAt(int call) {
        failing = call;
    }

    @Override
    public List<Receipt> execute(List<? extends ArrayCommand> list) {
        if (failing-- == 0) {
            throw new DeviceRestartedException("power was lost");
        }
        List<Receipt> receipts = new ArrayList<>();
        for (ArrayCommand command : list) {
            commands.add(command);
            double from = seconds;
            Dissipation cost = cells.apply(command);
            seconds += cost.elapsedSeconds();
            receipts.add(new Receipt(
                    ReceiptStatus.APPLIED,
                    new MeterWindow(MeterLatch.zero(), MeterLatch.zero(), from, seconds),
                    300,
                    1,
                    cost.pulses(),
                    cost.jumps(),
                    command instanceof ReadRequest read ? read(read) : null));
        }
        return receipts;
    }

    private Readout read(ReadRequest read) {
        double[] siemens = new double[read.tile().cells()];
        cells.conductancesSiemens(read.tile(), siemens);
        int[] codes = new int[siemens.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = datasheet.converter().code(siemens[i]);
        }
        return new Readout(read.tile(), codes);
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
    public void close() {
        commands.clear();
    }
}
