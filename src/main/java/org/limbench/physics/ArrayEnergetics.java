package org.limbench.physics;

import org.limbench.device.Require;

/**
 * What an array costs around its cells. The same record serves every approach and every arm of a comparison, so that
 * line energy is C V^2 with the same capacitance and lever arms throughout.
 *
 * @param lines rows and columns
 * @param actuator gate that moves the barrier of one cell; unused by voltage-driven cells
 * @param periphery decoders, converters, static power
 */
public record ArrayEnergetics(Lines lines, BarrierActuator actuator, Periphery periphery) {

    /**
     * Rows and columns. A line that fires in a slot is charged and discharged once and costs {@code C V^2 (1 -
     * recovery)}, C over the cells of the tile it crosses (lines are segmented at the tile's edge: our assumption).
     *
     * @param rowFaradsPerCell capacitance of a row per cell it crosses, F, 0 or more
     * @param columnFaradsPerCell capacitance of a column per cell it crosses, F, 0 or more
     * @param swingFraction share of the selected cell's voltage that each of its two lines brings, 0..1; 0.5 in the V/2
     *     scheme. A voltage-driven cell with only one line fired sees this share of the pulse
     * @param tiltJoulesPerVolt lever arm of the tilt lines: tilt per volt, J/V, more than 0; one elementary charge
     *     (1.602e-19 J/V) when the whole drop falls across one level. Unused by voltage-driven cells
     * @param recoveryFraction share of line energy, and of tilt work returned by cells, that the drivers recover, 0..1;
     *     0 unless stated
     */
    public record Lines(
            double rowFaradsPerCell,
            double columnFaradsPerCell,
            double swingFraction,
            double tiltJoulesPerVolt,
            double recoveryFraction) {
        public Lines {
            Require.atLeastZero("rowFaradsPerCell", rowFaradsPerCell, "F");
            Require.atLeastZero("columnFaradsPerCell", columnFaradsPerCell, "F");
            requireFraction("swingFraction", swingFraction);
            Require.positive("tiltJoulesPerVolt", tiltJoulesPerVolt, "J/V");
            requireFraction("recoveryFraction", recoveryFraction);
        }
    }

    /**
     * The barrier gate of a cell. Raising the barrier by dB charges it through V = dB / lever arm and costs {@code
     * C V^2 (1 - recovery)}; lowering costs nothing more. The same lever arm sets the barrier swing of the lines.
     *
     * @param farads gate capacitance of one cell, F, 0 or more
     * @param barrierJoulesPerVolt lever arm: barrier per volt, J/V, more than 0
     * @param recoveryFraction share of gate energy, and of barrier work returned by cells, that is recovered, 0..1; 0
     *     unless stated
     * @param suddenOpening whether a pulse moves the barrier faster than the cell settles in its well (about 2.3 kT per
     *     opening between 10 and 62 kT), rather than slowly (about 0.93 kT each way); see {@code
     *     thermodynamics.BarrierWork}
     */
    public record BarrierActuator(
            double farads, double barrierJoulesPerVolt, double recoveryFraction, boolean suddenOpening) {
        public BarrierActuator {
            Require.atLeastZero("farads", farads, "F");
            Require.positive("barrierJoulesPerVolt", barrierJoulesPerVolt, "J/V");
            requireFraction("recoveryFraction", recoveryFraction);
        }
    }

    /**
     * Everything else, booked as it is stated.
     *
     * @param joulesPerCommand per command of any kind, J, 0 or more
     * @param joulesPerSlot per pulse slot of an update or train, J, 0 or more
     * @param readJoulesPerCell per cell and read, J, 0 or more
     * @param idleWatts static power while the device is powered, W, 0 or more
     */
    public record Periphery(double joulesPerCommand, double joulesPerSlot, double readJoulesPerCell, double idleWatts) {
        public Periphery {
            Require.atLeastZero("joulesPerCommand", joulesPerCommand, "J");
            Require.atLeastZero("joulesPerSlot", joulesPerSlot, "J");
            Require.atLeastZero("readJoulesPerCell", readJoulesPerCell, "J");
            Require.atLeastZero("idleWatts", idleWatts, "W");
        }
    }

    static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 to 1");
        }
    }
}
