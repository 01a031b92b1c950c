package org.limbench.device;

/** Whether pulses program (towards a target: blind reset, write-verify) or update (open loop, relative). */
public enum Operation {
    /** Towards a target; its cell heat is booked under {@link EnergyAccount#PROGRAM}. */
    PROGRAM,
    /** Relative, open loop; its cell heat is booked under {@link EnergyAccount#UPDATE}. */
    UPDATE
}
