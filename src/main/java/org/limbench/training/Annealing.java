package org.limbench.training;

import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.driver.ArrayDriver;

/**
 * Annealing the spins of a problem in an array with tunable barriers.
 *
 * @param problem to be cut
 * @param plan its seed, hold barrier, retention, ageing, reads and ramps; what else it holds does not matter
 * @param annealing sweeps, arms, temperatures and barriers
 */
public record Annealing(IsingProblem problem, TrainingPlan plan, AnnealingPlan annealing) implements Experiment {
    @Override
    public List<ArmPlan> arms(Datasheet datasheet) {
        return annealing.armsToRun().stream().map(AnnealingArm::plan).toList();
    }

    @Override
    public Score score() {
        return Score.CUT;
    }

    @Override
    public void requireFeasible(ArrayDriver driver, ArmPlan arm) {
        runOf(driver, arm, RunListener.none()).requireFeasible();
    }

    @Override
    public ArmOutcome run(ArrayDriver driver, ArmPlan arm, RunListener listener) {
        return runOf(driver, arm, listener).run();
    }

    private AnnealingRun runOf(ArrayDriver driver, ArmPlan arm, RunListener listener) {
        return new AnnealingRun(driver, problem, plan, annealing, AnnealingArm.named(arm.name()), listener);
    }
}
