package org.limbench.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limbench.device.Require;
import tools.jackson.databind.JsonNode;

/**
 * Reads the quantities of a profile's tree, which has the right shape already, into base SI numbers, and keeps a table of
 * them. Single-threaded.
 */
final class QuantityReader {
    /** What {@link org.limbench.device.Require} and the records' constructors say. */
    private static final Pattern REFUSAL = Pattern.compile(
            "(?:number of )?(\\S+?)(?:\\[\\d+])?(?: of the drive)? is .*?; allowed: (.*)", Pattern.DOTALL);

    private final String file;
    private final JsonNode tree;
    private final Map<String, Quantity> table = new LinkedHashMap<>();
    private final List<ProfileProblem> problems = new ArrayList<>();
    /** Record component -> the quantity that filled it, of the record being built. */
    private final Map<String, Quantity> components = new HashMap<>();

    private double temperatureKelvin = Double.NaN;

    QuantityReader(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    /** Every quantity read so far, in order. */
    Collection<Quantity> table() {
        return table.values();
    }

    boolean has(String keyPath) {
        return !node(keyPath).isMissingNode();
    }

    String text(String keyPath) {
        return node(keyPath).asString();
    }

    /** Reads the temperature, which every kT after it stands on. */
    double temperature() {
        temperatureKelvin = build("temperature", () -> {
            double kelvin = number("temperature", "temperatureKelvin", Dimension.TEMPERATURE);
            return Require.positive("temperatureKelvin", kelvin, "K");
        });
        return temperatureKelvin;
    }

    /**
     * Makes a record out of quantities read inside {@code maker}; what its constructor refuses is told under the key the
     * refused component came from.
     *
     * @throws ProfileException with everything wrong in this section
     */
    <T> T build(String section, Supplier<T> maker) {
        components.clear();
        try {
            T made = maker.get();
            throwIfWrong();
            return made;
        } catch (IllegalArgumentException e) {
            throwIfWrong(); // a number that could not be read is the reason, not its consequence
            Matcher refusal = REFUSAL.matcher(String.valueOf(e.getMessage()));
            Quantity culprit = refusal.matches() ? components.get(refusal.group(1)) : null;
            if (culprit == null) {
                throw new ProfileException(file, section, "not consistent", String.valueOf(e.getMessage()));
            }
            throw new ProfileException(file, culprit.keyPath(), culprit.written(), refusal.group(2));
        }
    }

    /** A number in the base unit of {@code dimension}; NaN, and a problem noted, where there is none. */
    double number(String keyPath, String component, Dimension dimension) {
        String written = text(keyPath + ".value").strip();
        boolean kT = UnitText.needsTemperature(written);
        OptionalDouble value = kT && Double.isNaN(temperatureKelvin)
                ? OptionalDouble.empty()
                : UnitText.parse(written, dimension, temperatureKelvin);
        if (value.isEmpty()) {
            problems.add(new ProfileProblem(file, keyPath, written + UnitHint.of(written), dimension.example()));
        }
        return keep(keyPath, component, written, value.orElse(Double.NaN), dimension.unit());
    }

    /** A whole number; 0, and a problem noted, where there is none. */
    int whole(String keyPath, String component) {
        double value = number(keyPath, component, Dimension.NUMBER);
        boolean whole = value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
        if (!whole && !Double.isNaN(value)) {
            problems.add(new ProfileProblem(file, keyPath, text(keyPath + ".value"), "a whole number"));
        }
        return whole ? (int) value : 0;
    }

    /** A list of numbers, of which the first stands for all in the table. */
    List<Double> numbers(String keyPath, String component) {
        List<Double> values = new ArrayList<>();
        node(keyPath + ".value").forEach(number -> values.add(number.asDouble()));
        keep(keyPath, component, node(keyPath + ".value").toString(), values.get(0), "1");
        return values;
    }

    /** One of some words, which the schema has checked. */
    String choice(String keyPath, String component) {
        String word = text(keyPath + ".value");
        keep(keyPath, component, word, 0, "1");
        return word;
    }

    /** Lets a record that refuses {@code component} be told under the key that filled {@code other}. */
    void alsoCalled(String component, String other) {
        Quantity quantity = components.get(other);
        if (quantity != null) {
            components.put(component, quantity);
        }
    }

    /** A yes or no. */
    boolean flag(String keyPath, String component) {
        boolean value = node(keyPath + ".value").asBoolean();
        return keep(keyPath, component, Boolean.toString(value), value ? 1 : 0, "1") == 1;
    }

    /** The number, or {@code absent} where the key is left out. */
    double numberOr(String keyPath, String component, Dimension dimension, double absent) {
        return has(keyPath) ? number(keyPath, component, dimension) : absent;
    }

    private double keep(String keyPath, String component, String written, double value, String unit) {
        Quantity quantity = new Quantity(
                keyPath, written, value, unit, text(keyPath + ".source"), Confidence.of(text(keyPath + ".confidence")));
        table.put(keyPath, quantity);
        components.put(component, quantity);
        return value;
    }

    private JsonNode node(String keyPath) {
        return tree.at('/' + keyPath.replace('.', '/'));
    }

    private void throwIfWrong() {
        if (!problems.isEmpty()) {
            throw new ProfileException(problems);
        }
    }
}
