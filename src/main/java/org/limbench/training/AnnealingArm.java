package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The arms of an annealing experiment; all are consolidated at the end.
 *
 * <p>There is no arm at the retention barrier all the time, as training has: a spin's tilt is set by its field and the
 * temperature, so nothing is left to push it over such a barrier, and not one would turn.
 */
public enum AnnealingArm {
    /** The temperature falls and the write barrier rises, so that the spins freeze. */
    ANNEALED("annealed", WriteRule.MODULATED_BARRIER, true),
    /** The same temperatures at the first sweep's write barrier. */
    LOWERED("lowered", WriteRule.LOWERED_BARRIER, true),
    /** Downhill only, at the first sweep's write barrier: zero temperature from the start. */
    QUENCHED("quenched", WriteRule.LOWERED_BARRIER, false);

    private final String label;
    private final WriteRule write;
    private final boolean cooled;

    AnnealingArm(String label, WriteRule write, boolean cooled) {
        this.label = label;
        this.write = write;
        this.cooled = cooled;
    }

    /** What listeners and ledgers are told of it. */
    public ArmPlan plan() {
        return new ArmPlan(label, write, true);
    }

    /** Name on the command line and in run.json. */
    public String label() {
        return label;
    }

    /** The arm of a name; the message of a failure lists what exists. */
    public static AnnealingArm named(String label) {
        for (AnnealingArm arm : values()) {
            if (arm.label().equals(label)) {
                return arm;
            }
        }
        throw new IllegalArgumentException("arm is \"" + label + "\"; allowed with ising and maxcut: "
                + Arrays.stream(values()).map(AnnealingArm::label).collect(Collectors.joining(", ")));
    }

    /** Temperature of each sweep, in units of the couplings; 0 for downhill only. */
    double[] temperatures(AnnealingPlan annealing) {
        return cooled ? annealing.cooling().temperatures(annealing.sweeps()) : new double[annealing.sweeps()];
    }

    /** Relaxations per pulse in a sweep: constant, or falling geometrically, the barrier rising in a line. */
    double activity(AnnealingPlan annealing, int sweep) {
        if (write != WriteRule.MODULATED_BARRIER || annealing.sweeps() == 1) {
            return annealing.firstActivity();
        }
        double share = sweep / (annealing.sweeps() - 1.0);
        return annealing.firstActivity() * StrictMath.pow(annealing.lastActivity() / annealing.firstActivity(), share);
    }
}
