package org.limbench.training;

import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.driver.ArrayDriver;

/**
 * Training a workload.
 *
 * @param workload what to learn
 * @param plan how
 */
public record Learning(Workload workload, TrainingPlan plan) implements Experiment {
    @Override
    public List<ArmPlan> arms(Datasheet datasheet) {
        return Arms.of(plan, datasheet, workload);
    }

    @Override
    public Score score() {
        return workload.score();
    }

    /** Cells the plan's arms need: twice the rows of the task where one named has a fast and a slow array. */
    public ArrayGeometry needs() {
        ArrayGeometry shape = workload.shape();
        boolean two = plan.arms().stream().anyMatch(Arms::hasTwoArrays);
        return two ? new ArrayGeometry(2 * shape.rows(), shape.columns()) : shape;
    }

    @Override
    public void requireFeasible(ArrayDriver driver, ArmPlan arm) {
        Trainer.requireFeasible(driver, workload, plan, arm);
    }

    @Override
    public ArmOutcome run(ArrayDriver driver, ArmPlan arm, RunListener listener) {
        return Trainer.runArm(driver, workload, plan, arm, listener);
    }
}
