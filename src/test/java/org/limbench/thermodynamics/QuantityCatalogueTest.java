package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.thermodynamics.QuantityOracles.Oracle;

/** Every quantity against its own quadrature, root or sum, and every argument of it outside its domain. */
final class QuantityCatalogueTest {
    private static final int POINTS = 100;

    static List<Oracle> oracles() {
        return QuantityOracles.all();
    }

    @Test
    void everyQuantityHasAnOracle() {
        Set<String> judged = oracles().stream().map(Oracle::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(judged).isEqualTo(QuantityCatalogue.names());
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void quantityAgreesWithAnotherRoadAtRandomPoints(Oracle oracle) {
        Quantity quantity = QuantityCatalogue.named(oracle.name());
        MersenneTwister random = new MersenneTwister(20_261_124 + oracle.name().hashCode());
        for (int i = 0; i < POINTS; i++) {
            QuantityOracles.Point point = oracle.point().apply(random);
            Map<String, String> arguments = relevant(quantity, point);
            double expected = oracle.expected().applyAsDouble(point);
            double value = quantity.evaluate(arguments);
            assertThat(Math.abs(value - expected))
                    .as("%s %s: %s, by another road %s", oracle.name(), arguments, value, expected)
                    .isLessThanOrEqualTo(oracle.tolerance() * Math.abs(expected) + 1e-300 + zero(oracle, point));
        }
    }

    /** Where terms cancel, the tolerance is that of the terms. */
    private static double zero(Oracle oracle, QuantityOracles.Point point) {
        return point.text().containsKey("temperature_k") ? oracle.tolerance() * point.kt() : oracle.tolerance() * 1e-3;
    }

    /** Some points carry an argument more than the quantity takes. */
    private static Map<String, String> relevant(Quantity quantity, QuantityOracles.Point point) {
        Map<String, String> arguments = new LinkedHashMap<>(point.text());
        arguments.keySet().removeIf(name -> !quantity.arguments().contains(name) && !ArgumentName.ofAnySchedule(name));
        return arguments;
    }

    /** Every argument of every quantity, with a value no quantity allows. */
    static List<Arguments> badArguments() {
        List<Arguments> all = new ArrayList<>();
        for (Oracle oracle : oracles()) {
            Quantity quantity = QuantityCatalogue.named(oracle.name());
            Map<String, String> good = relevant(quantity, oracle.point().apply(new MersenneTwister(5)));
            for (String argument : good.keySet()) {
                for (String bad : List.of(
                        "NaN",
                        "Infinity",
                        "1e400",
                        "1e-400",
                        "300d",
                        "2f",
                        "0x1p8",
                        " 3",
                        "warm",
                        "",
                        outside(argument))) {
                    Map<String, String> given = new LinkedHashMap<>(good);
                    given.put(argument, bad);
                    all.add(Arguments.of(quantity.name(), argument, bad, given));
                }
            }
        }
        return all;
    }

    private static String outside(String argument) {
        return switch (argument) {
            case "schedule" -> "2/n";
            case "contraction" -> "(n/N)^-1";
            // beyond twice any barrier of the points, and below what a fano factor takes
            case "tilt_kt" -> "-1e4";
            case "mean_before", "mean_after", "nats_before", "nats_after", "stored_change_j" -> "-Infinity";
            case "n" -> "-1";
            case "error_probability" -> "1";
            default -> "-1";
        };
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @MethodSource("badArguments")
    void badArgumentIsNamedAsTypedWithItsValueAndDomain(
            String name, String argument, String bad, Map<String, String> given) {
        assertThatThrownBy(() -> QuantityCatalogue.named(name).evaluate(given))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(argument + " is ")
                .contains(bad, "; allowed: ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    thermal-energy temperature_k=0 | temperature_k is 0; allowed: more than 0, finite
                    kinetic-floor rate_per_s=1e9 attempt_rate_per_s=1e9 temperature_k=300 | rate_per_s is 1e9; allowed: more than -1.0, less than 1.0E9
                    kinetic-floor rate_per_s=2e9 attempt_rate_per_s=1e9 temperature_k=300 | rate_per_s is 2e9
                    open-loop-write mean_levels=5 variance_levels2=4 temperature_k=300 | variance_levels2 is 4; allowed: more than 5.0
                    forward-rate attempt_rate_per_s=1e9 barrier_kt=-2 tilt_kt=0 | barrier_kt is -2; allowed: 0 or more, finite
                    net-rate attempt_rate_per_s=1e9 barrier_kt=2 tilt_kt=5 | tilt_kt is 5; allowed: -4.0 to 4.0
                    heat-per-step attempt_rate_per_s=1e9 barrier_kt=40 rate_per_s=2e9 temperature_k=300 | rate_per_s is 2e9; allowed: at most 1.0E9
                    approach-a updates=5 schedule=1/n barrier_kt=40 attempt_rate_per_s=1e9 pulse_s=1e-10 | pulse_s is 1e-10; allowed: at least 1.0E-9
                    approach-b-barrier n=5 schedule=1/n tilt_kt=2 attempt_rate_per_s=1e9 pulse_s=1e-9 | pulse_s is 1e-9; allowed: at least 1.15
                    approach-c updates=5 schedule=1/n contraction=(n/N)^2 reference_tilt_kt=50 | reference_tilt_kt is 50; allowed: 0.0 to 20.0
                    approach-c updates=5 schedule=1/n contraction=lambda=2 reference_tilt_kt=2 | contraction is lambda=2; allowed: none, (n/N)^2
                    approach-c updates=5 schedule=1/n contraction=(n/N)^2d reference_tilt_kt=2 | contraction is (n/N)^2d; allowed: none, (n/N)^2
                    approach-c updates=9 schedule=constant contraction=lambda=1 reference_tilt_kt=2 | contraction is lambda=1; allowed: weights of more than 0
                    approach-b updates=1.5 schedule=1/n tilt_kt=2 | updates is 1.5; allowed: a whole number
                    approach-b updates=5 schedule=1/n tilt_kt=2 n0=3 | argument 'n0' is not one of schedule 1/n; allowed with it: none of its own
                    approach-b updates=5 schedule=1/n tilt_kt=2 decay_updates=3 | argument 'decay_updates' is not one of schedule 1/n
                    approach-b updates=5 schedule=fn tilt_kt=2 n0=3 decay_updates=3 | argument 'decay_updates' is not one of schedule fn; allowed with it: n0
                    approach-b updates=5 schedule=exponential tilt_kt=2 | approach-b needs argument 'decay_updates', which is missing
                    approach-b updates=5 schedule=1/n tilt_kt=2 barrier_kt=4 | argument 'barrier_kt' is not one of approach-b; allowed: updates, schedule, tilt_kt
                    fano-factor tilt_kt=2 n0=3 | argument 'n0' is not one of fano-factor; allowed: tilt_kt
                    barrier-rise schedule=fn n0=1 n=4 | n0 is 1; allowed: more than 1.0
                    barrier-rise schedule=exponential decay_updates=0 n=4 | decay_updates is 0; allowed: more than 0
                    mean-dwell attempt_rate_per_s=1e9 barrier_kt=800 | mean-dwell with attempt_rate_per_s=1e9 barrier_kt=800 is Infinity, beyond what a double holds
                    tur-floor relative_std=1e-200 temperature_k=300 | tur-floor with relative_std=1e-200 temperature_k=300 is Infinity
                    net-rate attempt_rate_per_s=1e9 barrier_kt=1000 tilt_kt=2000 | 1.0E9
                    """)
    void messageSaysWhatIsAllowed(String line, String message) {
        String[] words = line.strip().split(" ", -1);
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            given.put(words[i].substring(0, words[i].indexOf('=')), words[i].substring(words[i].indexOf('=') + 1));
        }
        Quantity quantity = QuantityCatalogue.named(words[0]);
        if (message.strip().matches("[0-9.E]+")) {
            assertThat(quantity.evaluate(given)).isEqualTo(Double.parseDouble(message.strip()));
        } else {
            assertThatThrownBy(() -> quantity.evaluate(given))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .startsWith(message.strip());
        }
    }

    @Test
    void everyBoundAndEstimateIsThereWithUnitStatusAndSource() {
        Map<String, QuantityStatus> expected = new LinkedHashMap<>();
        expected.put("B0", QuantityStatus.STRICT);
        expected.put("B1", QuantityStatus.STRICT);
        expected.put("B2", QuantityStatus.CONDITIONAL);
        expected.put("B3", QuantityStatus.CONDITIONAL);
        expected.put("B4", QuantityStatus.CONDITIONAL);
        expected.put("B5", QuantityStatus.CONDITIONAL);
        expected.put("M1", QuantityStatus.ESTIMATE);
        expected.put("M2", QuantityStatus.ESTIMATE);
        expected.put("M3", QuantityStatus.ESTIMATE);
        expected.put("M4", QuantityStatus.CONSTRAINT);
        Map<String, Set<QuantityStatus>> found = new LinkedHashMap<>();
        for (String name : QuantityCatalogue.names()) {
            Quantity quantity = QuantityCatalogue.named(name);
            assertThat(quantity.unit()).isNotBlank();
            assertThat(quantity.source()).doesNotContain("note").containsPattern("doi:10\\.|derived \\(class|Clausius");
            if (quantity.source().matches("[BM][0-5][ ,].*")) {
                found.computeIfAbsent(quantity.source().substring(0, 2), id -> new TreeSet<>())
                        .add(quantity.status());
            }
        }
        expected.forEach((id, status) -> assertThat(found.get(id)).as(id).containsExactly(status));
        assertThat(found).hasSameSizeAs(expected);
    }

    /** The class named as the place of a derivation exists, so that nobody looks for it in vain. */
    @Test
    void derivationsStandWhereTheSourceSays() throws ClassNotFoundException {
        for (String name : QuantityCatalogue.names()) {
            var matcher = java.util.regex.Pattern.compile("class ([A-Za-z]+)")
                    .matcher(QuantityCatalogue.named(name).source());
            while (matcher.find()) {
                assertThat(Class.forName("org.limbench.thermodynamics." + matcher.group(1)))
                        .isNotNull();
            }
        }
    }

    @Test
    void aCycleOwesTheMeterWhatIsStoredAndNoHeat() {
        assertThat(CycleBound.leastHeatJoules()).isZero();
        assertThat(CycleBound.heatJoules(5e-15, 2e-15)).isEqualTo(3e-15);
        assertThat(CycleBound.heatJoules(CycleBound.leastMeteredJoules(2e-15), 2e-15))
                .isEqualTo(CycleBound.leastHeatJoules());
    }
}
