package org.limbench.thermodynamics;

import java.util.function.IntFunction;

/**
 * One approach over a whole schedule: model estimates, not bounds. Updates are computed when asked for.
 *
 * @param id A, B, C, and B+, C+ at 1.01 times A's variance
 * @param name what is modulated and what variance it meets
 * @param heatKt sum of m_n x_n, kT
 * @param varianceLevels2 final variance, levels^2
 * @param clampedUpdates updates at the validity clamp
 * @param shallowUpdates updates with a remaining barrier under {@link #SHALLOW_KT}, those at the clamp included
 * @param step figures of update n = 1, 2, …
 */
public record SchedulePlan(
        String id,
        String name,
        double heatKt,
        double varianceLevels2,
        int clampedUpdates,
        int shallowUpdates,
        IntFunction<Step> step) {
    /** Remaining barrier under which the levels stop being metastable and Arrhenius' law fails, kT: a rule of thumb. */
    public static final double SHALLOW_KT = 4;

    /**
     * One update.
     *
     * @param n from 1
     * @param netSteps m_n
     * @param heatKt m_n x_n, kT
     * @param barrierKt before the tilt, kT
     * @param tiltKt x_n, kT
     * @param clamped tilt is twice the barrier: no barrier is left downhill
     */
    public record Step(int n, double netSteps, double heatKt, double barrierKt, double tiltKt, boolean clamped) {
        /** Whether barrier - tilt/2 is under {@link #SHALLOW_KT}. */
        public boolean shallow() {
            return clamped || barrierKt - tiltKt / 2 < SHALLOW_KT;
        }

        /** {@code clamped}, {@code shallow} or nothing. */
        public String flag() {
            return clamped ? "clamped" : shallow() ? "shallow" : "";
        }
    }

    static SchedulePlan of(String id, String name, int updates, double variance, IntFunction<Step> step) {
        double heat = 0;
        int clamped = 0;
        int shallow = 0;
        for (int n = 1; n <= updates; n++) {
            Step each = step.apply(n);
            heat += each.heatKt();
            clamped += each.clamped() ? 1 : 0;
            shallow += each.shallow() ? 1 : 0;
        }
        return new SchedulePlan(id, name, heat, variance, clamped, shallow, step);
    }
}
