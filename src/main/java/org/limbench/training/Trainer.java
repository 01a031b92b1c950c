package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import org.limbench.driver.ArrayDriver;

/**
 * Runs a plan on an array.
 *
 * <p>Single-threaded. What it sends is a function of plan, workload, datasheet and receipts alone. Failures of the link or
 * a refusal of the device pass through as the driver's exceptions.
 */
public final class Trainer {
    private Trainer() {}

    /**
     * All arms, one after the other on the same array, which keeps its age: for a single chip.
     *
     * @throws IllegalArgumentException before anything is sent, when device, workload and plan do not fit together
     */
    public static TrainingOutcome run(ArrayDriver driver, Workload workload, TrainingPlan plan, RunListener listener) {
        List<ArmPlan> arms = Arms.of(plan, driver.datasheet(), workload);
        for (ArmPlan arm : arms) {
            new ArmRun(driver, workload, plan, arm, listener).requireFeasible();
        }
        List<ArmOutcome> outcomes = new ArrayList<>();
        for (ArmPlan arm : arms) {
            outcomes.add(runArm(driver, workload, plan, arm, listener));
        }
        return new TrainingOutcome(workload.name(), workload.score(), plan, outcomes);
    }

    /**
     * One arm: for an emulator, where each arm is given a fresh array.
     *
     * @throws IllegalArgumentException before anything is sent, when device, workload and plan do not fit together
     */
    public static ArmOutcome runArm(
            ArrayDriver driver, Workload workload, TrainingPlan plan, ArmPlan arm, RunListener listener) {
        return new ArmRun(driver, workload, plan, arm, listener).run();
    }

    /**
     * Checks that a device can run an arm, without sending anything.
     *
     * @throws IllegalArgumentException one line: what is needed, what is allowed
     */
    public static void requireFeasible(ArrayDriver driver, Workload workload, TrainingPlan plan, ArmPlan arm) {
        new ArmRun(driver, workload, plan, arm, RunListener.none()).requireFeasible();
    }
}
