package org.limbench.physics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.RandomStream;

/**
 * An array of {@link SoftBounds} cells, pulse by pulse.
 *
 * <p>A pulse costs V^2 G t at the conductance before it (what NeuroSim's cell model takes, with the mean of before and
 * after there), a half-selected slot the same at the swing fraction of V; lines cost C V^2. Half-selected cells do not
 * change state (below threshold: our assumption); nothing ages. Amplitude and width set energy alone: the step is that of
 * the nominal pulse (our assumption). Single-threaded.
 */
final class SoftBoundsArray extends VoltageArray {
    private static final byte VERSION = 1;
    private static final byte TAG = 'S';
    private static final int HEADER_BYTES = 2 + 2 * Integer.BYTES + 2 * Long.BYTES;

    private final SoftBounds model;
    /** Hidden persistent weight, row-major. */
    private final double[] hidden;
    /** Weight as it reads, row-major. */
    private final double[] visible;

    private final double[] least;
    private final double[] most;
    private final double[] upStep;
    private final double[] downStep;

    SoftBoundsArray(SoftBounds model, ArrayGeometry geometry, ArrayEnergetics energetics, long seed) {
        super(geometry, energetics, seed);
        this.model = model;
        int cells = geometry.cells();
        hidden = new double[cells];
        visible = new double[cells];
        least = new double[cells];
        most = new double[cells];
        upStep = new double[cells];
        downStep = new double[cells];
        drawVariation();
        RandomStream powerOn = RandomStream.of(seed, "physics.power-on");
        for (int cell = 0; cell < cells; cell++) {
            double weight = model.powerOnWeight()
                    + model.powerOnSpread() * powerOn.split(cell).cursor().nextGaussian();
            hidden[cell] = clip(cell, weight);
            visible[cell] = hidden[cell];
        }
    }

    /** Draws each cell's bounds and steps; a bound or step of the wrong sign is mirrored to the right one. */
    private void drawVariation() {
        RandomStream stream = RandomStream.of(seed, "physics.variation.soft-bounds");
        for (int cell = 0; cell < least.length; cell++) {
            RandomStream.Cursor cursor = stream.split(cell).cursor();
            least[cell] = -Math.abs(model.leastWeight() * (1 + model.leastSpread() * cursor.nextGaussian()));
            most[cell] = Math.abs(model.mostWeight() * (1 + model.mostSpread() * cursor.nextGaussian()));
            double asymmetry = model.asymmetry() + model.asymmetrySpread() * cursor.nextGaussian();
            upStep[cell] = model.stepWeight() * Math.abs(1 + asymmetry + model.stepSpread() * cursor.nextGaussian());
            downStep[cell] = model.stepWeight() * Math.abs(1 - asymmetry + model.stepSpread() * cursor.nextGaussian());
        }
    }

    private double clip(int cell, double weight) {
        return Math.max(least[cell], Math.min(most[cell], weight));
    }

    @Override
    void pulse(Stimulus stimulus, Operation operation, long command, EnergyBook book) {
        Drive.Voltage drive = (Drive.Voltage) stimulus.drive;
        RandomStream stream = RandomStream.of(seed, "physics.cycle-noise").split(command);
        double up = drive.volts(Polarity.POTENTIATE);
        double down = drive.volts(Polarity.DEPRESS);
        double half = energetics.lines().swingFraction() * Math.max(up, down);
        double heat = 0;
        double disturbed = 0;
        for (int at = 0; at < stimulus.pulses.length; at++) {
            int cell = arrayIndex(stimulus.tile, at);
            int pulses = stimulus.pulses[at];
            disturbed += stimulus.halfSlots[at] * siemens(cell);
            if (pulses != 0) {
                double volts = pulses > 0 ? up : down;
                heat += volts
                        * volts
                        * pulseCell(cell, pulses, stream.split(cell).cursor());
            }
        }
        book.add(account(operation), heat * stimulus.pulseSeconds);
        book.add(EnergyAccount.LINES, half * half * disturbed * stimulus.pulseSeconds);
    }

    /** Fires the pulses of one cell; returns the sum of the conductances they met, S. */
    private double pulseCell(int cell, int pulses, RandomStream.Cursor cursor) {
        double weight = hidden[cell];
        double met = 0;
        double step = pulses > 0 ? upStep[cell] : -downStep[cell];
        double bound = pulses > 0 ? most[cell] : least[cell];
        for (int k = Math.abs(pulses); k > 0; k--) {
            met += siemensOf(visible[cell]);
            double noise = model.cycleSpread() == 0 ? 0 : model.cycleSpread() * cursor.nextGaussian();
            weight = clip(cell, weight + step * (1 - weight / bound + noise));
            visible[cell] = model.writeNoise() == 0
                    ? weight
                    : weight + model.writeNoise() * model.stepWeight() * cursor.nextGaussian();
        }
        hidden[cell] = weight;
        return met;
    }

    @Override
    void pass(double seconds, long command) {
        // nothing leaks and nothing drifts in this model
    }

    @Override
    double siemens(int cell) {
        return siemensOf(visible[cell]);
    }

    private double siemensOf(double weight) {
        return Math.max(0, model.leastSiemens() + (weight - model.leastWeight()) * model.siemensPerWeight());
    }

    /** Version, tag, rows, columns (int32), seed, commands (int64), then per cell hidden and visible weight (double). */
    @Override
    public byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 2 * Double.BYTES * hidden.length);
        out.put(VERSION).put(TAG).putInt(geometry().rows()).putInt(geometry().columns());
        out.putLong(seed).putLong(commands);
        for (int cell = 0; cell < hidden.length; cell++) {
            out.putDouble(hidden[cell]).putDouble(visible[cell]);
        }
        return out.array();
    }

    @Override
    public void restore(byte[] snapshot) {
        int length = HEADER_BYTES + 2 * Double.BYTES * hidden.length;
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        try {
            SnapshotHeader.require(in, VERSION, TAG, geometry());
            SnapshotHeader.requireLength(snapshot, length);
            long newSeed = in.getLong();
            long newCommands = in.getLong();
            double[] weights = SnapshotHeader.finiteDoubles(in, 2 * hidden.length);
            seed = newSeed;
            commands = newCommands;
            for (int cell = 0; cell < hidden.length; cell++) {
                hidden[cell] = weights[2 * cell];
                visible[cell] = weights[2 * cell + 1];
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes; allowed: " + length, e);
        }
        drawVariation();
    }
}
