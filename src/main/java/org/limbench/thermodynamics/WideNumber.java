package org.limbench.thermodynamics;

import org.apache.commons.numbers.core.DD;

/**
 * A number above 0 as a double-double in [1, 2) and a power of two: about 31 digits, and no product or quotient of it
 * overflows or underflows. For results that a double holds while what leads there does not, and for logarithms near 1.
 * Immutable.
 */
final class WideNumber {
    private static final double ROOT_TWO = Math.sqrt(2);
    /** exp is taken of this part of its argument and raised again, so that no exponent of a double runs out. */
    private static final int EXP_PARTS = 16;

    /** Beyond it no quotient of doubles brings an exponential back into the range of a double. */
    private static final double MOST_EXPONENT = 11_000;

    private final DD mantissa;
    private final long exponent;

    private WideNumber(DD mantissa, long exponent) {
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    /** A double above 0, exactly. */
    static WideNumber of(double value) {
        return of(DD.of(value));
    }

    /** A double-double above 0, exactly. */
    static WideNumber of(DD value) {
        return scaled(value, 0);
    }

    private static WideNumber scaled(DD value, long exponent) {
        int shift = Math.getExponent(value.hi());
        if (shift < Double.MIN_EXPONENT) {
            return scaled(value.scalb(64), exponent - 64);
        }
        return new WideNumber(value.scalb(-shift), exponent + shift);
    }

    WideNumber times(WideNumber other) {
        return scaled(mantissa.multiply(other.mantissa), exponent + other.exponent);
    }

    WideNumber times(double factor) {
        return times(of(factor));
    }

    WideNumber over(WideNumber other) {
        return scaled(mantissa.divide(other.mantissa), exponent - other.exponent);
    }

    WideNumber over(double divisor) {
        return over(of(divisor));
    }

    WideNumber plus(WideNumber other) {
        if (exponent < other.exponent) {
            return other.plus(this);
        }
        long gap = exponent - other.exponent;
        return gap > 200 ? this : scaled(mantissa.add(other.mantissa.scalb((int) -gap)), exponent);
    }

    /** Times e^x; relative error about 16 ulp of a double. */
    WideNumber timesExp(double x) {
        double part = Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, x)) / EXP_PARTS;
        WideNumber power = of(StrictMath.exp(part));
        for (int factor = 1; factor < EXP_PARTS; factor *= 2) {
            power = power.times(power);
        }
        return times(power);
    }

    /** Natural logarithm, accurate to a few ulp also where the number is next to 1. */
    double log() {
        boolean upper = mantissa.hi() > ROOT_TWO;
        DD near = upper ? mantissa.scalb(-1) : mantissa;
        DD beyondOne = near.subtract(1);
        double fraction = StrictMath.log1p(beyondOne.hi());
        // log1p(hi + lo) to first order in lo, which is under 1e-16 of hi
        double log = fraction + beyondOne.lo() / (1 + beyondOne.hi());
        return (exponent + (upper ? 1 : 0)) * StrictMath.log(2) + log;
    }

    /** The nearest double; infinite or 0 where none is near. */
    double value() {
        if (exponent > Double.MAX_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        return exponent < -1100 ? 0 : Math.scalb(mantissa.doubleValue(), (int) exponent);
    }
}
