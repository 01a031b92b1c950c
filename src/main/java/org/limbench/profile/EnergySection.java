package org.limbench.profile;

import java.util.List;
import org.limbench.physics.ArrayEnergetics;

/** Reads {@code energy}: what lines, actuators and periphery cost. */
record EnergySection(String file, QuantityReader in) {
    /** One elementary charge per volt; stands in where a voltage-driven cell has no lever arm. */
    private static final double UNUSED_LEVER_ARM = 1.602176634e-19;

    /** For a model with a tunable barrier, which has lever arms and an actuator, or for one without. */
    ArrayEnergetics read(boolean tunable) {
        for (String key : List.of("energy.actuator", "energy.lines.tiltLeverArm")) {
            if (in.has(key) != tunable) {
                throw new ProfileException(
                        file,
                        key,
                        tunable ? "missing" : "present",
                        tunable ? "what a tunable barrier costs" : "only with a model that has a tunable barrier");
            }
        }
        ArrayEnergetics.Lines lines = in.build("energy.lines", () -> lines(tunable));
        ArrayEnergetics.BarrierActuator actuator = tunable
                ? in.build("energy.actuator", this::actuator)
                : new ArrayEnergetics.BarrierActuator(0, UNUSED_LEVER_ARM, 0, false);
        return new ArrayEnergetics(lines, actuator, in.build("energy.periphery", this::periphery));
    }

    private ArrayEnergetics.Lines lines(boolean tunable) {
        return new ArrayEnergetics.Lines(
                in.number("energy.lines.rowCapacitance", "rowFaradsPerCell", Dimension.CAPACITANCE),
                in.number("energy.lines.columnCapacitance", "columnFaradsPerCell", Dimension.CAPACITANCE),
                in.number("energy.lines.swingFraction", "swingFraction", Dimension.NUMBER),
                tunable
                        ? in.number("energy.lines.tiltLeverArm", "tiltJoulesPerVolt", Dimension.LEVER_ARM)
                        : UNUSED_LEVER_ARM,
                in.number("energy.lines.recovery", "recoveryFraction", Dimension.NUMBER));
    }

    private ArrayEnergetics.BarrierActuator actuator() {
        return new ArrayEnergetics.BarrierActuator(
                in.number("energy.actuator.capacitance", "farads", Dimension.CAPACITANCE),
                in.number("energy.actuator.leverArm", "barrierJoulesPerVolt", Dimension.LEVER_ARM),
                in.number("energy.actuator.recovery", "recoveryFraction", Dimension.NUMBER),
                in.flag("energy.actuator.suddenOpening", "suddenOpening"));
    }

    private ArrayEnergetics.Periphery periphery() {
        return new ArrayEnergetics.Periphery(
                in.number("energy.periphery.perCommand", "joulesPerCommand", Dimension.ENERGY),
                in.number("energy.periphery.perSlot", "joulesPerSlot", Dimension.ENERGY),
                in.number("energy.periphery.readPerCell", "readJoulesPerCell", Dimension.ENERGY),
                in.number("energy.periphery.idlePower", "idleWatts", Dimension.POWER));
    }
}
