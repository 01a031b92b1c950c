package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Through the catalogue, so that names, argument names and formulas are proved together. */
    private static double evaluate(Golden g) {
        Map<String, String> arguments = new LinkedHashMap<>();
        g.arguments()
                .properties()
                .forEach(entry -> arguments.put(entry.getKey(), entry.getValue().asString()));
        return QuantityCatalogue.named(g.name()).evaluate(arguments);
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
