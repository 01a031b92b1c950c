package org.limbench.thermodynamics;

import static org.limbench.thermodynamics.ArgumentName.ATTEMPTS;
import static org.limbench.thermodynamics.ArgumentName.BARRIER;
import static org.limbench.thermodynamics.ArgumentName.KELVIN;
import static org.limbench.thermodynamics.ArgumentName.RATE;
import static org.limbench.thermodynamics.ArgumentName.TILT;
import static org.limbench.thermodynamics.ArgumentName.TIME;

import java.util.List;

/** Thermal scales and the chain of levels crossed by activation. */
final class CellQuantities {
    /** The rates are a model: a cell may obey another law, so that nothing computed from them is an identity. */
    private static final String RATES =
            "Arrhenius rate, doi:10.1016/S0031-8914(40)90098-2, tilt split evenly: our assumption (class ActivatedJumps)";

    private static final String DERIVED = "; derived (class ActivatedJumps)";

    private CellQuantities() {}

    static List<Quantity> thermal() {
        return List.of(
                // definitions of the SI
                new Quantity(
                        "thermal-energy",
                        List.of(KELVIN),
                        "J",
                        QuantityStatus.IDENTITY,
                        "k_B T; CODATA 2018, doi:10.1103/RevModPhys.93.025010",
                        a -> PhysicalConstants.thermalEnergyJoules(a.number(KELVIN))),
                new Quantity(
                        "thermal-voltage",
                        List.of(KELVIN),
                        "V",
                        QuantityStatus.IDENTITY,
                        "k_B T / e; CODATA 2018, doi:10.1103/RevModPhys.93.025010",
                        a -> PhysicalConstants.thermalVolts(a.number(KELVIN))),
                // the free energy is exact, but for a cosine well, which is assumed
                new Quantity(
                        "barrier-raise-work",
                        List.of(BARRIER),
                        "kT",
                        QuantityStatus.ESTIMATE,
                        "u/2 - ln I0(u/2), recoverable, of a cosine barrier (our assumption); derived (class BarrierWork)",
                        a -> BarrierWork.raiseKt(a.number(BARRIER))),
                // a device law, whatever its solution
                new Quantity(
                        "fn-voltage",
                        List.of("k2_v", "k1_per_s", "v0_v", TIME),
                        "V",
                        QuantityStatus.ESTIMATE,
                        "k2 / ln(k1 t + exp(k2/V0)); Fowler and Nordheim, doi:10.1098/rspa.1928.0091,"
                                + " solution derived (class FowlerNordheimLaw)",
                        a -> FowlerNordheimLaw.volts(
                                a.number("k2_v"), a.number("k1_per_s"), a.number("v0_v"), a.number(TIME))),
                new Quantity(
                        "fn-slope",
                        List.of("k2_v", "k1_per_s", "v_v"),
                        "V/s",
                        QuantityStatus.ESTIMATE,
                        "-(k1/k2) V^2 exp(-k2/V); Fowler and Nordheim, doi:10.1098/rspa.1928.0091",
                        a -> FowlerNordheimLaw.slopeVoltsPerSecond(
                                a.number("k2_v"), a.number("k1_per_s"), a.number("v_v"))));
    }

    static List<Quantity> jumps() {
        return List.of(
                rate("forward-rate", "Gamma0 exp(-(barrier - tilt/2)); ", ActivatedJumps::forwardRate),
                rate("backward-rate", "Gamma0 exp(-(barrier + tilt/2)); ", ActivatedJumps::backwardRate),
                rate("net-rate", "2 Gamma0 e^-barrier sinh(tilt/2); ", ActivatedJumps::netRate),
                rate("activity-rate", "2 Gamma0 e^-barrier cosh(tilt/2); ", ActivatedJumps::activityRate),
                // algebra of two independent Poisson counts whose rates obey local detailed balance: no law of rates in
                // it
                new Quantity(
                        "fano-factor",
                        List.of(TILT),
                        "1",
                        QuantityStatus.IDENTITY,
                        "coth(x/2), homogeneous chain clear of its ends" + DERIVED,
                        a -> ActivatedJumps.fanoFactor(a.number(TILT))),
                new Quantity(
                        "mean-dwell",
                        List.of(ATTEMPTS, BARRIER),
                        "s",
                        QuantityStatus.ESTIMATE,
                        "1/(2 Gamma0 e^-barrier), interior level; " + RATES,
                        a -> ActivatedJumps.meanDwellSeconds(a.number(ATTEMPTS), a.number(BARRIER))),
                // a demand on the barrier in a model; it says nothing of energy
                new Quantity(
                        "barrier-for-dwell",
                        List.of(ATTEMPTS, TIME),
                        "kT",
                        QuantityStatus.CONSTRAINT,
                        "M4, ln(2 Gamma0 tau)" + DERIVED,
                        a -> ActivatedJumps.barrierForDwellKt(a.number(ATTEMPTS), a.number(TIME))),
                new Quantity(
                        "barrier-for-error",
                        List.of(ATTEMPTS, TIME, "error_probability"),
                        "kT",
                        QuantityStatus.CONSTRAINT,
                        "M4, ln(2 Gamma0 tau / -ln(1-eps))" + DERIVED,
                        a -> ActivatedJumps.barrierForErrorKt(
                                a.number(ATTEMPTS), a.number(TIME), a.number("error_probability"))),
                new Quantity(
                        "heat-per-step",
                        List.of(ATTEMPTS, BARRIER, RATE, KELVIN),
                        "J",
                        QuantityStatus.ESTIMATE,
                        "M1, 2 kT asinh(r e^barrier / 2 Gamma0)" + DERIVED,
                        a -> ActivatedJumps.heatPerStepJoules(
                                a.number(RATE), a.number(BARRIER), a.number(ATTEMPTS), a.number(KELVIN))),
                // least for one uniform tilt and unit steps; finer levels or a read undercut it
                new Quantity(
                        "open-loop-write",
                        List.of("mean_levels", "variance_levels2", KELVIN),
                        "J",
                        QuantityStatus.ESTIMATE,
                        "2 kT mu artanh(mu/s2), exact for the chain at one tilt" + DERIVED,
                        a -> ActivatedJumps.openLoopWriteJoules(
                                a.number("mean_levels"), a.number("variance_levels2"), a.number(KELVIN))));
    }

    /** A rate of attempts, barrier and tilt. */
    @FunctionalInterface
    private interface RateFunction {
        double of(double attemptsPerSecond, double barrierKt, double tiltKt);
    }

    private static Quantity rate(String name, String formula, RateFunction function) {
        return new Quantity(
                name,
                List.of(ATTEMPTS, BARRIER, TILT),
                "1/s",
                QuantityStatus.ESTIMATE,
                formula + RATES,
                a -> function.of(a.number(ATTEMPTS), a.number(BARRIER), a.number(TILT)));
    }
}
