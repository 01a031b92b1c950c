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
import org.limbench.thermodynamics.FowlerNordheimLaw;

/**
 * An array of {@link FowlerNordheim} pairs, by the closed solution of the tunnelling law under a constant bias.
 *
 * <p>Under a bias b the drop u = V + b obeys the same law, so a node moves by the fall of u and any number of equal pulses
 * is one longer one. Every electron crossing a drop u turns e u into heat, so the heat of a fall is C (u0^2 - u1^2)/2: of
 * pulsed nodes under the operation's account, of half-selected ones in updates under one of their own; leak at rest is heat of energy stored at
 * power-on, drawn from no supply now, and is not booked. Within a command a node makes its pulses, then its half-selected
 * time (half of it on each node: a half-selected cell has no direction, our assumption), then its rest. Time passes for
 * every node, driven or not. With shot noise the electrons of an interval follow {@link ShotNoise}, so that the law of a
 * drop is the same however the time before was cut. Single-threaded.
 */
final class FowlerNordheimArray extends VoltageArray {
    private static final byte VERSION = 1;
    private static final byte TAG = 'F';
    private static final int HEADER_BYTES = 2 + 2 * Integer.BYTES + 2 * Long.BYTES;
    /** Drop below which a node no longer tunnels, V: keeps the law inside its domain. */
    private static final double EMPTY_VOLTS = 1e-3;

    private final FowlerNordheim model;
    /** Drops of the plus (2 i) and minus (2 i + 1) node of cell i, V. */
    private final double[] volts;

    private final double[] k1;
    private final @Nullable ShotNoise shotNoise;

    FowlerNordheimArray(FowlerNordheim model, ArrayGeometry geometry, ArrayEnergetics energetics, long seed) {
        super(geometry, energetics, seed);
        this.model = model;
        shotNoise = model.shotNoise() ? new ShotNoise(model) : null;
        volts = new double[2 * geometry.cells()];
        k1 = new double[volts.length];
        drawVariation();
        RandomStream powerOn = RandomStream.of(seed, "physics.power-on");
        for (int node = 0; node < volts.length; node++) {
            double offset = model.powerOnSpreadVolts() == 0
                    ? 0
                    : model.powerOnSpreadVolts() * powerOn.split(node).cursor().nextGaussian();
            volts[node] = Math.max(EMPTY_VOLTS, model.powerOnVolts() + offset);
        }
    }

    private void drawVariation() {
        RandomStream rates = RandomStream.of(seed, "physics.variation.tunnelling");
        for (int node = 0; node < k1.length; node++) {
            double log = model.rateSpread() == 0
                    ? 0
                    : model.rateSpread() * rates.split(node).cursor().nextGaussian();
            k1[node] = model.k1PerSecond() * StrictMath.exp(log);
        }
    }

    @Override
    void pulse(Stimulus stimulus, Operation operation, long command, EnergyBook book) {
        Drive.Voltage drive = (Drive.Voltage) stimulus.drive;
        RandomStream stream = RandomStream.of(seed, "physics.shot-noise").split(command);
        double up = model.gateCoupling() * drive.volts(Polarity.POTENTIATE);
        double down = model.gateCoupling() * drive.volts(Polarity.DEPRESS);
        double half = energetics.lines().swingFraction();
        Tile tile = stimulus.tile;
        double heat = 0;
        double disturbed = 0;
        for (int cell = 0; cell < geometry().cells(); cell++) {
            int at = tileIndex(tile, cell);
            int pulses = at < 0 ? 0 : stimulus.pulses[at];
            double pulsedSeconds = Math.abs(pulses) * stimulus.pulseSeconds;
            double halfSeconds = at < 0 ? 0 : stimulus.halfSlots[at] * stimulus.pulseSeconds;
            for (int node = 2 * cell; node <= 2 * cell + 1; node++) {
                // a pulse speeds the minus node to potentiate, the plus node to depress
                boolean minus = node != 2 * cell;
                double bias = minus ? up : down;
                double driven = minus == pulses > 0 ? pulsedSeconds : 0;
                RandomStream.Cursor own = stream.split(node).cursor();
                heat += fall(node, bias, driven, own);
                disturbed += fall(node, half * bias, halfSeconds / 2, own);
                fall(node, 0, Math.max(0, stimulus.elapsedSeconds - driven - halfSeconds / 2), own);
            }
        }
        book.addPulses(operation, heat, disturbed);
    }

    /** Index in a tile of an array cell, -1 outside. */
    private int tileIndex(Tile tile, int cell) {
        int row = cell / geometry().columns() - tile.row();
        int column = cell % geometry().columns() - tile.column();
        boolean inside = row >= 0 && column >= 0 && row < tile.rows() && column < tile.columns();
        return inside ? row * tile.columns() + column : -1;
    }

    /** Lets one node tunnel under a bias; returns the heat, J. */
    private double fall(int node, double bias, double seconds, RandomStream.Cursor cursor) {
        if (seconds <= 0) {
            return 0;
        }
        double drop = volts[node] + bias;
        double grown = FowlerNordheimLaw.growth(model.k2Volts(), k1[node], drop, seconds);
        double fall = shotNoise == null
                ? drop * grown / (model.k2Volts() / drop + grown)
                : shotNoise.fallVolts(drop, k1[node], grown, seconds, volts[node] - EMPTY_VOLTS, cursor);
        fall = Math.min(fall, volts[node] - EMPTY_VOLTS);
        volts[node] -= fall;
        return model.nodeFarads() * fall * (drop - fall / 2);
    }

    @Override
    void pass(double seconds, long command) {
        RandomStream stream = RandomStream.of(seed, "physics.shot-noise").split(command);
        for (int node = 0; node < volts.length; node++) {
            fall(node, 0, seconds, stream.split(node).cursor());
        }
    }

    @Override
    double siemens(int cell) {
        double siemens = model.midSiemens() + model.siemensPerVolt() * (volts[2 * cell] - volts[2 * cell + 1]);
        return Math.max(model.leastSiemens(), Math.min(model.mostSiemens(), siemens));
    }

    /** Version, tag, rows, columns (int32), seed, commands (int64), then per cell plus and minus drop (double, V). */
    @Override
    public byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Double.BYTES * volts.length);
        out.put(VERSION).put(TAG).putInt(geometry().rows()).putInt(geometry().columns());
        out.putLong(seed).putLong(commands);
        for (double drop : volts) {
            out.putDouble(drop);
        }
        return out.array();
    }

    @Override
    public void restore(byte[] snapshot) {
        int length = HEADER_BYTES + Double.BYTES * volts.length;
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        try {
            SnapshotHeader.require(in, VERSION, TAG, geometry());
            SnapshotHeader.requireLength(snapshot, length);
            long newSeed = in.getLong();
            long newCommands = in.getLong();
            double[] drops = SnapshotHeader.finiteDoubles(in, volts.length);
            for (int node = 0; node < drops.length; node++) {
                if (!(drops[node] >= EMPTY_VOLTS)) {
                    throw new IllegalArgumentException("snapshot node " + node + " is at " + drops[node]
                            + " V; allowed: " + EMPTY_VOLTS + " V or more");
                }
            }
            seed = newSeed;
            commands = newCommands;
            System.arraycopy(drops, 0, volts, 0, drops.length);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes; allowed: " + length, e);
        }
        drawVariation();
    }
}
