package org.limbench.profile;

import org.limbench.physics.ArrayEnergetics;

/** Reads what lines, barrier actuators and periphery cost. */
record EnergySection(QuantityReader in) {
    /** One elementary charge per volt; stands in where a voltage-driven cell has no lever arm. */
    private static final double UNUSED_LEVER_ARM = 1.602176634e-19;

    /** For a model with a tunable barrier, whose lever arms and actuator stand under {@code barrier}, or for one without. */
    ArrayEnergetics read(boolean tunable) {
        ArrayEnergetics.Lines lines = in.build("energy.lines", () -> lines(tunable));
        ArrayEnergetics.BarrierActuator actuator = tunable
                ? in.build("barrier", this::actuator)
                : new ArrayEnergetics.BarrierActuator(0, UNUSED_LEVER_ARM, 0, false);
        return new ArrayEnergetics(lines, actuator, in.build("energy.periphery", this::periphery));
    }

    private ArrayEnergetics.Lines lines(boolean tunable) {
        return new ArrayEnergetics.Lines(
                in.number("energy.lines.rowCapacitance", "rowFaradsPerCell", Dimension.CAPACITANCE),
                in.number("energy.lines.columnCapacitance", "columnFaradsPerCell", Dimension.CAPACITANCE),
                in.number("energy.lines.swingFraction", "swingFraction", Dimension.NUMBER),
                tunable
                        ? in.number("barrier.tiltLeverArm", "tiltJoulesPerVolt", Dimension.LEVER_ARM)
                        : UNUSED_LEVER_ARM,
                in.number("energy.lines.recovery", "recoveryFraction", Dimension.NUMBER));
    }

    private ArrayEnergetics.BarrierActuator actuator() {
        return new ArrayEnergetics.BarrierActuator(
                in.number("barrier.capacitance", "farads", Dimension.CAPACITANCE),
                in.number("barrier.leverArm", "barrierJoulesPerVolt", Dimension.LEVER_ARM),
                in.number("barrier.recovery", "recoveryFraction", Dimension.NUMBER),
                in.flag("barrier.suddenOpening", "suddenOpening"));
    }

    private ArrayEnergetics.Periphery periphery() {
        return new ArrayEnergetics.Periphery(
                in.number("energy.periphery.perCommand", "joulesPerCommand", Dimension.ENERGY),
                in.number("energy.periphery.perSlot", "joulesPerSlot", Dimension.ENERGY),
                in.number("energy.periphery.readPerCell", "readJoulesPerCell", Dimension.ENERGY),
                in.number("energy.periphery.idlePower", "idleWatts", Dimension.POWER));
    }
}
