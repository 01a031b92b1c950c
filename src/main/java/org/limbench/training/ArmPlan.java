package org.limbench.training;

import org.jspecify.annotations.Nullable;

/**
 * One arm of the experiment.
 *
 * @param name lim, unconsolidated, fixed, lowered, pulsed or that of a transfer rule
 * @param write how the learning rate becomes pulses
 * @param consolidated whether the rest barrier is raised to the retention barrier after training
 * @param transfer how a fast array's content reaches the slow one; null for an arm with one array
 */
public record ArmPlan(
        String name,
        WriteRule write,
        boolean consolidated,
        @Nullable TransferRule transfer) {
    public ArmPlan {
        if (name.isBlank()) {
            throw new IllegalArgumentException("arm name is blank; allowed: a name");
        }
        if (transfer != null && write != WriteRule.STOCHASTIC_PULSES) {
            throw new IllegalArgumentException("write is " + write + "; allowed with a transfer: STOCHASTIC_PULSES");
        }
    }

    /** An arm with one array. */
    public ArmPlan(String name, WriteRule write, boolean consolidated) {
        this(name, write, consolidated, null);
    }
}
