package org.limbench.physics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * Levels, rest barriers and hidden variation of the cells of an array, row-major, and the rate factors that follow from
 * them. Rates are 1/s per direction at zero tilt unless said. Single-threaded.
 */
final class BarrierState {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 2 + 3 * Integer.BYTES + 2 * Long.BYTES;
    private static final int CELL_BYTES = Short.BYTES + Double.BYTES;

    private final TunableBarrier model;
    /** Its level and six numbers. */
    static final long BYTES_PER_CELL = Integer.BYTES + 6L * Double.BYTES;

    private final ArrayGeometry geometry;
    private final double kt;

    long seed;
    /** Commands that changed the state so far. */
    long commands;

    final int[] levels;
    final double[] restJoules;
    final double[] attemptsPerSecond;
    /** exp(-barrier offset / kT). */
    final double[] gateFactor;
    /** Rate at the rest barrier. */
    final double[] restRates;
    /** Jump proposals per second at rest, both directions, summed over cells 0..i. */
    final double[] restCumulative;
    /** exp(-(the rest barrier's share of the half-selected barrier + offset) / kT). */
    final double[] halfFactor;

    BarrierState(TunableBarrier model, ArrayGeometry geometry, double kt, long seed) {
        int cells = geometry.cells();
        this.model = model;
        this.geometry = geometry;
        this.kt = kt;
        this.seed = seed;
        levels = new int[cells];
        restJoules = new double[cells];
        attemptsPerSecond = new double[cells];
        gateFactor = new double[cells];
        restRates = new double[cells];
        restCumulative = new double[cells];
        halfFactor = new double[cells];
        RandomStream powerOn = RandomStream.of(seed, "physics.power-on");
        int range = model.mostPowerOnLevel() - model.leastPowerOnLevel() + 1;
        for (int cell = 0; cell < cells; cell++) {
            levels[cell] =
                    model.leastPowerOnLevel() + powerOn.split(cell).cursor().nextBelow(range);
            restJoules[cell] = model.barrier().holdJoules();
        }
        drawVariation();
        refreshRest();
    }

    private void drawVariation() {
        RandomStream attempts = RandomStream.of(seed, "physics.variation.attempts");
        RandomStream barriers = RandomStream.of(seed, "physics.variation.barrier");
        for (int cell = 0; cell < levels.length; cell++) {
            double attempt = model.attemptSpread() == 0
                    ? 1
                    : StrictMath.exp(model.attemptSpread()
                            * attempts.split(cell).cursor().nextGaussian());
            double offset = model.barrierSpreadJoules() == 0
                    ? 0
                    : model.barrierSpreadJoules()
                            * barriers.split(cell).cursor().nextGaussian();
            attemptsPerSecond[cell] = model.barrier().attemptsPerSecond() * attempt;
            gateFactor[cell] = StrictMath.exp(-offset / kt);
        }
    }

    /** Sets the rest barrier of a tile, J. */
    void setRest(Tile tile, double joules) {
        for (int row = 0; row < tile.rows(); row++) {
            int from = (tile.row() + row) * geometry.columns() + tile.column();
            Arrays.fill(restJoules, from, from + tile.columns(), joules);
        }
        refreshRest();
    }

    private void refreshRest() {
        double share = (1 - model.barrier().halfSelectFraction()) / kt;
        double lastRest = Double.NaN;
        double restExp = 0;
        double halfExp = 0;
        double sum = 0;
        for (int cell = 0; cell < levels.length; cell++) {
            if (restJoules[cell] != lastRest) {
                lastRest = restJoules[cell];
                restExp = StrictMath.exp(-lastRest / kt);
                halfExp = StrictMath.exp(-lastRest * share);
            }
            halfFactor[cell] = gateFactor[cell] * halfExp;
            restRates[cell] = restRate(cell, restExp);
            sum += 2 * restRates[cell];
            restCumulative[cell] = sum;
        }
    }

