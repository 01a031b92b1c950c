package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
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
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.LinkStatistics;

/**
 * A driver with a chain of levels behind it and no wire between: jump by jump, written apart from the product's physics.
 *
 * <p>With uniform rates u (up) and d (down) in every level, the number of tries in time t is Poisson with mean (u + d) t and
 * each goes up with probability u/(u + d); a try off an end does nothing. That is exact for a reflecting chain
 * (uniformisation). Above 400 mean tries at zero tilt the displacement is a Gaussian folded at the ends.
 */
final class DirectArray implements ArrayDriver {
    static final double KT = 1.380649e-23 * 300;
    static final double ATTEMPTS = 1e9;
    private static final int LEVELS = 256;
    private static final double LSB = 0.01 * KT;
    private static final double HALF_SELECT = 0.5;

    final List<ArrayCommand> commands = new ArrayList<>();
    private final ArrayGeometry geometry;
    private Datasheet datasheet;
    private final RandomStream.Cursor draws;
    private final int[] level;
    private double restKt = 24;
    private double seconds;
    private final long[] delivered = new long[EnergyAccount.count()];
    private final long[] returned = new long[EnergyAccount.count()];
    /** Numbers (from 0) of the update whose power fails after it, and of the one whose receipt is undecidable. */
    private int failingUpdate = -1;

    private int undecidedUpdate = -1;
    private int updates;
    private long jumps;
    private long pulses;

    DirectArray(ArrayGeometry geometry, long seed) {
        this(geometry, seed, DriveKind.BARRIER);
    }

    DirectArray(ArrayGeometry geometry, long seed, DriveKind kind) {
        this.geometry = geometry;
        this.draws = RandomStream.of(seed, "test.direct-array").cursor();
        this.datasheet = sheet(geometry, kind);
        this.level = new int[geometry.cells()];
        for (int i = 0; i < level.length; i++) {
            level[i] = draws.nextBelow(LEVELS);
        }
    }

