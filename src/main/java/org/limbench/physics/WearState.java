package org.limbench.physics;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pulses each cell of an array of {@link PulsedCell} has seen, and what that left of its range. Single-threaded. */
final class WearState {
    private final Wear model;
    private final CellVariation cells;
    /** Two fresh bounds, the life, and the pulses so far. */
    static final long BYTES_PER_CELL = 4L * Double.BYTES;

    private final double[] freshLeast;
    private final double[] freshMost;
    /** Pulses a cell stands. */
    private final double[] life;

    private final long[] fired;

    private WearState(Wear model, CellVariation cells) {
        this.model = model;
        this.cells = cells;
        freshLeast = cells.least.clone();
        freshMost = cells.most.clone();
        life = new double[freshMost.length];
        fired = new long[life.length];
        for (int cell = 0; cell < life.length; cell++) {
            double deviation =
                    model.cyclesSpread() * cells.normals("wear", cell).next();
            life[cell] = model.medianCycles() * model.pulsesPerCycle() * StrictMath.exp(deviation);
        }
    }

    /** The wear of a model's cells; null where cycling does nothing to them. */
    static @Nullable WearState of(PulsedCell model, CellVariation cells) {
        Wear wear = model.wear();
        return wear == null ? null : new WearState(wear, cells);
    }

    /** Counts a train about to be fired; returns how many of its pulses still move the cell. */
    int fire(int cell, int pulses) {
        long before = fired[cell];
        fired[cell] = before + pulses;
        if (model.sticks()) {
            return (int) Math.max(0, Math.min(pulses, StrictMath.ceil(life[cell] - before)));
        }
        narrow(cell);
        return pulses;
    }

    /** Bounds after the pulses counted; a train has those of its end throughout. */
    private void narrow(int cell) {
        if (fired[cell] > life[cell] && !model.sticks()) {
            double left = StrictMath.pow(fired[cell] / life[cell], -model.shrinkExponent());
            double centre = freshLeast[cell] + model.shrinkCentre() * (freshMost[cell] - freshLeast[cell]);
            cells.least[cell] = centre + (freshLeast[cell] - centre) * left;
            cells.most[cell] = centre + (freshMost[cell] - centre) * left;
        }
    }

    void write(ByteBuffer out) {
        for (long count : fired) {
            out.putLong(count);
        }
    }

    /** Takes over counts checked by the caller. */
    void read(long[] counts) {
        for (int cell = 0; cell < fired.length; cell++) {
            fired[cell] = counts[cell];
            narrow(cell);
        }
    }
}
