package org.limbench.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;

/**
 * An array that is easy to reason about: every cell counts the pulses it got (one unit of 1 nS each, around 10 uS), every
 * pulse costs 1 fJ, every barrier change 10 fJ, every read 1 pJ, and each update also adds 0 to 7 units to cell 0 by a
 * draw keyed with the number of the command, so that a lost, doubled or swapped command always shows. Not a model of
 * anything.
 */
public final class CountingArray implements CellArray {
    public static final double OFFSET_SIEMENS = 10e-6;
    public static final double UNIT_SIEMENS = 1e-9;
    public static final double PULSE_JOULES = 1e-15;
    public static final double BARRIER_JOULES = 1e-14;
    public static final double READ_JOULES = 1e-12;

    private final ArrayGeometry geometry;
    private final RandomStream draws;
    private long[] units;
    private long commands;
    private double restBarrierJoules;

    public CountingArray(ArrayGeometry geometry, long seed) {
        this.geometry = geometry;
        this.draws = RandomStream.of(seed, "testkit.counting-array");
        this.units = new long[geometry.cells()];
    }

    /** Rest barrier last set, J. */
    public double restBarrierJoules() {
        return restBarrierJoules;
    }

    /** State-changing commands carried out. */
    public long commands() {
        return commands;
    }

    /** Units per cell, row-major. */
    public long[] units() {
        return units.clone();
    }

    @Override
    public ArrayGeometry geometry() {
        return geometry;
    }

    @Override
    public Dissipation apply(ArrayCommand command) {
        double[] joules = new double[EnergyAccount.count()];
        if (command instanceof ReadRequest) {
            joules[EnergyAccount.READ.channel()] = READ_JOULES;
            return new Dissipation(joules, 0, 0, 1e-6);
        }
        commands++;
        if (command instanceof TimeAdvance advance) {
            return new Dissipation(joules, 0, 0, advance.seconds());
        }
        if (command instanceof BarrierChange || command instanceof Consolidation) {
            boolean lasting = command instanceof Consolidation;
            restBarrierJoules = command instanceof Consolidation consolidation
                    ? consolidation.barrierJoules()
                    : ((BarrierChange) command).barrierJoules();
            joules[(lasting ? EnergyAccount.CONSOLIDATE : EnergyAccount.BARRIER).channel()] = BARRIER_JOULES;
            return new Dissipation(joules, 0, 0, 1e-3);
        }
        long pulses = pulse(command);
        units[0] = Math.floorMod(units[0] * 3 + (draws.bits(commands) >>> 61), 1000);
        joules[EnergyAccount.UPDATE.channel()] = pulses * PULSE_JOULES;
        return new Dissipation(joules, pulses, pulses, 1e-6);
    }

    private long pulse(ArrayCommand command) {
        if (command instanceof SparseUpdate sparse) {
            long pulses = 0;
            for (int i = 0; i < sparse.cells().length; i++) {
                units[sparse.cells()[i]] += sparse.signedPulses()[i];
                pulses += Math.abs(sparse.signedPulses()[i]);
            }
            return pulses;
        }
        if (command instanceof DenseUpdate dense) {
            int[] counts = new int[dense.signedPulses().length];
            Arrays.setAll(counts, i -> dense.signedPulses()[i]);
            return add(dense.tile(), counts);
        }
        if (command instanceof Rank1Update rank1) {
            return add(rank1.tile(), BitLines.of(rank1).signedCounts());
        }
        PulseTrain train = (PulseTrain) command;
        int[] counts = new int[train.tile().cells()];
        Arrays.fill(counts, train.polarity().sign() * train.count());
        return add(train.tile(), counts);
    }

    private long add(Tile tile, int[] counts) {
        long pulses = 0;
        for (int i = 0; i < counts.length; i++) {
            int row = tile.row() + i / tile.columns();
            int column = tile.column() + i % tile.columns();
            units[row * geometry.columns() + column] += counts[i];
            pulses += Math.abs(counts[i]);
        }
        return pulses;
    }

    @Override
    public void conductancesSiemens(Tile tile, double[] into) {
        for (int i = 0; i < tile.cells(); i++) {
            int row = tile.row() + i / tile.columns();
            int column = tile.column() + i % tile.columns();
            into[i] = OFFSET_SIEMENS + UNIT_SIEMENS * units[row * geometry.columns() + column];
        }
    }

    @Override
    public byte[] snapshot() {
        ByteBuffer out =
                ByteBuffer.allocate(16 + 8 * units.length).putLong(commands).putDouble(restBarrierJoules);
        for (long unit : units) {
            out.putLong(unit);
        }
        return out.array();
    }

    @Override
    public void restore(byte[] snapshot) {
        if (snapshot.length != 16 + 8 * units.length) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        commands = in.getLong();
        restBarrierJoules = in.getDouble();
        units = new long[units.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = in.getLong();
        }
    }
}
