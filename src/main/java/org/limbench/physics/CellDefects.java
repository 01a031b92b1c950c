package org.limbench.physics;

import org.limbench.device.Require;

/**
 * Cells that are wrong from the start; which ones follows from the seed. A pulse at such a cell costs what it would cost
 * anywhere and changes nothing; time still acts on it.
 *
 * @param stuckFraction probability of a cell to be stuck at its power-on weight, 0..1
 * @param corruptFraction probability of a cell whose bounds collapse to one weight, uniform within +-corruptRange and its
 *     own bounds, 0..1 (aihwkit's corrupt devices); a cell both stuck and corrupt is corrupt
 * @param corruptRange greatest size of that weight, weight units, 0 or more
 */
public record CellDefects(double stuckFraction, double corruptFraction, double corruptRange) {
    /** Every cell works. */
    public static final CellDefects NONE = new CellDefects(0, 0, 0);

    public CellDefects {
        Require.between("stuckFraction", stuckFraction, 0, 1, "of the cells");
        Require.between("corruptFraction", corruptFraction, 0, 1, "of the cells");
        Require.atLeastZero("corruptRange", corruptRange, "weight units");
    }
}
