package org.limbench.thermodynamics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quantities of this package by name, with argument names, unit, status and source: what a calculator needs.
 *
 * <p>Arguments come as text, since a schedule is a word; numbers are in the units their names end with. Immutable.
 */
public final class QuantityCatalogue {
    private static final String NOTE = "theory note, ";
    private static final String ATTEMPTS = "attempt_rate_per_s";
    private static final String BARRIER = "barrier_kt";
    private static final String TILT = "tilt_kt";
    private static final String KELVIN = "temperature_k";
    private static final String TIME = "time_s";
    private static final String PULSE = "pulse_s";
    private static final String RATE = "rate_per_s";
    private static final String SCHEDULE = "schedule";
    private static final String UPDATES = "updates";
    /** Arguments that only some schedules have. */
    private static final Set<String> OF_SCHEDULES = Set.of("decay_updates", "n0");

    private static final String SCHEDULES = "1/n, 1/sqrt(n), constant, exponential (with decay_updates), fn (with n0)";

    private static final Map<String, Quantity> QUANTITIES = quantities();

    private QuantityCatalogue() {}

    /**
     * A quantity that can be evaluated.
     *
     * @param name as on the command line
     * @param arguments all needed, in order
     * @param unit of the value
     * @param status identity, strict, conditional, estimate or constraint
     * @param source formula and where it is from
     */
    public record Quantity(
            String name, List<String> arguments, String unit, String status, String source, Formula formula) {
        public Quantity {
            arguments = List.copyOf(arguments);
        }

        /**
         * The value.
         *
         * @throws IllegalArgumentException naming an argument that is missing, unknown, no number or outside its domain
         */
        public double evaluate(Map<String, String> given) {
            for (String argument : given.keySet()) {
                boolean ofSchedule = arguments.contains(SCHEDULE) && OF_SCHEDULES.contains(argument);
                if (!arguments.contains(argument) && !ofSchedule) {
                    throw new IllegalArgumentException("argument '" + argument + "' is not one of " + name
                            + "; allowed: " + String.join(", ", arguments));
                }
            }
            return formula.value(new Arguments(name, given));
        }
    }

    /** Computes a value from arguments. */
    @FunctionalInterface
    public interface Formula {
        /** The value; arguments that are missing or wrong are refused by name. */
        double value(Arguments arguments);
    }

    /** Arguments by name. */
    public record Arguments(String quantity, Map<String, String> given) {
        private String text(String argument) {
            String text = given.get(argument);
            if (text == null) {
                throw new IllegalArgumentException(quantity + " needs argument '" + argument + "', which is missing");
            }
            return text;
        }

        double number(String argument) {
            String text = text(argument);
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(
                        argument + " is '" + text + "'; allowed: a finite number", notANumber);
            }
            throw new IllegalArgumentException(argument + " is " + text + "; allowed: a finite number");
        }

        int count(String argument) {
            double value = number(argument);
            if (value != Math.rint(value) || value < 1 || value > 100_000_000) {
                throw new IllegalArgumentException(
                        argument + " is " + text(argument) + "; allowed: a whole number from 1 to 1e8");
            }
            return (int) value;
        }

        RateSchedule schedule() {
            return switch (text(SCHEDULE)) {
                case "1/n" -> new RateSchedule.Harmonic(1);
                case "1/sqrt(n)" -> new RateSchedule.InverseRoot(1);
                case "constant" -> new RateSchedule.Constant();
                case "exponential" -> new RateSchedule.Exponential(number("decay_updates"));
                case "fn" -> new RateSchedule.FowlerNordheimDecay(number("n0"));
                default ->
                    throw new IllegalArgumentException(
                            SCHEDULE + " is '" + text(SCHEDULE) + "'; allowed: " + SCHEDULES);
            };
        }

