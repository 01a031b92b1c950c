package org.limbench.text;

import java.util.regex.Pattern;

/**
 * Numbers as everybody writes them: ASCII digits, a sign, a decimal point, an exponent. What only Java or C takes for a number
 * ({@code 0x1p8}, {@code 1d}, {@code 300f}, {@code 1_000}, {@code NaN}, {@code Infinity}, digits of other scripts) is none, and
 * neither is one that a double cannot hold.
 */
public final class PlainNumber {
    /** What is allowed, for messages. */
    public static final String REAL = "a decimal number such as 12, -0.5 or 1e-9";

    private static final int MOST_CHARACTERS = 400;
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+(?:[eE].*)?");

    private PlainNumber() {}

    /**
     * The finite number of a text.
     *
     * @throws NumberFormatException saying in a few words why there is none
     */
    public static double real(String text) {
        if (!isDecimal(text)) {
            throw new NumberFormatException("not a decimal number");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("beyond what a double holds, " + Double.MAX_VALUE);
        }
        if (value == 0) {
            if (!ZERO.matcher(text).matches()) {
                throw new NumberFormatException("below what a double holds, " + Double.MIN_VALUE);
            }
            return 0; // -0 is 0
        }
        return value;
    }

    /** Whether a text is written as a number is, though a double may not hold it. */
    public static boolean isDecimal(String text) {
        return text.length() <= MOST_CHARACTERS && DECIMAL.matcher(text).matches();
    }

    /** Whether a text is a finite number. */
    public static boolean isReal(String text) {
        try {
            real(text);
            return true;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /**
     * The whole number of a text.
     *
     * @throws NumberFormatException saying in a few words why there is none
     */
    public static long whole(String text) {
        if (text.length() > MOST_CHARACTERS || !WHOLE.matcher(text).matches()) {
            throw new NumberFormatException("not a whole number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException beyond) {
            throw new NumberFormatException("beyond " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }
}
