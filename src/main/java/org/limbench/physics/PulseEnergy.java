package org.limbench.physics;

import org.limbench.device.Require;

/**
 * What one pulse costs in the cell: V^2 G t where current flows through it, C V^2 where a gate is charged and discharged,
 * and a stated amount on top. A half-selected cell pays the first two at the swing fraction of V, and not the third.
 *
 * @param conduction which conductance the first term takes
 * @param gateFarads C of the cell's gate (FeFET, SONOS), F, 0 or more
 * @param joulesPerPulse stated energy per pulse, J, 0 or more
 */
public record PulseEnergy(Conduction conduction, double gateFarads, double joulesPerPulse) {
    /** V^2 G t at the conductance before the pulse, nothing else. */
    public static final PulseEnergy OHMIC = new PulseEnergy(Conduction.BEFORE, 0, 0);

    /** The conductance a pulse meets. */
    public enum Conduction {
        /** No current flows through the cell. */
        NONE,
        /** That before the pulse. */
        BEFORE,
        /** The mean of before and after, as NeuroSim's cell model takes it. */
        MEAN
    }

    public PulseEnergy {
        Require.atLeastZero("gateFarads", gateFarads, "F");
        Require.atLeastZero("joulesPerPulse", joulesPerPulse, "J");
    }
}
