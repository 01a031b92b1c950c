package org.limbench.assessment;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Tile;

/**
 * Whether the cells of a tile are still one population: the same start, and the identical protocol ever since. Only then
 * may their read-backs be pooled for the entropy before; a mixture of different populations has more entropy than its
 * cells.
 */
final class SharedHistory {
    /** Tiles of uniform commands remembered; beyond, nothing is claimed. */
    private static final int MOST_TILES = 32;

    private final Set<Tile> driven = new LinkedHashSet<>();
    private boolean shared;

    SharedHistory(boolean fromPowerOn) {
        this.shared = fromPowerOn;
    }

    void observe(ArrayCommand command, @Nullable CommandedPulses pulses) {
        if (pulses != null) {
            drove(pulses.tile(), pulses.uniform());
        } else if (command instanceof BarrierChange change) {
            drove(change.tile(), true);
        } else if (command instanceof Consolidation consolidation) {
            drove(consolidation.tile(), true);
        }
    }

    /** What happened to the cells is not known any more. */
    void lose() {
        shared = false;
    }

    private void drove(Tile tile, boolean uniform) {
        shared &= uniform && (driven.contains(tile) || driven.size() < MOST_TILES);
        if (shared) {
            driven.add(tile);
        }
    }

    /** Whether the cells of a tile may be pooled: every command so far met all of them alike, or none of them. */
    boolean poolable(Tile tile) {
        if (!shared) {
            return false;
        }
        for (Tile other : driven) {
            if (!Tiles.covers(other, tile) && Tiles.overlap(other, tile)) {
                return false;
            }
        }
        return true;
    }
}
