package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.energy.ShuntMeterBudget;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every entry of golden.json at the tolerance it states: by its name in the catalogue, or by a named check here. */
final class GoldenNumbersTest {
    private static final double T = 300;

    /** Checks of the entries without a name in the catalogue, each given the entry. */
    private static final Map<String, ToDoubleFunction<Golden>> CHECKS = Map.ofEntries(
            Map.entry("G23", g -> SpeedFloors.weakJumpNats(2 * (0.5 - g.number("eps")), g.number("A"))),
            Map.entry(
                    "G25",
                    g -> SpeedFloors.jumpNats(
                            g.number("N"), g.number("N") * ActivatedJumps.fanoFactor(g.number("deltaE_kT")))),
            Map.entry("G32", g -> new RateSchedule.FowlerNordheimDecay(Math.exp(40)).barrierRiseKt(g.number("n"))),
            Map.entry("G34", g -> multiplier(g.count("N"))),
            Map.entry("G36", g -> TiltRamp.of(g.number("x"), 1).exponentialAverage()),
            Map.entry(
                    "G37",
                    g -> TiltRamp.of(g.number("x"), 1).dissipatedKt()
                            * PhysicalConstants.thermalEnergyJoules(g.number("T_K"))),
            Map.entry("G38", g -> ActivatedJumps.forwardBackwardRatio(g.count("n"), g.number("x"))),
            Map.entry("G39d", g -> integratedVolts(g.number("t_s"))),
            Map.entry("G40", g -> cycle(g).probabilityUp()),
            Map.entry("G41", g -> cycle(g).workKt()),
            Map.entry("G42", g -> cycle(g).entropyProductionNats()),
            Map.entry("G43", g -> cycle(g).activityJumps()),
            Map.entry("G44", g -> SpeedFloors.jumpNats(g.number("d"), g.number("A"))),
            Map.entry(
                    "G45",
                    g -> InformationBound.entropyNats(new double[] {1, 1})
                            - InformationBound.entropyNats(new double[] {g.number("p1"), 1 - g.number("p1")})),
            Map.entry(
                    "G46", g -> TiltRamp.of(g.number("x_end"), g.count("steps")).exponentialAverage()),
            Map.entry("G47", g -> TrainingProjection.scenario().operations(1e15)),
            Map.entry("G48", g -> TrainingProjection.scenario().joules(1e15)),
            Map.entry("G49", g -> TrainingProjection.scenario().acceleratorJoules(1e15)),
            Map.entry("G50", g -> TrainingProjection.scenario().decadesBelowAccelerator(1e15)),
            Map.entry("G51", g -> new ComputeScaling.ComputeOptimal().operations(1e15)),
            Map.entry("G52", g -> new TrainingProjection(new ComputeScaling.ComputeOptimal(), 32, T).joules(1e15)),
            Map.entry("G53", g -> g.number("E_J") / PhysicalConstants.thermalEnergyJoules(T)),
            Map.entry("G54", g -> budget(g).standardUncertaintyJoules(g.number("updates") * g.number("E_update_J"))),
            Map.entry("G55", g -> {
                Golden budget = find("G54");
                return budget(budget).relativeUncertainty(budget.number("updates") * budget.number("E_update_J"));
            }));

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

