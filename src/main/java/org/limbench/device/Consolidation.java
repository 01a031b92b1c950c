package org.limbench.device;

/**
 * Makes a tile's memory last: raises its rest barrier to the retention barrier. The work on its cells is booked
 * under {@link EnergyAccount#CONSOLIDATE}, unlike that of a {@link BarrierChange}; what the actuators lose is not.
 *
 * @param tile cells addressed
 * @param barrierJoules retention barrier, J, 0 or more
 * @param rampSeconds duration of the ramp, s, 0 (sudden) or more
 */
public record Consolidation(Tile tile, double barrierJoules, double rampSeconds) implements ArrayCommand {
    public Consolidation {
        Require.atLeastZero("barrierJoules", barrierJoules, "J");
        Require.atLeastZero("rampSeconds", rampSeconds, "s");
    }
}
