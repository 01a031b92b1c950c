package org.limbench.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** Figures for text: four significant digits without trailing zeros, powers of ten where that is shorter. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(4);

    private Figures() {}

    /** E.g. 1e9, 0.5005, 1.794e27. */
    static String brief(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        String plain = rounded.toPlainString();
        return plain.length() <= 6
                ? plain
                : rounded.toString().replace("E+", "e").replace("E", "e");
    }
}
