package org.limbench.thermodynamics;

import static org.limbench.thermodynamics.ArgumentName.ACTIVITY;
import static org.limbench.thermodynamics.ArgumentName.ATTEMPTS;
import static org.limbench.thermodynamics.ArgumentName.DIFFUSION;
import static org.limbench.thermodynamics.ArgumentName.KELVIN;
import static org.limbench.thermodynamics.ArgumentName.LEVELS;
import static org.limbench.thermodynamics.ArgumentName.RATE;
import static org.limbench.thermodynamics.ArgumentName.TILT;
import static org.limbench.thermodynamics.ArgumentName.TIME;

import java.util.List;

/** B0 to B5, and what belongs to them. */
final class BoundQuantities {
    private static final String LANDAUER = "Landauer, doi:10.1147/rd.53.0183";
    private static final String INFORMATION = " (class InformationBound)";

    private BoundQuantities() {}

    static List<Quantity> information() {
        return List.of(
                // the second law over a cycle at one temperature, whatever the device
                new Quantity(
                        "cycle-floor",
                        List.of("stored_change_j"),
                        "J",
                        QuantityStatus.STRICT,
                        "B0, least mean energy metered over a cycle: Q = E - Delta U is 0 or more; Clausius 1865",
                        a -> CycleBound.leastMeteredJoules(a.number("stored_change_j"))),
                // the second law with information, given that the entropies are those given what was known before
                new Quantity(
                        "information-bound",
                        List.of("nats_before", "nats_after", "nats_read_inside", KELVIN),
                        "J",
                        QuantityStatus.STRICT,
                        "B1, kT (H_before - H_after - I_read), not clipped at 0; Sagawa and Ueda,"
                                + " doi:10.1103/PhysRevLett.104.090602",
                        a -> InformationBound.joules(
                                a.number("nats_before"),
                                a.number("nats_after"),
                                a.number("nats_read_inside"),
                                a.number(KELVIN))),
                new Quantity(
                        "blind-reset",
                        List.of("cells", LEVELS, "residual_std_levels", KELVIN),
                        "J",
                        QuantityStatus.STRICT,
                        "B1, cells x kT (ln M - ln[2 pi e (s^2 + 1/12)]/2), independent cells, no reads; " + LANDAUER
                                + INFORMATION,
                        a -> InformationBound.blindResetJoules(
                                a.count("cells"), a.count(LEVELS), a.number("residual_std_levels"), a.number(KELVIN))),
                // strict for that one case: blind, evenly distributed before, known after, levels alike
                new Quantity(
                        "overwrite-exact",
                        List.of(LEVELS, KELVIN),
                        "J",
                        QuantityStatus.STRICT,
                        "B1, kT ln M for a blind overwrite of an evenly distributed cell; " + LANDAUER,
                        a -> InformationBound.overwriteExactJoules(a.count(LEVELS), a.number(KELVIN))),
                // the same with two levels; per operation of a computer it is an estimate, training-floor
                new Quantity(
                        "landauer-bit",
                        List.of(KELVIN),
                        "J",
                        QuantityStatus.STRICT,
                        "B1, kT ln 2 for the blind erasure of one evenly distributed bit; " + LANDAUER,
                        a -> PhysicalConstants.landauerBitJoules(a.number(KELVIN))),
                // reversible logic need not erase, so no law demands this of an operation
                new Quantity(
                        "training-floor",
                        List.of("operations", "bits", KELVIN),
                        "J",
                        QuantityStatus.ESTIMATE,
                        "M3, operations x bits x kT ln 2, one erasure per bit and operation (our assumption); "
                                + LANDAUER,
                        a -> TrainingProjection.erasureJoules(
                                a.number("operations"), a.number("bits"), a.number(KELVIN))),
                // a Gaussian is the widest state of its variance only in the continuum, and the ends are left out
                new Quantity(
                        "overwrite-gaussian",
                        List.of(LEVELS, "sigma_levels", KELVIN),
                        "J",
                        QuantityStatus.ESTIMATE,
                        "kT (ln M - ln(2 pi e sigma^2)/2); derived" + INFORMATION,
                        a -> InformationBound.overwriteGaussianJoules(
                                a.count(LEVELS), a.number("sigma_levels"), a.number(KELVIN))),
                new Quantity(
                        "gaussian-level-entropy",
                        List.of("sigma_levels"),
                        "nat",
                        QuantityStatus.IDENTITY,
                        "-sum p ln p of a sampled Gaussian centred on a level, not for bounds; derived" + INFORMATION,
                        a -> InformationBound.gaussianLevelEntropyNats(a.number("sigma_levels"))));
    }