        double[] contraction() {
            if (!text("contraction").equals("(n/N)^2")) {
                throw new IllegalArgumentException("contraction is '" + text("contraction") + "'; allowed: (n/N)^2");
            }
            return Approaches.powerContraction(count(UPDATES), 2);
        }
    }

    /** All names, sorted. */
    public static Set<String> names() {
        return QUANTITIES.keySet();
    }

    /**
     * The quantity of a name.
     *
     * @throws IllegalArgumentException listing what there is
     */
    public static Quantity named(String name) {
        Quantity quantity = QUANTITIES.get(name);
        if (quantity == null) {
            throw new IllegalArgumentException(
                    "quantity is '" + name + "'; allowed: " + String.join(", ", QUANTITIES.keySet()));
        }
        return quantity;
    }

    private static Map<String, Quantity> quantities() {
        List<Quantity> all = new ArrayList<>();
        thermal(all);
        jumps(all);
        bounds(all);
        schedules(all);
        Map<String, Quantity> byName = new TreeMap<>();
        all.forEach(quantity -> byName.put(quantity.name(), quantity));
        return new LinkedHashMap<>(byName);
    }

    private static void thermal(List<Quantity> all) {
        all.add(new Quantity(
                "thermal-energy",
                List.of(KELVIN),
                "J",
                "identity",
                "k_B T, CODATA 2019",
                a -> PhysicalConstants.thermalEnergyJoules(a.number(KELVIN))));
        all.add(new Quantity(
                "thermal-voltage",
                List.of(KELVIN),
                "V",
                "identity",
                "k_B T / e, CODATA 2019",
                a -> PhysicalConstants.thermalVolts(a.number(KELVIN))));
        all.add(new Quantity(
                "landauer-bit",
                List.of(KELVIN),
                "J",
                "estimate",
                "k_B T ln 2 per bit; M3 as an estimate of an operation, Landauer 1961",
                a -> PhysicalConstants.landauerBitJoules(a.number(KELVIN))));
        all.add(new Quantity(
                "barrier-raise-work",
                List.of(BARRIER),
                "kT",
                "identity",
                "u/2 - ln I0(u/2), recoverable; " + NOTE + "section 1",
                a -> BarrierWork.raiseKt(a.number(BARRIER))));
        all.add(new Quantity(
                "fn-voltage",
                List.of("k2_v", "k1_per_s", "v0_v", TIME),
                "V",
                "identity",
                "k2 / ln(k1 t + exp(k2/V0)); " + NOTE + "equation 8",
                a -> FowlerNordheimLaw.volts(
                        a.number("k2_v"), a.number("k1_per_s"), a.number("v0_v"), a.number(TIME))));
    }

    private static void jumps(List<Quantity> all) {
        String rates = NOTE + "equation 1";
        all.add(new Quantity(
                "forward-rate",
                List.of(ATTEMPTS, BARRIER, TILT),
                "1/s",
                "identity",
                rates,
                a -> ActivatedJumps.forwardRate(a.number(ATTEMPTS), a.number(BARRIER), a.number(TILT))));
        all.add(new Quantity(
                "backward-rate",
                List.of(ATTEMPTS, BARRIER, TILT),
                "1/s",
                "identity",
                rates,
                a -> ActivatedJumps.backwardRate(a.number(ATTEMPTS), a.number(BARRIER), a.number(TILT))));
        all.add(new Quantity(
                "net-rate",
                List.of(ATTEMPTS, BARRIER, TILT),
                "1/s",
                "identity",
                NOTE + "equation 2",
                a -> ActivatedJumps.netRate(a.number(ATTEMPTS), a.number(BARRIER), a.number(TILT))));
        all.add(new Quantity(
                "fano-factor",
                List.of(TILT),
                "1",
                "identity",
                "coth(x/2); " + NOTE + "equation 4",
                a -> ActivatedJumps.fanoFactor(a.number(TILT))));
        all.add(new Quantity(
                "mean-dwell",
                List.of(ATTEMPTS, BARRIER),
                "s",
                "identity",
                "1/(2 Gamma0 e^-barrier); " + NOTE + "section 1",
                a -> ActivatedJumps.meanDwellSeconds(a.number(ATTEMPTS), a.number(BARRIER))));
        all.add(new Quantity(
                "barrier-for-dwell",
                List.of(ATTEMPTS, TIME),
                "kT",
                "constraint",
                "M4, ln(2 Gamma0 tau); " + NOTE + "section 1",
                a -> ActivatedJumps.barrierForDwellKt(a.number(ATTEMPTS), a.number(TIME))));
        all.add(new Quantity(
                "barrier-for-error",
                List.of(ATTEMPTS, TIME, "error_probability"),
                "kT",
                "constraint",
                "M4, ln(2 Gamma0 tau / -ln(1-eps)); " + NOTE + "section 1",
                a -> ActivatedJumps.barrierForErrorKt(
                        a.number(ATTEMPTS), a.number(TIME), a.number("error_probability"))));
        all.add(new Quantity(
                "heat-per-step",
                List.of(ATTEMPTS, BARRIER, RATE, KELVIN),
                "J",
                "estimate",
                "M1, 2 kT asinh(r e^barrier / 2 Gamma0); " + NOTE + "equation 5",
                a -> ActivatedJumps.heatPerStepJoules(
                        a.number(RATE), a.number(BARRIER), a.number(ATTEMPTS), a.number(KELVIN))));
        all.add(new Quantity(
                "open-loop-write",
                List.of("mean_levels", "variance_levels2", KELVIN),
                "J",
                "identity",
                "2 kT mu artanh(mu/s2), exact for the chain; " + NOTE + "equation 7",
                a -> ActivatedJumps.openLoopWriteJoules(
                        a.number("mean_levels"), a.number("variance_levels2"), a.number(KELVIN))));
    }

    private static void bounds(List<Quantity> all) {
        all.add(new Quantity(
                "overwrite-exact",
                List.of("levels", KELVIN),
                "J",
                "strict",
                "B1, kT ln M for a blind overwrite of a uniform cell; " + NOTE + "section 3.1",
                a -> InformationBound.overwriteExactJoules(a.count("levels"), a.number(KELVIN))));
        all.add(new Quantity(
                "overwrite-gaussian",
                List.of("levels", "sigma_levels", KELVIN),
                "J",
                "estimate",
                "kT (ln M - ln(2 pi e sigma^2)/2); " + NOTE + "section 3.1",
                a -> InformationBound.overwriteGaussianJoules(
                        a.count("levels"), a.number("sigma_levels"), a.number(KELVIN))));
        all.add(new Quantity(
                "gaussian-level-entropy",
                List.of("sigma_levels"),
                "nat",
                "identity",
                "sampled Gaussian centred on a level, not for bounds; " + NOTE + "section 3.1",
                a -> InformationBound.gaussianLevelEntropyNats(a.number("sigma_levels"))));
        all.add(new Quantity(
                "tur-product",
                List.of(TILT),
                "1",
                "identity",
                "x coth(x/2); " + NOTE + "section 3.4",
                a -> UncertaintyRelation.product(a.number(TILT))));
        all.add(new Quantity(
                "tur-floor",
                List.of("relative_std", KELVIN),
                "J",
                "conditional",
                "B4, 2 kT / relative_std^2; Barato and Seifert 2015, " + NOTE + "section 3.4",
                a -> UncertaintyRelation.floorJoules(a.number("relative_std"), a.number(KELVIN))));
        all.add(new Quantity(
                "kinetic-floor",
                List.of(RATE, ATTEMPTS, KELVIN),
                "J",
                "conditional",
                "B5, -kT ln(1 - r/Gamma0); " + NOTE + "equation 6",
                a -> SpeedFloors.kineticJoulesPerStep(a.number(RATE), a.number(ATTEMPTS), a.number(KELVIN))));
        all.add(new Quantity(
                "jump-floor",
                List.of("distance_levels", "activity_jumps"),
                "nat",
                "strict",
                "B2, 2 W1 artanh(W1/A), strict where the activity is known; " + NOTE + "equation 12",
                a -> SpeedFloors.jumpNats(a.number("distance_levels"), a.number("activity_jumps"))));
        all.add(new Quantity(
                "overdamped-floor",
                List.of("mean_before", "std_before", "mean_after", "std_after", "diffusion_per_s", TIME, KELVIN),
                "J",
                "conditional",
                "B3, kT W2^2 / (D tau); Aurell et al. 2011, " + NOTE + "section 3.2",
                a -> SpeedFloors.overdampedJoules(
                        a.number("mean_before"),
                        a.number("std_before"),
                        a.number("mean_after"),
                        a.number("std_after"),
                        a.number("diffusion_per_s"),
                        a.number(TIME),
                        a.number(KELVIN))));
        all.add(new Quantity(
                "finite-time-erasure",
                List.of("variance", "diffusion_per_s", TIME, KELVIN),
                "J",
                "conditional",
                "kT ln 2 + kT Var/(2 D tau); " + NOTE + "equation 11",
                a -> SpeedFloors.erasureJoules(
                        a.number("variance"), a.number("diffusion_per_s"), a.number(TIME), a.number(KELVIN))));
    }

    private static void schedules(List<Quantity> all) {
        String section = NOTE + "section 2";
        all.add(new Quantity(
                "barrier-rise",
                List.of(SCHEDULE, "n"),
                "kT",
                "estimate",
                "what tracks the rate at fixed tilt; " + section,
                a -> a.schedule().barrierRiseKt(a.number("n"))));
        all.add(new Quantity(
                "approach-a",
                List.of(UPDATES, SCHEDULE, BARRIER, ATTEMPTS, PULSE),
                "kT",
                "estimate",
                "M2, fixed barrier; " + section,
                a -> Approaches.fixedBarrierHeatKt(
                        a.count(UPDATES), a.schedule(), a.number(BARRIER), a.number(ATTEMPTS), a.number(PULSE))));
        all.add(new Quantity(
                "approach-b",
                List.of(UPDATES, SCHEDULE, TILT),
                "kT",
                "estimate",
                "M2, fixed tilt; " + section,
                a -> Approaches.fixedTiltHeatKt(a.count(UPDATES), a.schedule(), a.number(TILT))));
        all.add(new Quantity(
                "approach-b-barrier",
                List.of("n", SCHEDULE, TILT, ATTEMPTS, PULSE),
                "kT",
                "estimate",
                "barrier of update n at fixed tilt; " + section,
                a -> Approaches.fixedTiltBarrierKt(
                        a.number("n"), a.schedule(), a.number(TILT), a.number(ATTEMPTS), a.number(PULSE))));
        all.add(new Quantity(
                "approach-c",
                List.of(UPDATES, SCHEDULE, "contraction", "reference_tilt_kt"),
                "kT",
                "estimate",
                "M2, both modulated at the variance of the reference tilt; " + NOTE + "equation 9",
                a -> Approaches.bothModulated(
                                a.schedule(),
                                a.contraction(),
                                Approaches.fixedTiltVariance(
                                        a.schedule(), a.contraction(), a.number("reference_tilt_kt")))
                        .heatKt()));
    }
}
