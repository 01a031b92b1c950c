package org.limbench.physics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * An array of {@link PulsedCell}, pulse by pulse.
 *
 * <p>A command first fires its pulses, then its time passes for every cell, driven or not (our assumption: the rest follows
 * the pulses). Cell heat goes to the account of the operation, that of half-selected cells in updates to one of its own.
 * Single-threaded.
 */
final class PulsedArray extends VoltageArray {
    private static final byte VERSION = 1;
    private static final byte TAG = 'P';
    private static final int HEADER_BYTES = 3 + 2 * Integer.BYTES + 2 * Long.BYTES;

    private final PulsedCell model;
    private final double siemensPerWeight;
    /** Conductance the linear map gives at weight 0, S. */
    private final double zeroSiemens;
    /** Standard deviation of the visible weight around the hidden one, weight units. */
    private final double writeWeight;

    /** Hidden persistent weight when last written, row-major. */
    private final double[] hidden;
    /** Visible minus hidden weight; null without write noise. */
    private final double @Nullable [] offset;

    private CellVariation cells;
    private PulseKernel kernel;
    private @Nullable AgeingState ageing;
    private @Nullable WearState wear;

    PulsedArray(PulsedCell model, ArrayGeometry geometry, ArrayEnergetics energetics, long seed) {
        super(geometry, energetics, seed);
        this.model = model;
        siemensPerWeight = model.siemensPerWeight();
        zeroSiemens = model.leastSiemens() - model.range().leastWeight() * siemensPerWeight;
        writeWeight = model.noise().writeNoise() * model.step().weight();
        hidden = new double[geometry.cells()];
        offset = writeWeight == 0 ? null : new double[hidden.length];
        cells = CellVariation.draw(model, hidden.length, seed);
        kernel = PulseKernel.of(model, cells);
        ageing = AgeingState.of(model, cells);
        wear = WearState.of(model, cells);
        RandomStream powerOn = RandomStream.of(seed, "physics.power-on");
        for (int cell = 0; cell < hidden.length; cell++) {
            double normal = GaussianSampler.next(powerOn.split(cell).cursor());
            hidden[cell] = cells.clip(cell, reference(cell) + model.powerOnWeight() + model.powerOnSpread() * normal);
            markWritten(cell);
        }
    }

    /** What the constructor above asks for, part by part. */
    static long bytesPerCell(PulsedCell model) {
        long hiddenAndOffset = model.noise().writeNoise() * model.step().weight() == 0 ? 1 : 2;
        return (hiddenAndOffset + PulseKernel.numbersPerCell(model) + AgeingState.numbersPerCell(model.ageing()))
                        * Double.BYTES
                + CellVariation.bytesPerCell(model)
                + (model.wear() == null ? 0 : WearState.BYTES_PER_CELL);
    }

    @Override
    void pulse(Stimulus stimulus, Operation operation, long command, EnergyBook book) {
        Drive.Voltage drive = (Drive.Voltage) stimulus.drive;
        PulseBook pulses = new PulseBook(
                model.energy(),
                drive.volts(Polarity.POTENTIATE),
                drive.volts(Polarity.DEPRESS),
                energetics.lines().swingFraction(),
                stimulus.pulseSeconds);
        CellTrain train = new CellTrain(
                RandomStream.of(seed, "physics.cycle-noise").split(command),
                zeroSiemens,
                siemensPerWeight,
                writeWeight);
        Tile tile = stimulus.tile;
        for (int row = 0, at = 0; row < tile.rows(); row++) {
            int cell = (tile.row() + row) * geometry().columns() + tile.column();
            for (int column = 0; column < tile.columns(); column++, at++, cell++) {
                int half = stimulus.halfSlots[at];
                if (half != 0) {
                    pulses.half(half, cellSiemens(cell));
                }
                int count = stimulus.pulses[at];
                if (count != 0) {
                    pulses.fired(count, fire(train, cell, count));
                }
            }
        }
        book.addPulses(operation, pulses.cellJoules(), pulses.halfJoules());
        pass(stimulus.elapsedSeconds, command);
    }

    /** Fires the pulses of one cell; returns the sum of the conductances they met, S. */
    private double fire(CellTrain train, int cell, int pulses) {
        int count = Math.abs(pulses);
        int moving = cells.isFrozen(cell) ? 0 : wear == null ? count : wear.fire(cell, count);
        double met = moving == 0 ? 0 : move(train, cell, pulses > 0, moving);
        return moving == count ? met : met + (count - moving) * cellSiemens(cell);
    }

