package org.limbench.profile;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.measure.IncommensurableException;
import javax.measure.MeasurementException;
import javax.measure.Unit;
import systems.uom.ucum.format.UCUMFormat;

/**
 * Turns {@code 5 fJ} into 5e-15: a decimal number, a space, a unit of UCUM (case-sensitive).
 *
 * <p>Differs from UCUM in three energies that may stand alone or before a {@code /}: {@code kT} is k_B times the
 * profile's temperature (UCUM would read kilotesla), {@code eV} and {@code meV} have the value of the SI of 2019 (the
 * library carries CODATA 2006, 9e-8 too low).
 */
final class UnitText {
    /** J/K, exact: SI Brochure, 9th edition (2019), section 2.2. */
    private static final BigDecimal BOLTZMANN = new BigDecimal("1.380649e-23");
    /** J, exact: the elementary charge of the same section times one volt. */
    private static final BigDecimal ELECTRON_VOLT = new BigDecimal("1.602176634e-19");

    private static final Map<String, BigDecimal> OWN_JOULES =
            Map.of("eV", ELECTRON_VOLT, "meV", ELECTRON_VOLT.movePointLeft(3));
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile(
            "([+-]?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?)(?: ([A-Za-z0-9%/.()-]{1,24}))?");
    private static final Pattern OWN_UNIT = Pattern.compile("(kT|m?eV)(/[A-Za-z0-9.()-]+)?");

    private UnitText() {}

    /** Whether the text says kT, which needs a temperature. */
    static boolean needsTemperature(String text) {
        return ownUnit(text).filter("kT"::equals).isPresent();
    }

    private static Optional<String> ownUnit(String text) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches() || parts.group(2) == null) {
            return Optional.empty();
        }
        Matcher own = OWN_UNIT.matcher(parts.group(2));
        return own.matches() ? Optional.of(own.group(1)) : Optional.empty();
    }

    /**
     * The number in the base unit of a dimension; empty where the text is no number with a unit of it.
     *
     * @param temperatureKelvin what kT stands for, K; not looked at otherwise
     */
    static OptionalDouble parse(String text, Dimension dimension, double temperatureKelvin) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches()) {
            return OptionalDouble.empty();
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        String unit = parts.group(2) == null ? "1" : parts.group(2);
        Matcher own = OWN_UNIT.matcher(unit);
        if (own.matches()) {
            BigDecimal joules = own.group(1).equals("kT")
                    ? BOLTZMANN.multiply(BigDecimal.valueOf(temperatureKelvin))
                    : OWN_JOULES.get(own.group(1));
            number = number.multiply(joules);
            unit = own.group(2) == null ? "J" : "J" + own.group(2);
        }
        return convert(number, unit, dimension);
    }

    private static OptionalDouble convert(BigDecimal number, String unit, Dimension dimension) {
        // the parser reads a digit alone as a factor: 3 5 would be fifteen
        boolean unitLike = unit.equals("1") || unit.matches("(1?/)?[A-Za-z%(].*");
        if (!unitLike || unit.contains("eV")) {
            return OptionalDouble.empty();
        }
        try {
            Unit<?> from = ucum(unit);
            Unit<?> to = ucum(dimension.unit());
            if (!from.isCompatible(to)) {
                return OptionalDouble.empty();
            }
            double value = from.getConverterToAny(to).convert(number).doubleValue();
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (MeasurementException | IncommensurableException e) {
            return OptionalDouble.empty(); // no unit, or one of another kind: the caller says what is allowed
        }
    }

    private static Unit<?> ucum(String unit) {
        return UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE).parse(unit);
    }
}
