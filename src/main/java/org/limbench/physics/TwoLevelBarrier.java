package org.limbench.physics;

import org.limbench.device.BarrierLimits;
import org.limbench.device.Require;

/**
 * A cell of two levels whose barrier falls with the bias as a power, E0 (1 - h)^n: a superparamagnetic tunnel junction,
 * or p-bit.
 *
 * <p>Source of the law: Funatsu, Kanai, Ieda, Fukami and Ohno, Nat. Commun. 13, 4079 (2022),
 * doi:10.1038/s41467-022-31788-1; n = 2 at a pitchfork, 3/2 at a saddle-node bifurcation. Derived: the bias h, 0..1, is
 * that at which the two barriers E0 (1 -+ h)^n differ by the tilt, so that ln(k+/k-) = tilt/kT holds exactly: h =
 * tilt/(4 E0) at n = 2, the easy-axis bias of a uniaxial magnet; the root of E0 [(1+h)^n - (1-h)^n] = tilt, which is
 * monotone in h, at n = 3/2. To first order in the bias both are the linear law of {@link BarrierChain}. At h = 1 no
 * barrier is left; a {@link org.limbench.device.Drive.Barrier} stops before it, at tilt = 2 E0, where E0/4 (n = 2) or 0.18 E0
 * (n = 3/2) are. The hidden offset of a cell raises or lowers both of its barriers alike (our assumption).
 *
 * <p>Omits: spin-transfer torque, whose work on the moment is no tilt; precession.
 *
 * @param leastSiemens conductance of level 0 (antiparallel), S, 0 or more
 * @param mostSiemens conductance of level 1 (parallel), S, above leastSiemens
 * @param bifurcation how the barrier vanishes
 * @param barrier range, hold barrier, largest tilt, attempt rate, half-select fraction; attempt times from femtoseconds
 *     to nanoseconds are reported, so {@link BarrierLimits#mostAttemptsPerSecond} of 1e15/s is no exaggeration
 * @param pulseSeconds nominal pulse width, s, more than 0
 * @param attemptSpread device-to-device standard deviation of ln(attempt rate), 0..5; 0 for identical cells
 * @param barrierSpreadJoules device-to-device standard deviation of a barrier offset, J, 0 or more; 0 for identical cells
 * @param leastPowerOnLevel power-on levels are uniform from this one, 0 or 1
 * @param mostPowerOnLevel to this one, 0 or 1
 */
public record TwoLevelBarrier(
        double leastSiemens,
        double mostSiemens,
        Bifurcation bifurcation,
        BarrierLimits barrier,
        double pulseSeconds,
        double attemptSpread,
        double barrierSpreadJoules,
        int leastPowerOnLevel,
        int mostPowerOnLevel)
        implements TunableBarrier {

    /** How the barrier vanishes under a growing bias. */
    public enum Bifurcation {
        /** Exponent 2: bias along the easy axis. */
        PITCHFORK,
        /** Exponent 3/2: any other bias, close to the point where the well vanishes. */
        SADDLE_NODE
    }

    public TwoLevelBarrier {
        ModelChecks.conductances(leastSiemens, mostSiemens);
        Require.positive("pulseSeconds", pulseSeconds, "s");
        ModelChecks.logSpread("attemptSpread", attemptSpread);
        Require.atLeastZero("barrierSpreadJoules", barrierSpreadJoules, "J");
        Require.between("leastPowerOnLevel", leastPowerOnLevel, 0, 1);
        Require.between("mostPowerOnLevel", mostPowerOnLevel, leastPowerOnLevel, 1);
    }

    /** Identical cells that power on in either level. */
    public static TwoLevelBarrier identical(
            double leastSiemens,
            double mostSiemens,
            Bifurcation bifurcation,
            BarrierLimits barrier,
            double pulseSeconds) {
        return new TwoLevelBarrier(leastSiemens, mostSiemens, bifurcation, barrier, pulseSeconds, 0, 0, 0, 1);
    }

    @Override
    public int levels() {
        return 2;
    }

    /** E0 (1 - h)^n, in kT; 0 where the tilt leaves no barrier. */
    @Override
    public double alongBarrierKt(double openKt, double tiltKt) {
        if (tiltKt == 0) {
            return openKt;
        }
        return switch (bifurcation) {
            case PITCHFORK -> pitchforkKt(openKt, tiltKt);
            case SADDLE_NODE -> saddleNodeKt(openKt, tiltKt);
        };
    }

    private static double pitchforkKt(double openKt, double tiltKt) {
        double left = 1 - Math.min(1, tiltKt / (4 * openKt));
        return openKt * left * left;
    }

    /**
     * With d = sqrt(1+h) - sqrt(1-h) the condition on h reads d (3 - d^2/2) = tilt/E0, a cubic with the root d = 2 sqrt(2)
     * sin(asin(tilt / (2 sqrt(2) E0)) / 3); sqrt(1-h) is (sqrt(4 - d^2) - d)/2. Derived.
     */
    private static double saddleNodeKt(double openKt, double tiltKt) {
        double whole = 2 * Math.sqrt(2);
        double share = Math.min(1, tiltKt / (whole * openKt));
        double d = whole * StrictMath.sin(StrictMath.asin(share) / 3);
        double root = Math.max(0, (Math.sqrt(4 - d * d) - d) / 2);
        return openKt * root * root * root;
    }
}
