package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every golden number that carries an evaluable name, and those that need a combination, at the tolerance it states. */
final class GoldenNumbersTest {
    private static final double T = 300;

    record Golden(String id, String name, JsonNode arguments, double value, double tolerance) {
        double number(String argument) {
            JsonNode node = arguments.get(argument);
            assertThat(node).as("%s argument %s", id, argument).isNotNull();
            return node.asDouble();
        }

        int count(String argument) {
            return (int) number(argument);
        }

        @Override
        public String toString() {
            return id + " " + name;
        }
    }

    private static List<Golden> all() throws Exception {
        JsonNode root = new ObjectMapper().readTree(Files.readString(Path.of("test-fixtures/golden.json")));
        List<Golden> entries = new ArrayList<>();
        for (JsonNode node : root.get("golden")) {
            JsonNode eval = node.get("eval");
            entries.add(new Golden(
                    node.get("id").asString(),
                    eval == null ? "" : eval.get("name").asString(),
                    eval == null ? node.get("inputs") : eval.get("arguments"),
                    node.get("value").asDouble(),
                    node.get("test_rtol").asDouble()));
        }
        return entries;
    }

    static List<Golden> evaluable() throws Exception {
        return all().stream().filter(entry -> !entry.name().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("evaluable")
    void evaluableNumberIsReproduced(Golden golden) {
        double value = evaluate(golden);
        assertThat(Math.abs(value / golden.value() - 1))
                .as("%s = %s", golden, value)
                .isLessThan(golden.tolerance());
    }

    @Test
    void theFileHoldsWhatWasCounted() throws Exception {
        assertThat(evaluable()).hasSize(34);
        assertThat(all()).hasSize(58);
    }

    private static double evaluate(Golden g) {
        return switch (g.name()) {
            case "thermal-energy" -> PhysicalConstants.thermalEnergyJoules(g.number("temperature_k"));
            case "landauer-bit" -> PhysicalConstants.landauerBitJoules(g.number("temperature_k"));
            case "thermal-voltage" -> PhysicalConstants.thermalVolts(g.number("temperature_k"));
            case "overwrite-exact" ->
                InformationBound.overwriteExactJoules(g.count("levels"), g.number("temperature_k"));
            case "overwrite-gaussian" ->
                InformationBound.overwriteGaussianJoules(
                        g.count("levels"), g.number("sigma_levels"), g.number("temperature_k"));
            case "gaussian-level-entropy" -> InformationBound.gaussianLevelEntropyNats(g.number("sigma_levels"));
            case "tur-product" -> UncertaintyRelation.product(g.number("tilt_kt"));
            case "tur-floor" -> UncertaintyRelation.floorJoules(g.number("relative_std"), g.number("temperature_k"));
            case "kinetic-floor" ->
                SpeedFloors.kineticJoulesPerStep(
                        g.number("rate_per_s"), g.number("attempt_rate_per_s"), g.number("temperature_k"));
            case "jump-floor" -> SpeedFloors.jumpNats(g.number("distance_levels"), g.number("activity_jumps"));
            case "overdamped-floor" ->
                SpeedFloors.overdampedJoules(
                        g.number("mean_before"),
                        g.number("std_before"),
                        g.number("mean_after"),
                        g.number("std_after"),
                        g.number("diffusion_per_s"),
                        g.number("time_s"),
                        g.number("temperature_k"));
            case "finite-time-erasure" ->
                SpeedFloors.erasureJoules(
                        g.number("variance"),
                        g.number("diffusion_per_s"),
                        g.number("time_s"),
                        g.number("temperature_k"));
            case "barrier-raise-work" -> BarrierWork.raiseKt(g.number("barrier_kt"));
            case "fn-voltage" ->
                FowlerNordheimLaw.volts(g.number("k2_v"), g.number("k1_per_s"), g.number("v0_v"), g.number("time_s"));
            case "barrier-rise" -> schedule(g).barrierRiseKt(g.number("n"));
            case "approach-a", "approach-b", "approach-b-barrier", "approach-c" -> approach(g);
            default -> jumps(g);
        };
    }

    private static double jumps(Golden g) {
        return switch (g.name()) {
            case "forward-rate" ->
                ActivatedJumps.forwardRate(g.number("attempt_rate_per_s"), g.number("barrier_kt"), g.number("tilt_kt"));
            case "backward-rate" ->
                ActivatedJumps.backwardRate(
                        g.number("attempt_rate_per_s"), g.number("barrier_kt"), g.number("tilt_kt"));
            case "net-rate" ->
                ActivatedJumps.netRate(g.number("attempt_rate_per_s"), g.number("barrier_kt"), g.number("tilt_kt"));
            case "heat-per-step" ->
                ActivatedJumps.heatPerStepJoules(
                        g.number("rate_per_s"),
                        g.number("barrier_kt"),
                        g.number("attempt_rate_per_s"),
                        g.number("temperature_k"));
            case "barrier-for-dwell" ->
                ActivatedJumps.barrierForDwellKt(g.number("attempt_rate_per_s"), g.number("time_s"));
            case "barrier-for-error" ->
                ActivatedJumps.barrierForErrorKt(
                        g.number("attempt_rate_per_s"), g.number("time_s"), g.number("error_probability"));
            case "mean-dwell" ->
                ActivatedJumps.meanDwellSeconds(g.number("attempt_rate_per_s"), g.number("barrier_kt"));
            case "fano-factor" -> ActivatedJumps.fanoFactor(g.number("tilt_kt"));
            case "open-loop-write" ->
                ActivatedJumps.openLoopWriteJoules(
                        g.number("mean_levels"), g.number("variance_levels2"), g.number("temperature_k"));
            default -> throw new AssertionError("no code for " + g);
        };
    }

    private static double approach(Golden g) {
        RateSchedule schedule = schedule(g);
        return switch (g.name()) {
            case "approach-a" ->
                Approaches.fixedBarrierHeatKt(
                        g.count("updates"),
                        schedule,
                        g.number("barrier_kt"),
                        g.number("attempt_rate_per_s"),
                        g.number("pulse_s"));
            case "approach-b" -> Approaches.fixedTiltHeatKt(g.count("updates"), schedule, g.number("tilt_kt"));
            case "approach-b-barrier" ->
                Approaches.fixedTiltBarrierKt(
                        g.number("n"),
                        schedule,
                        g.number("tilt_kt"),
                        g.number("attempt_rate_per_s"),
                        g.number("pulse_s"));
            default -> {
                double[] contraction = Approaches.powerContraction(g.count("updates"), 2);
                yield Approaches.bothModulated(
                                schedule,
                                contraction,
                                Approaches.fixedTiltVariance(schedule, contraction, g.number("reference_tilt_kt")))
                        .heatKt();
            }
        };
    }

    private static RateSchedule schedule(Golden g) {
        return switch (g.arguments().get("schedule").asString()) {
            case "1/n" -> new RateSchedule.Harmonic(1);
            case "1/sqrt(n)" -> new RateSchedule.InverseRoot(1);
            case "exponential" -> new RateSchedule.Exponential(g.number("decay_updates"));
            default -> throw new AssertionError("no schedule for " + g);
        };
    }

    @Test
    void combinationsAreReproduced() throws Exception {
        RateSchedule harmonic = new RateSchedule.Harmonic(1);
        double[] squares = Approaches.powerContraction(1000, 2);
        double s = Approaches.bothModulated(harmonic, squares, Approaches.fixedTiltVariance(harmonic, squares, 2))
                .multiplier();
        double kt = PhysicalConstants.thermalEnergyJoules(T);
        expect("G25", SpeedFloors.jumpNats(16, 16 * ActivatedJumps.fanoFactor(2)));
        expect("G32", new RateSchedule.FowlerNordheimDecay(Math.exp(40)).barrierRiseKt(1e18));
        expect("G34", s);
        expect("G38", ActivatedJumps.forwardBackwardRatio(3, 0.8));
        expect("G44", SpeedFloors.jumpNats(0.4999541412460474, 2.425553697763239));
        double p = 0.9999541412460474;
        double fall = InformationBound.entropyNats(new double[] {1, 1})
                - InformationBound.entropyNats(new double[] {p, 1 - p});
        expect("G45", fall);
        expect("G53", 5e-15 / kt);
    }

    private static void expect(String id, double value) throws Exception {
        Golden golden = all().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(Math.abs(value / golden.value() - 1))
                .as("%s = %s", id, value)
                .isLessThan(golden.tolerance());
    }
}
