package org.limbench.training;

import java.util.Locale;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.thermodynamics.SchedulePlan;

/**
 * Tilt and barrier of a pulse that moves a cell a wanted number of net levels in the mean.
 *
 * <p>A pulse of width t_p at barrier u and tilt x (both in kT) makes up and down jumps at Gamma0 exp(-u +- x/2), so its net
 * displacement away from the ends is m = 2 kappa sinh(x/2) with kappa = Gamma0 t_p exp(-u) (derived: {@code ActivatedJumps}).
 * Fixed tilt inverts it for the barrier, u = ln(Gamma0 t_p / kappa); fixed barrier for the tilt, x = 2 asinh(m / 2 kappa),
 * clamped at 2 u, where no barrier is left downhill.
 */
final class BarrierPulses {
    private final double joulesPerKt;
    private final double attempts;
    private final double pulseSeconds;
    private final boolean tiltIsFixed;
    private final double fixedKt;

    private BarrierPulses(Datasheet datasheet, boolean tiltIsFixed, double fixedKt) {
        this.joulesPerKt = joulesPerKt(datasheet);
        this.attempts = limits(datasheet).attemptsPerSecond();
        this.pulseSeconds = datasheet.pulseSeconds();
        this.tiltIsFixed = tiltIsFixed;
        this.fixedKt = fixedKt;
    }

    /** Pulses of one tilt; the barrier follows. */
    static BarrierPulses fixedTilt(Datasheet datasheet, double tiltKt) {
        return new BarrierPulses(datasheet, true, tiltKt);
    }

    /** Pulses at one barrier; the tilt follows. */
    static BarrierPulses fixedBarrier(Datasheet datasheet, double barrierKt) {
        return new BarrierPulses(datasheet, false, barrierKt);
    }

    /** Energy of one kT at the bath temperature the datasheet states, J. */
    static double joulesPerKt(Datasheet datasheet) {
        return PhysicalConstants.thermalEnergyJoules(datasheet.temperatureKelvin());
    }

    /** Limits of a device that has a barrier. */
    static BarrierLimits limits(Datasheet datasheet) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null) {
            throw new IllegalArgumentException(datasheet.device() + " has no tunable barrier");
        }
        return limits;
    }

    /**
     * One kind of pulse.
     *
     * @param tiltKt energy released per level, kT
     * @param barrierKt barrier during the pulse, kT
     * @param clamped whether the tilt was cut, so that the pulse moves less than was wanted
     */
    record Pulse(double tiltKt, double barrierKt, boolean clamped) {
        /** Whether what is left of the barrier downhill is too little for Arrhenius' law. */
        boolean shallow() {
            return barrierKt - tiltKt / 2 < SchedulePlan.SHALLOW_KT;
        }
    }

    /**
     * The pulse for a mean net displacement, levels, more than 0.
     *
     * @throws IllegalArgumentException when at the fixed tilt no barrier would be left
     */
    Pulse pulse(double netLevels) {
        double rate = netLevels / pulseSeconds;
        if (tiltIsFixed) {
            return new Pulse(fixedKt, ActivatedJumps.barrierForRateKt(rate, fixedKt, attempts), false);
        }
        // where the tilt reaches twice the barrier: all it can give
        boolean clamped = rate > -attempts * StrictMath.expm1(-2 * fixedKt);
        double tilt = clamped ? 2 * fixedKt : ActivatedJumps.tiltForRateKt(rate, fixedKt, attempts);
        return new Pulse(tilt, fixedKt, clamped);
    }

    /** The same pulse as a command's drive. */
    Drive.Barrier drive(Pulse pulse) {
        double barrier = pulse.barrierKt() * joulesPerKt;
        // the product of each with kT may round the tilt one ulp over the clamp
        return new Drive.Barrier(Math.min(pulse.tiltKt() * joulesPerKt, 2 * barrier), barrier);
    }

    /** Refuses, in one line, a pulse the device cannot make or that leaves no barrier. */
    static void requireWithin(Datasheet datasheet, String what, Pulse pulse) {
        BarrierLimits limits = limits(datasheet);
        double kt = joulesPerKt(datasheet);
        requireBarrier(datasheet, what + " needs a write barrier", pulse.barrierKt());
        double most = Math.min(limits.mostTiltJoules() / kt, 2 * pulse.barrierKt());
        if (pulse.tiltKt() > most * (1 + 1e-12)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s needs a tilt of %.2f kT; allowed: at most %.2f kT", what, pulse.tiltKt(), most));
        }
    }

    /** Refuses, in one line, a barrier outside what the device allows. */
    static void requireBarrier(Datasheet datasheet, String what, double barrierKt) {
        BarrierLimits limits = limits(datasheet);
        double kt = joulesPerKt(datasheet);
        double joules = barrierKt * kt;
        if (!(joules >= limits.leastJoules() * (1 - 1e-12) && joules <= limits.mostJoules() * (1 + 1e-12))) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s of %.2f kT; allowed on %s: %.2f to %.2f kT",
                    what,
                    barrierKt,
                    datasheet.device(),
                    limits.leastJoules() / kt,
                    limits.mostJoules() / kt));
        }
    }
}
