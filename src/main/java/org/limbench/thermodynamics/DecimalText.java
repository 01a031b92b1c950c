package org.limbench.thermodynamics;

import java.util.regex.Pattern;

/**
 * Numbers of typed arguments: ASCII digits, a sign, a decimal point, an exponent. What only Java takes for a number ({@code
 * 300d}, {@code 0x1p8}, {@code NaN}) is none, and neither is one that a double cannot hold. The rule is that of all of
 * limbench; it stands here once more because this package imports nothing of it.
 */
final class DecimalText {
    private static final int MOST_CHARACTERS = 400;
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+(?:[eE].*)?");

    private DecimalText() {}

    /**
     * The finite number of a text.
     *
     * @throws NumberFormatException where there is none
     */
    static double number(String text) {
        if (text.length() > MOST_CHARACTERS || !DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException("not a decimal number");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value) || (value == 0 && !ZERO.matcher(text).matches())) {
            throw new NumberFormatException("beyond what a double holds");
        }
        return value;
    }
}
