package org.limbench.physics;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Tile;

/**
 * The state of an array of cells of one model, and what commands do to it.
 *
 * <p>Single-threaded for the caller; a model may fork over cells inside, with the same result for any thread count.
 * Deterministic: the state after a list of commands depends on the seed given at construction and that list alone.
 */
public interface CellArray {
    /** Shape. */
    ArrayGeometry geometry();

    /**
     * Carries out a command: fires pulses, moves barriers, ages, or (for a read) books its energy.
     *
     * @param command addressed inside the geometry, with the drive kind of this model
     * @return what was dissipated, by account, and how long it took in device time
     * @throws IllegalArgumentException naming the field, its value and what is allowed; nothing has changed then
     */
    Dissipation apply(ArrayCommand command);

    /**
     * Writes the true conductances of a tile.
     *
     * @param into filled row-major over the tile, S; length at least the tile's cells
     */
    void conductancesSiemens(Tile tile, double[] into);

    /** Everything needed to restore this state, in a stable byte layout of the model's own. */
    byte[] snapshot();

    /**
     * Restores a snapshot of an array of the same model, parameters and geometry.
     *
     * @throws IllegalArgumentException when it is not one
     */
    void restore(byte[] snapshot);
}
