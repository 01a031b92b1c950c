package org.limbench.physics;

import org.limbench.device.Require;

/**
 * Endurance: what a cell loses once it has been cycled too often.
 *
 * <p>A cell lasts medianCycles exp(cyclesSpread xi) cycles, a cycle being pulsesPerCycle pulses, full or not (our
 * assumption: partial steps wear like whole ones). After that it sticks where it is, or its bounds close in on one weight
 * as (n/n0)^-shrinkExponent with n cycles of which it stood n0. The form, constant up to a threshold and a power law beyond
 * it, is that of Lammie, Rahimi Azghadi and Ielmini, Semicond. Sci. Technol. 36, 065003 (2021),
 * doi:10.1088/1361-6641/abf29d, for resistances; that bounds follow it is our assumption. Half-selected slots do not wear.
 *
 * @param medianCycles median number of cycles a cell stands, more than 0
 * @param cyclesSpread standard deviation of its natural logarithm from cell to cell, 0..5
 * @param pulsesPerCycle pulses of either sign that make a cycle, at least 1; 2 for a set and a reset
 * @param shrinkExponent 0: a worn cell sticks; otherwise the exponent of the shrinking range, up to 100
 * @param shrinkCentre where the range shrinks to, as a share of the cell's range from its lower bound, 0..1
 */
public record Wear(
        double medianCycles, double cyclesSpread, double pulsesPerCycle, double shrinkExponent, double shrinkCentre) {
    public Wear {
        Require.positive("medianCycles", medianCycles, "cycles");
        Require.between("cyclesSpread", cyclesSpread, 0, 5, "");
        Require.between("pulsesPerCycle", pulsesPerCycle, 1, 1e9, "pulses");
        Require.between("shrinkExponent", shrinkExponent, 0, 100, "");
        Require.between("shrinkCentre", shrinkCentre, 0, 1, "of the range");
    }

    /** Whether a worn cell sticks rather than losing range. */
    public boolean sticks() {
        return shrinkExponent == 0;
    }
}
