package org.limbench.device;

/**
 * Sets the rest barrier of a tile (array, row or any rectangle) by a linear ramp.
 *
 * @param tile cells addressed
 * @param barrierJoules rest barrier after the ramp, J, 0 or more
 * @param rampSeconds duration of the ramp, s, 0 (sudden) or more
 */
public record BarrierChange(Tile tile, double barrierJoules, double rampSeconds) implements ArrayCommand {
    public BarrierChange {
        Require.atLeastZero("barrierJoules", barrierJoules, "J");
        Require.atLeastZero("rampSeconds", rampSeconds, "s");
    }
}
