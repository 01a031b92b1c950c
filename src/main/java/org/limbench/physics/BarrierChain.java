package org.limbench.physics;

import org.limbench.device.BarrierLimits;
import org.limbench.device.Require;

/**
 * A cell of integer levels in a row, neighbours separated by a tunable barrier: thermally activated jumps with exact
 * local detailed balance.
 *
 * <p>Rates k+- = Gamma0 exp(-(barrier -+ tilt/2) / kT), tilt at most twice the barrier; levels 0 and levels-1 reflect.
 * Source: Arrhenius rates with a symmetric split of the tilt, our own model; local detailed balance ln(k+/k-) = tilt/kT
 * is the part that every bound rests on. Omits: barrier lowering beyond linear order in the bias (see {@link
 * TwoLevelBarrier}).
 *
 * @param levels number of levels, 2..4096; evenly spaced in conductance
 * @param leastSiemens conductance of level 0, S, 0 or more
 * @param mostSiemens conductance of the top level, S, above leastSiemens
 * @param barrier range, hold barrier, largest tilt, nominal attempt rate, half-select fraction
 * @param pulseSeconds nominal pulse width, s, more than 0
 * @param attemptSpread device-to-device standard deviation of ln(attempt rate), 0..5; 0 for identical cells
 * @param barrierSpreadJoules device-to-device standard deviation of a barrier offset added to every barrier of a cell,
 *     J, 0 or more; 0 for identical cells
 * @param leastPowerOnLevel power-on levels are uniform from this one, 0 or more
 * @param mostPowerOnLevel to this one, at most levels - 1
 */
public record BarrierChain(
        int levels,
        double leastSiemens,
        double mostSiemens,
        BarrierLimits barrier,
        double pulseSeconds,
        double attemptSpread,
        double barrierSpreadJoules,
        int leastPowerOnLevel,
        int mostPowerOnLevel)
        implements TunableBarrier {
    /** Most levels a chain may have. */
    public static final int MOST_LEVELS = 4096;

    public BarrierChain {
        Require.between("levels", levels, 2, MOST_LEVELS);
        ModelChecks.conductances(leastSiemens, mostSiemens);
        Require.positive("pulseSeconds", pulseSeconds, "s");
        ModelChecks.logSpread("attemptSpread", attemptSpread);
        Require.atLeastZero("barrierSpreadJoules", barrierSpreadJoules, "J");
        Require.between("leastPowerOnLevel", leastPowerOnLevel, 0, levels - 1);
        Require.between("mostPowerOnLevel", mostPowerOnLevel, leastPowerOnLevel, levels - 1);
    }

    /** Identical cells whose power-on levels are uniform over the whole chain. */
    public static BarrierChain identical(
            int levels, double leastSiemens, double mostSiemens, BarrierLimits barrier, double pulseSeconds) {
        return new BarrierChain(levels, leastSiemens, mostSiemens, barrier, pulseSeconds, 0, 0, 0, levels - 1);
    }

    /** Linear in the tilt: openKt - tiltKt/2. */
    @Override
    public double alongBarrierKt(double openKt, double tiltKt) {
        return openKt - tiltKt / 2;
    }
}