    /** Rate at a commanded barrier whose Boltzmann factor is given; a barrier below 0 counts as 0. */
    double restRate(int cell, double barrierFactor) {
        return attemptsPerSecond[cell] * Math.min(1, gateFactor[cell] * barrierFactor);
    }

    /**
     * Mean rate along a linear ramp of the rest barrier to another; all that motion at zero tilt depends on. Where the offset
     * of the cell leaves no barrier it counts as 0, along that part of the ramp alone.
     */
    double rampRate(int cell, double toJoules) {
        double from = restJoules[cell] / kt;
        double to = toJoules / kt;
        double offset = -StrictMath.log(gateFactor[cell]);
        double least = Math.min(from, to) + offset;
        double most = Math.max(from, to) + offset;
        if (least >= 0) {
            double rise = to - from;
            double factor = StrictMath.exp(-from);
            return restRate(cell, Math.abs(rise) < 1e-12 ? factor : factor * -StrictMath.expm1(-rise) / rise);
        }
        double share = most <= 0 ? 1 : (-least - StrictMath.expm1(-most)) / (most - least);
        return attemptsPerSecond[cell] * share;
    }

    /** Rate while half-selected; the factor is exp(-halfSelectFraction * open / kT). */
    double halfRate(int cell, double openFactor) {
        return attemptsPerSecond[cell] * Math.min(1, halfFactor[cell] * openFactor);
    }

    /**
     * Rate along the tilt of a pulsed cell; the factor is exp(-nominal barrier along the tilt / kT). Never above the
     * attempt rate, whatever the cell's offset.
     */
    double alongRate(int cell, double alongFactor) {
        return attemptsPerSecond[cell] * Math.min(1, gateFactor[cell] * alongFactor);
    }

    private byte tag() {
        return (byte) (model instanceof BarrierChain ? 'B' : 'T');
    }

    /**
     * Version, model tag, rows, columns, levels (int32), seed, commands (int64), then per cell level (uint16) and rest
     * barrier (IEEE double); big-endian.
     */
    byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + CELL_BYTES * levels.length);
        out.put(VERSION).put(tag());
        out.putInt(geometry.rows()).putInt(geometry.columns()).putInt(model.levels());
        out.putLong(seed).putLong(commands);
        for (int cell = 0; cell < levels.length; cell++) {
            out.putShort((short) levels[cell]).putDouble(restJoules[cell]);
        }
        return out.array();
    }

    /** Takes over a snapshot, seed and variation included; refuses one of another model, shape or range, changing nothing. */
    void restore(byte[] snapshot) {
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        try {
            SnapshotHeader.require(in, VERSION, tag(), geometry);
            int count = in.getInt();
            if (count != model.levels() || snapshot.length != HEADER_BYTES + CELL_BYTES * levels.length) {
                throw new IllegalArgumentException("snapshot has " + count + " levels and " + snapshot.length
                        + " bytes; allowed: " + model.levels() + " levels and "
                        + (HEADER_BYTES + CELL_BYTES * levels.length) + " bytes");
            }
            long newSeed = in.getLong();
            long newCommands = in.getLong();
            int[] newLevels = new int[levels.length];
            double[] newRest = new double[levels.length];
            for (int cell = 0; cell < levels.length; cell++) {
                newLevels[cell] = Short.toUnsignedInt(in.getShort());
                newRest[cell] = in.getDouble();
                if (newLevels[cell] >= count
                        || !(newRest[cell] >= 0
                                && newRest[cell] <= model.barrier().mostJoules())) {
                    throw new IllegalArgumentException("snapshot cell " + cell + " is level " + newLevels[cell]
                            + " at " + newRest[cell] + " J; allowed: below " + count + ", 0 to "
                            + model.barrier().mostJoules() + " J");
                }
            }
            seed = newSeed;
            commands = newCommands;
            System.arraycopy(newLevels, 0, levels, 0, levels.length);
            System.arraycopy(newRest, 0, restJoules, 0, levels.length);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes; allowed: a whole one", e);
        }
        drawVariation();
        refreshRest();
    }
}