    private double move(CellTrain train, int cell, boolean up, int pulses) {
        double weight = hidden[cell];
        double shift = offset == null ? 0 : offset[cell];
        if (ageing != null) {
            double kept = ageing.kept(cell);
            // what drift took off the conductance is lost to the weight
            double lost = (1 - kept) * (zeroSiemens + siemensPerWeight * ageing.weight(cell, weight));
            weight = ageing.weight(cell, weight) - lost / siemensPerWeight;
            shift *= kept;
        }
        train.start(cell, ageing == null && wear == null ? weight : cells.clip(cell, weight), shift);
        double first = train.siemens();
        kernel.fire(train, cell, up, pulses);
        hidden[cell] = train.weight;
        if (offset != null) {
            offset[cell] = train.shift;
        }
        markWritten(cell);
        return model.energy().conduction() == PulseEnergy.Conduction.MEAN
                ? train.met + (train.siemens() - first) / 2
                : train.met;
    }

    private void markWritten(int cell) {
        if (ageing != null) {
            double shift = offset == null ? 0 : offset[cell];
            ageing.written(cell, siemensOf(hidden[cell] + shift) / model.mostSiemens());
        }
    }

    @Override
    void pass(double seconds, long command) {
        if (ageing != null) {
            ageing.pass(seconds, RandomStream.of(seed, "physics.diffusion").split(command), hidden);
        }
    }

    /** Conductance a cell reads as: its own less that of its reference, at least 0, S. */
    @Override
    double siemens(int cell) {
        return cells.reference == null
                ? cellSiemens(cell)
                : Math.max(0, cellSiemens(cell) - cells.reference[cell] * siemensPerWeight);
    }

    /** Conductance of the cell itself, S. */
    private double cellSiemens(int cell) {
        double shift = offset == null ? 0 : offset[cell];
        return ageing == null
                ? siemensOf(hidden[cell] + shift)
                : siemensOf(ageing.weight(cell, hidden[cell]) + shift) * ageing.kept(cell);
    }

    private double siemensOf(double weight) {
        return Math.max(0, zeroSiemens + weight * siemensPerWeight);
    }

    private double reference(int cell) {
        return cells.reference == null ? 0 : cells.reference[cell];
    }

    /** Which optional blocks a snapshot of this model has. */
    private byte layout() {
        int blocks = offset == null ? 0 : 1;
        blocks |= (ageing == null ? 0 : ageing.doublesPerCell()) << 1;
        blocks |= wear == null ? 0 : 8;
        return (byte) blocks;
    }

    private int doubles() {
        return hidden.length * (1 + (offset == null ? 0 : 1) + (ageing == null ? 0 : ageing.doublesPerCell()));
    }

    private int snapshotBytes() {
        return HEADER_BYTES + Double.BYTES * doubles() + (wear == null ? 0 : Long.BYTES * hidden.length);
    }

    /**
     * Version, tag, rows, columns (int32), layout (int8), seed, commands (int64), then blocks with one entry per cell: hidden
     * weight (double) and, as the layout says, offset (1), age and drift exponent (2: one of them, 4: both), pulses (8,
     * int64).
     */
    @Override
    public byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(snapshotBytes());
        out.put(VERSION).put(TAG).putInt(geometry().rows()).putInt(geometry().columns());
        out.put(layout()).putLong(seed).putLong(commands);
        for (double[] values : new double[][] {hidden, offset}) {
            if (values != null) {
                for (double value : values) {
                    out.putDouble(value);
                }
            }
        }
        if (ageing != null) {
            ageing.write(out);
        }
        if (wear != null) {
            wear.write(out);
        }
        return out.array();
    }

    @Override
    public void restore(byte[] snapshot) {
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        try {
            SnapshotHeader.require(in, VERSION, TAG, geometry());
            byte layout = in.get();
            if (layout != layout()) {
                throw new IllegalArgumentException(
                        "snapshot has layout " + layout + "; allowed: that of this model, " + layout());
            }
            SnapshotHeader.requireLength(snapshot, snapshotBytes());
            long newSeed = in.getLong();
            long newCommands = in.getLong();
            double[] values = SnapshotHeader.finiteDoubles(in, doubles());
            long[] counts = wear == null ? new long[0] : SnapshotHeader.counts(in, hidden.length);
            seed = newSeed;
            commands = newCommands;
            take(values, counts);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "snapshot has " + snapshot.length + " bytes; allowed: " + snapshotBytes(), e);
        }
    }

    private void take(double[] values, long[] counts) {
        cells = CellVariation.draw(model, hidden.length, seed);
        kernel = PulseKernel.of(model, cells);
        ageing = AgeingState.of(model, cells);
        wear = WearState.of(model, cells);
        System.arraycopy(values, 0, hidden, 0, hidden.length);
        int at = hidden.length;
        if (offset != null) {
            System.arraycopy(values, at, offset, 0, offset.length);
            at += offset.length;
        }
        if (ageing != null) {
            ageing.read(values, at);
        }
        if (wear != null) {
            wear.read(counts);
        }
    }
}
