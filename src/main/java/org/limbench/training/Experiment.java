package org.limbench.training;

import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.driver.ArrayDriver;

/**
 * A task with its plan: what a run carries out on an array, arm by arm.
 *
 * <p>Single-threaded. What it sends is a function of itself, datasheet and receipts alone. Failures of the link or a refusal of
 * the device pass through as the driver's exceptions.
 */
public interface Experiment {
    /**
     * The arms to run on a device, in order.
     *
     * @throws IllegalArgumentException when an arm asked for cannot be run on this device
     */
    List<ArmPlan> arms(Datasheet datasheet);

    /** What the score of its arms measures. */
    Score score();

    /**
     * Checks that a device can run an arm, without sending anything.
     *
     * @throws IllegalArgumentException one line: what is needed, what is allowed
     */
    void requireFeasible(ArrayDriver driver, ArmPlan arm);

    /**
     * Runs one arm to its end.
     *
     * @throws IllegalArgumentException before anything is sent, when device, task and plan do not fit together
     */
    ArmOutcome run(ArrayDriver driver, ArmPlan arm, RunListener listener);
}