    static List<Quantity> dynamics() {
        return List.of(
                // a theorem for Markov jumps, whose activity no hardware shows: only an upper limit of it can be given
                new Quantity(
                        "jump-floor",
                        List.of("distance_levels", ACTIVITY),
                        "nat",
                        QuantityStatus.CONDITIONAL,
                        "B2, 2 W1 artanh(W1/A), Markov jumps of known activity; derived (class SpeedFloors)",
                        a -> SpeedFloors.jumpNats(a.number("distance_levels"), a.number(ACTIVITY))),
                new Quantity(
                        "jump-floor-weak",
                        List.of("distance_l1", ACTIVITY),
                        "nat",
                        QuantityStatus.CONDITIONAL,
                        "B2 weak form, L1^2/(2A); Shiraishi, Funo and Saito, doi:10.1103/PhysRevLett.121.070601",
                        a -> SpeedFloors.weakJumpNats(a.number("distance_l1"), a.number(ACTIVITY))),
                // overdamped and continuous, with an upper limit of the diffusion
                new Quantity(
                        "overdamped-floor",
                        List.of("mean_before", "std_before", "mean_after", "std_after", DIFFUSION, TIME, KELVIN),
                        "J",
                        QuantityStatus.CONDITIONAL,
                        "B3, kT W2^2 / (D tau) between Gaussians; Aurell et al., doi:10.1007/s10955-012-0478-x",
                        a -> SpeedFloors.overdampedJoules(
                                a.number("mean_before"),
                                a.number("std_before"),
                                a.number("mean_after"),
                                a.number("std_after"),
                                a.number(DIFFUSION),
                                a.number(TIME),
                                a.number(KELVIN))),
                new Quantity(
                        "finite-time-erasure",
                        List.of("variance", DIFFUSION, TIME, KELVIN),
                        "J",
                        QuantityStatus.CONDITIONAL,
                        "B3, kT ln 2 + kT Var/(2 D tau); derived (class SpeedFloors)",
                        a -> SpeedFloors.erasureJoules(
                                a.number("variance"), a.number(DIFFUSION), a.number(TIME), a.number(KELVIN))),
                // constant amplitude, no read, homogeneous rates or a stationary start
                new Quantity(
                        "tur-floor",
                        List.of("relative_std", KELVIN),
                        "J",
                        QuantityStatus.CONDITIONAL,
                        "B4, 2 kT / relative_std^2; Barato and Seifert, doi:10.1103/PhysRevLett.114.158101",
                        a -> UncertaintyRelation.floorJoules(a.number("relative_std"), a.number(KELVIN))),
                // algebra, as fano-factor
                new Quantity(
                        "tur-product",
                        List.of(TILT),
                        "1",
                        QuantityStatus.IDENTITY,
                        "x coth(x/2), homogeneous chain clear of its ends; derived (class ActivatedJumps)",
                        a -> UncertaintyRelation.product(a.number(TILT))),
                // an upper limit of the attempt rate
                new Quantity(
                        "kinetic-floor",
                        List.of(RATE, ATTEMPTS, KELVIN),
                        "J",
                        QuantityStatus.CONDITIONAL,
                        "B5, -kT ln(1 - r/Gamma0) per net step; derived (class SpeedFloors)",
                        a -> SpeedFloors.kineticJoulesPerStep(a.number(RATE), a.number(ATTEMPTS), a.number(KELVIN))));
    }
}
