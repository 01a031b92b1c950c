package org.limbench.thermodynamics;

import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;

/**
 * Erasure in a two-level cell: its tilt rises evenly from 0 to its end in a given time, then is taken away at once, the
 * level frozen. Master equation of {@link ActivatedJumps}' rates, integrated numerically; work, heat and entropy by
 * stochastic thermodynamics (Seifert, doi:10.1088/0034-4885/75/12/126001). A reference for emulators and bounds.
 *
 * <p>Level 1 lies the tilt below level 0. Work is the energy change at fixed level, heat what jumps give to the bath, both
 * means over the ensemble; the state's own entropy is not in either.
 *
 * @param probabilityUp of level 1 at the end
 * @param workKt mean work of the whole cycle, kT
 * @param heatKt mean heat of the whole cycle, kT: the same by the first law, but integrated by itself
 * @param entropyProductionNats integral of j ln(F+/F-), F+- the gross fluxes and j their difference
 * @param activityJumps mean number of jumps, integral of F+ + F-
 */
public record TwoLevelCycle(
        double probabilityUp, double workKt, double heatKt, double entropyProductionNats, double activityJumps) {
    private static final int UP = 0;
    private static final int WORK = 1;
    private static final int HEAT = 2;
    private static final int ENTROPY = 3;
    private static final int JUMPS = 4;

    /**
     * Integrates a cycle; relative error of every figure about 1e-11.
     *
     * @param endTiltKt more than 0, at most twice the barrier
     * @param seconds time of the rise, more than 0
     * @param startProbabilityUp of level 1, more than 0, less than 1
     */
    public static TwoLevelCycle of(
            double attemptsPerSecond, double barrierKt, double endTiltKt, double seconds, double startProbabilityUp) {
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.positive("barrierKt", barrierKt);
        Domain.between("endTiltKt", Domain.positive("endTiltKt", endTiltKt), 0, 2 * barrierKt);
        Domain.positive("seconds", seconds);
        Domain.inside("startProbabilityUp", startProbabilityUp, 0, 1);
        double[] y = {startProbabilityUp, 0, 0, 0, 0};
        // time runs from 0 to 1, so that tolerances mean the same for every pulse
        new DormandPrince853Integrator(1e-12, 0.05, 1e-14, 1e-12)
                .integrate(new Flow(attemptsPerSecond * seconds, barrierKt, endTiltKt), 0, y, 1, y);
        return new TwoLevelCycle(y[UP], y[WORK] + endTiltKt * y[UP], y[HEAT], y[ENTROPY], y[JUMPS]);
    }

    /** Probability and the running integrals, per unit of the rise time. */
    private record Flow(double attempts, double barrierKt, double endTiltKt)
            implements FirstOrderDifferentialEquations {
        @Override
        public int getDimension() {
            return JUMPS + 1;
        }

        @Override
        public void computeDerivatives(double t, double[] y, double[] slope) {
            // the integrator may look a rounding error beyond the end
            double tilt = Math.min(endTiltKt * t, 2 * barrierKt);
            double up = ActivatedJumps.forwardRate(attempts, barrierKt, tilt) * (1 - y[UP]);
            double down = ActivatedJumps.backwardRate(attempts, barrierKt, tilt) * y[UP];
            slope[UP] = up - down;
            slope[WORK] = -endTiltKt * y[UP];
            slope[HEAT] = tilt * (up - down);
            slope[ENTROPY] = (up - down) * StrictMath.log(up / down);
            slope[JUMPS] = up + down;
        }
    }
}