    private static JsonNode file() {
        try {
            return new ObjectMapper().readTree(Files.readString(Path.of("test-fixtures/golden.json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Golden> all() {
        List<Golden> entries = new ArrayList<>();
        for (JsonNode node : file().get("golden")) {
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

    private static Golden find(String id) {
        return all().stream().filter(entry -> entry.id().equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void entryIsReproduced(Golden golden) {
        double value = golden.name().isEmpty() ? check(golden) : evaluate(golden);
        assertThat(Math.abs(value / golden.value() - 1))
                .as("%s = %s", golden, value)
                .isLessThan(golden.tolerance());
    }

    @Test
    void everyEntryIsCoveredOnce() {
        List<Golden> all = all();
        assertThat(all).hasSize(58);
        Set<String> unnamed = new TreeSet<>();
        all.stream().filter(entry -> entry.name().isEmpty()).forEach(entry -> unnamed.add(entry.id()));
        assertThat(unnamed).isEqualTo(new TreeSet<>(CHECKS.keySet()));
    }

    private static double check(Golden golden) {
        ToDoubleFunction<Golden> check = CHECKS.get(golden.id());
        assertThat(check)
                .as("%s has neither an eval name nor a check", golden.id())
                .isNotNull();
        return check.applyAsDouble(golden);
    }

    /** Through the catalogue, so that names, argument names and formulas are proved together. */
    private static double evaluate(Golden g) {
        Map<String, String> arguments = new LinkedHashMap<>();
        g.arguments()
                .properties()
                .forEach(entry -> arguments.put(entry.getKey(), entry.getValue().asString()));
        return QuantityCatalogue.named(g.name()).evaluate(arguments);
    }

    private static double multiplier(int updates) {
        RateSchedule harmonic = new RateSchedule.Harmonic(1);
        double[] squares = new Contraction.Power(2).weights(updates, harmonic);
        return Approaches.bothModulated(harmonic, squares, Approaches.fixedTiltVariance(harmonic, squares, 2))
                .multiplier();
    }

    /** The tunnelling law integrated in ln t, where the node falls evenly; parameters of G39a to G39c. */
    private static double integratedVolts(double seconds) {
        double start = 1e-9;
        double[] volts = {7.5};
        new DormandPrince853Integrator(1e-9, 1, 1e-13, 1e-13)
                .integrate(
                        new FirstOrderDifferentialEquations() {
                            @Override
                            public int getDimension() {
                                return 1;
                            }

                            @Override
                            public void computeDerivatives(double logTime, double[] v, double[] slope) {
                                slope[0] = Math.exp(logTime) * FowlerNordheimLaw.slopeVoltsPerSecond(325, 1e16, v[0]);
                            }
                        },
                        Math.log(start),
                        volts,
                        Math.log(seconds),
                        volts);
        return volts[0];
    }

    private static TwoLevelCycle cycle(Golden g) {
        return TwoLevelCycle.of(
                g.number("Gamma0"), g.number("DeltaE_kT"), g.number("x_max"), g.number("tau_s"), g.number("p1_0"));
    }

    private static ShuntMeterBudget budget(Golden g) {
        return new ShuntMeterBudget(
                g.number("R_ohm"),
                g.number("V"),
                g.number("t_s"),
                g.number("t_s"),
                10e-9,
                0.0005,
                g.number("LSB_V"),
                g.number("tconv_s"));
    }

    @Test
    void cycleObeysBothLawsAndStaysAboveItsFloors() {
        TwoLevelCycle cycle = cycle(find("G40"));
        double entropyFall = Math.log(2)
                - InformationBound.entropyNats(new double[] {cycle.probabilityUp(), 1 - cycle.probabilityUp()});
        assertThat(cycle.workKt()).isCloseTo(cycle.heatKt(), within(1e-10));
        assertThat(cycle.entropyProductionNats())
                .isCloseTo(cycle.heatKt() - entropyFall, within(1e-10))
                .isGreaterThan(SpeedFloors.jumpNats(cycle.probabilityUp() - 0.5, cycle.activityJumps()))
                .isGreaterThan(SpeedFloors.weakJumpNats(2 * cycle.probabilityUp() - 1, cycle.activityJumps()));
        assertThat(cycle.workKt()).isGreaterThan(entropyFall);
    }

    @Test
    void rampsObeyJarzynskiWhateverTheirStepsAndDissipateLessWhenSlower() {
        double last = Double.POSITIVE_INFINITY;
        for (int steps : new int[] {1, 2, 5, 12}) {
            TiltRamp ramp = TiltRamp.of(4, steps);
            assertThat(ramp.paths()).isEqualTo(2L << steps);
            assertThat(-Math.log(ramp.exponentialAverage())).isCloseTo(ramp.freeEnergyKt(), within(1e-12));
            assertThat(ramp.dissipatedKt()).isBetween(0.0, last);
            last = ramp.dissipatedKt();
        }
        assertThat(TiltRamp.of(4, 12).paths()).isEqualTo(8192);
    }

    @ParameterizedTest
    @MethodSource("fits")
    void fitIsReproduced(String name, List<TrainedModel> models) {
        JsonNode expected = file().get("informative_fits").get(name);
        JsonNode points = expected.get("points");
        assertThat(models).hasSize(points.size());
        for (int i = 0; i < points.size(); i++) {
            assertThat(models.get(i).name()).isEqualTo(points.get(i).get(0).asString());
            assertThat(models.get(i).parameters())
                    .isEqualTo(points.get(i).get(1).asDouble());
            assertThat(models.get(i).operations())
                    .isEqualTo(points.get(i).get(2).asDouble());
        }
        ScalingFit fit = ScalingFit.of(models);
        near(fit.exponent(), expected.get("alpha"));
        near(fit.exponentStandardError(), expected.get("se"));
        near(fit.scaling().operations(1e15), expected.get("C_at_1e15"));
        near(new TrainingProjection(fit.scaling(), 16, T).joules(1e15), expected.get("E_16bit_J"));
        near(new TrainingProjection(fit.scaling(), 32, T).joules(1e15), expected.get("E_32bit_J"));
    }

    static List<Arguments> fits() {
        return List.of(
                Arguments.of("dense-pre-2022", TrainedModel.denseTo2022()),
                Arguments.of("with-compute-optimal", TrainedModel.withComputeOptimal()),
                Arguments.of("3-point GPT3/PaLM/Chinchilla", TrainedModel.threeAlone()));
    }

    @Test
    void everyFitOfTheFileIsReproduced() {
        assertThat(file().get("informative_fits").propertyNames()).hasSize(fits().size());
    }

    private static void near(double value, JsonNode expected) {
        assertThat(value / expected.asDouble()).isCloseTo(1, within(1e-9));
    }
}
