package org.limbench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people: three significant digits with an SI prefix, e.g. 1.49e-17 J is 14.9 aJ. */
final class Engineering {
    /** From quecto (1e-30) up by thousands; SI Brochure, 9th edition as amended 2022, table 7. */
    private static final String[] PREFIXES = {
        "q", "r", "y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"
    };

    private static final int UNITY = 10;
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private Engineering() {}

    /** A number with a unit that takes prefixes. */
    static String of(double value, String unit) {
        if (value == 0) {
            return "0 " + unit;
        }
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not measured" : value + " " + unit;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        int step = Math.floorDiv(exponent, 3);
        int prefix = Math.max(0, Math.min(PREFIXES.length - 1, step + UNITY));
        BigDecimal scaled = rounded.movePointLeft(3 * (prefix - UNITY));
        String digits =
                Math.abs(scaled.doubleValue()) < 1e-3 ? scaled.round(DIGITS).toString() : plain(scaled);
        return digits + " " + PREFIXES[prefix] + unit;
    }

    /** A pure number: three significant digits, thousands apart, powers of ten beyond a million. */
    static String plain(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.isNaN(value) ? "not measured" : Double.toString(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        double size = rounded.abs().doubleValue();
        if (size < 1e-3 || size >= 1e6) {
            int exponent = rounded.precision() - rounded.scale() - 1;
            return plain(rounded.movePointLeft(exponent)) + "e" + exponent;
        }
        String whole = plain(rounded);
        return size >= 1e4 ? whole.replaceFirst("([0-9]{3})$", " $1") : whole;
    }

    private static String plain(BigDecimal value) {
        return value.setScale(Math.max(0, value.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