    private static Datasheet sheet(ArrayGeometry geometry, DriveKind kind) {
        boolean barrier = kind == DriveKind.BARRIER;
        List<MeterChannel> meter = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            meter.add(new MeterChannel(account, LSB, 0, 0, 0));
        }
        double step = 1e-7;
        return new Datasheet(
                "direct-chain",
                "test 1",
                "",
                true,
                geometry,
                LEVELS,
                1e-6,
                1e-6 + (LEVELS - 1) * step,
                step,
                kind,
                barrier ? new BarrierLimits(4 * KT, 80 * KT, 24 * KT, 150 * KT, ATTEMPTS, 1e11, HALF_SELECT) : null,
                barrier ? null : new Drive.Voltage(1, 1),
                1e-6,
                300,
                new ReadConverter(8, 1e-6, step, 0),
                meter,
                1024,
                1 << 20);
    }

    /** Says it is a chip, which nobody can age in virtual time. */
    DirectArray asSilicon() {
        Datasheet d = datasheet;
        datasheet = new Datasheet(
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
        return this;
    }

    DirectArray failingAfterUpdate(int number) {
        failingUpdate = number;
        return this;
    }

    DirectArray undecidedAtUpdate(int number) {
        undecidedUpdate = number;
        return this;
    }

    int[] levels() {
        return level.clone();
    }

    double kt(EnergyAccount account) {
        return (delivered[account.channel()] - returned[account.channel()]) * LSB / KT;
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
            MeterLatch start = latch();
            double from = seconds;
            jumps = 0;
            pulses = 0;
            Readout readout = carryOut(command);
            ReceiptStatus status = ReceiptStatus.APPLIED;
            if (command instanceof Rank1Update) {
                int number = updates++;
                if (number == failingUpdate) {
                    restKt = 24;
                    throw new DeviceRestartedException("power failed at update " + number);
                }
                status = number == undecidedUpdate ? ReceiptStatus.INDETERMINATE : status;
            }
            MeterWindow window = new MeterWindow(start, latch(), from, seconds);
            receipts.add(new Receipt(status, window, 300, geometry.cells(), pulses, jumps, readout));
        }
        return receipts;
    }

    private MeterLatch latch() {
        return new MeterLatch(delivered.clone(), returned.clone());
    }

    private @Nullable Readout carryOut(ArrayCommand command) {
        if (command instanceof Rank1Update update) {
            rank1(update);
        } else if (command instanceof PulseTrain train) {
            train(train);
        } else if (command instanceof BarrierChange change) {
            restKt = change.barrierJoules() / KT;
        } else if (command instanceof Consolidation consolidation) {
            restKt = consolidation.barrierJoules() / KT;
        } else if (command instanceof TimeAdvance advance) {
            rest(advance.seconds());
        } else if (command instanceof ReadRequest read) {
            return read(read.tile());
        } else if (command instanceof DenseUpdate || command instanceof SparseUpdate) {
            throw new IllegalArgumentException("not spoken here");
        }
        return null;
    }

    private Readout read(Tile tile) {
        int[] codes = new int[tile.cells()];
        for (int row = 0; row < tile.rows(); row++) {
            for (int column = 0; column < tile.columns(); column++) {
                codes[row * tile.columns() + column] = level[index(tile, row, column)];
            }
        }
        return new Readout(tile, codes);
    }

    private int index(Tile tile, int row, int column) {
        return (tile.row() + row) * geometry.columns() + tile.column() + column;
    }

    private void rank1(Rank1Update update) {
        int[] counts = BitLines.of(update).signedCounts();
        int columns = update.tile().columns();
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] != 0) {
                int cell = index(update.tile(), k / columns, k % columns);
                pulse(
                        cell,
                        update.drive(),
                        Integer.signum(counts[k]),
                        Math.abs(counts[k]),
                        update.pulseSeconds(),
                        EnergyAccount.UPDATE);
            }
        }
        if (update.drive() instanceof Drive.Barrier drive) {
            halfSelected(update, drive);
        }
        seconds += update.slots() * update.pulseSeconds();
    }

    /** Cells with only their row or only their column firing: no tilt, barrier part of the way down. */
    private void halfSelected(Rank1Update update, Drive.Barrier drive) {
        BitLines lines = BitLines.of(update);
        List<Integer> half = new ArrayList<>();
        for (int slot = 0; slot < update.slots(); slot++) {
            for (int row = 0; row < update.tile().rows(); row++) {
                for (int column = 0; column < update.tile().columns(); column++) {
                    if (lines.rowFires(slot, row) != lines.columnFires(slot, column)) {
                        half.add(index(update.tile(), row, column));
                    }
                }
            }
        }
        double kt = restKt + HALF_SELECT * (drive.barrierJoules() / KT - restKt);
        long tries = poisson(2 * ATTEMPTS * Math.exp(-kt) * update.pulseSeconds() * half.size());
        for (long t = 0; t < tries; t++) {
            jump(half.get(draws.nextBelow(half.size())), draws.nextUniform() < 0.5 ? 1 : -1);
        }
    }

    private void train(PulseTrain train) {
        EnergyAccount account = train.operation() == Operation.PROGRAM ? EnergyAccount.PROGRAM : EnergyAccount.UPDATE;
        for (int row = 0; row < train.tile().rows(); row++) {
            for (int column = 0; column < train.tile().columns(); column++) {
                int cell = index(train.tile(), row, column);
                pulse(cell, train.drive(), train.polarity().sign(), train.count(), train.pulseSeconds(), account);
            }
        }
        seconds += train.count() * train.periodSeconds();
    }

    private void pulse(int cell, Drive drive, int sign, int count, double width, EnergyAccount account) {
        pulses += count;
        int before = level[cell];
        double heatKt;
        if (drive instanceof Drive.Barrier barrier) {
            double x = barrier.tiltJoules() / KT;
            double kappa = ATTEMPTS * width * Math.exp(-barrier.barrierJoules() / KT) * count;
            double up = Math.exp(x / 2);
            double down = Math.exp(-x / 2);
            long tries = poisson(kappa * (up + down));
            for (long t = 0; t < tries; t++) {
                jump(cell, draws.nextUniform() < up / (up + down) ? sign : -sign);
            }
            heatKt = x * sign * (level[cell] - before);
        } else {
            for (int k = 0; k < count; k++) {
                jump(cell, sign);
            }
            heatKt = 100.0 * count;
        }
        long countsNow = Math.round(heatKt * KT / LSB);
        (countsNow >= 0 ? delivered : returned)[account.channel()] += Math.abs(countsNow);
    }

    private void jump(int cell, int direction) {
        int to = level[cell] + direction;
        if (to >= 0 && to < LEVELS) {
            level[cell] = to;
            jumps++;
        }
    }

    private void rest(double forSeconds) {
        double tries = 2 * ATTEMPTS * Math.exp(-restKt) * forSeconds;
        for (int cell = 0; cell < level.length; cell++) {
            if (tries < 400) {
                long n = poisson(tries);
                for (long t = 0; t < n; t++) {
                    jump(cell, draws.nextUniform() < 0.5 ? 1 : -1);
                }
            } else {
                double period = 2.0 * LEVELS;
                double at = level[cell] + 0.5 + Math.sqrt(tries) * draws.nextGaussian();
                double folded = at - period * Math.floor(at / period);
                level[cell] = (int) Math.min(LEVELS - 1, folded < LEVELS ? folded : period - folded);
            }
        }
        seconds += forSeconds;
    }

    /** Counts unit-rate arrivals; Knuth, in pieces so that exp(-mean) does not vanish. */
    private long poisson(double mean) {
        long n = 0;
        double left = mean;
        while (left > 0) {
            double piece = Math.min(left, 100);
            double limit = Math.exp(-piece);
            double product = draws.nextUniform();
            while (product > limit) {
                n++;
                product *= draws.nextUniform();
            }
            left -= piece;
        }
        return n;
    }

    @Override
    public String toString() {
        return "DirectArray" + Arrays.toString(new int[] {geometry.rows(), geometry.columns()});
    }
}
