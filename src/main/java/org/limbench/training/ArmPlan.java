package org.limbench.training;

/**
 * One arm of the experiment.
 *
 * @param name lim, unconsolidated, fixed, lowered or pulsed
 * @param write how the learning rate becomes pulses
 * @param consolidated whether the rest barrier is raised to the retention barrier after training
 */
public record ArmPlan(String name, WriteRule write, boolean consolidated) {
    public ArmPlan {
        if (name.isBlank()) {
            throw new IllegalArgumentException("arm name is blank; allowed: a name");
        }
    }
}
