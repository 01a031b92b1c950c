package org.limbench.training;

import java.util.List;

/**
 * What came out of a run.
 *
 * @param task name of the workload
 * @param score what its score measures
 * @param plan of the run
 * @param arms in the order they were run
 */
public record TrainingOutcome(String task, Score score, TrainingPlan plan, List<ArmOutcome> arms) {
    public TrainingOutcome {
        arms = List.copyOf(arms);
    }
}
