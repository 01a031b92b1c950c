package org.limbench.training;

import java.util.List;
import org.limbench.device.Require;

/**
 * How to anneal, beside the seed, hold barrier, retention and ageing of a {@link TrainingPlan}.
 *
 * @param sweeps times every spin is offered a flip, 1..1,000,000
 * @param arms names of the arms, in order; empty for all
 * @param cooling temperature by sweep
 * @param firstActivity relaxations of a cell at zero field during a pulse of the first sweep, 0.001..50; a two-level cell
 *     takes its field's equilibrium with probability 1 - exp(-activity)
 * @param lastActivity the same in the last sweep of an arm whose barrier rises, 0.001..50
 * @param mostTiltKt largest energy between spin down and up, kT, 5..100: the tilt of a quench, and where annealing is cut, since
 *     a turn against it (probability exp(-mostTiltKt)) is as good as impossible
 */
public record AnnealingPlan(
        int sweeps, List<String> arms, Cooling cooling, double firstActivity, double lastActivity, double mostTiltKt) {
    /** Sweeps where none are asked for. */
    public static final int STANDARD_SWEEPS = 300;
    /** Activity that reaches equilibrium to 2 %: a heat bath (our choice). */
    public static final double STANDARD_FIRST_ACTIVITY = 4;
    /** Activity that turns every third cell: what is left of the rates at the end (our choice). */
    public static final double STANDARD_LAST_ACTIVITY = 0.4;

    public AnnealingPlan {
        Require.between("sweeps", sweeps, 1, 1_000_000);
        arms = List.copyOf(arms);
        for (int i = 0; i < arms.size(); i++) {
            AnnealingArm.named(arms.get(i));
            if (arms.indexOf(arms.get(i)) != i) {
                throw new IllegalArgumentException("arms holds \"" + arms.get(i) + "\" twice; allowed: each arm once");
            }
        }
        requireWithin("firstActivity", firstActivity, "relaxations", 0.001, 50);
        requireWithin("lastActivity", lastActivity, "relaxations", 0.001, 50);
        requireWithin("mostTiltKt", mostTiltKt, "kT", 5, 100);
        cooling.temperatures(sweeps);
    }

    private static void requireWithin(String name, double value, String unit, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + value + " " + unit + "; allowed: " + least + " to " + most + " " + unit);
        }
    }

    /** The arms asked for, in order. */
    public List<AnnealingArm> armsToRun() {
        return arms.isEmpty()
                ? List.of(AnnealingArm.values())
                : arms.stream().map(AnnealingArm::named).toList();
    }
}
