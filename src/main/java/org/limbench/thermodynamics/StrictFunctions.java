package org.limbench.thermodynamics;

import org.apache.commons.numbers.core.DD;

/** Functions on {@link StrictMath}, accurate near their zeros and poles; relative error a few ulp. */
final class StrictFunctions {
    private StrictFunctions() {}

    /** asinh(y) for any finite y. */
    static double asinh(double y) {
        double size = Math.abs(y);
        double value = size > 1e8
                ? StrictMath.log(2) + StrictMath.log(size)
                : StrictMath.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
        return Math.copySign(value, y);
    }

    /** asinh(exp(logY)), also where exp(logY) would overflow; beyond 30 the 1/(4 y^2) term is under 1e-26. */
    static double asinhOfExp(double logY) {
        return logY > 30 ? StrictMath.log(2) + logY : asinh(StrictMath.exp(logY));
    }

    /**
     * artanh(part/whole) for 0 &lt;= part &lt; whole, accurate up to the very pole: where part is next to whole, whole -
     * part is exact and their quotient is not.
     */
    static double artanhOfRatio(double part, double whole) {
        return 0.5 * StrictMath.log1p(2 * (part / (whole - part)));
    }

    /** -ln(1 - part/whole) for 0 &lt;= part &lt; whole, accurate at both ends. */
    static double lossOfRatio(double part, double whole) {
        return part < whole / 2 ? -StrictMath.log1p(-part / whole) : StrictMath.log(whole / (whole - part));
    }

    /** factor x e^-x for factor above 0, also where e^-x alone would underflow. */
    static double timesExpMinus(double factor, double x) {
        double direct = StrictMath.exp(-x);
        return direct >= Double.MIN_NORMAL
                ? factor * direct
                : WideNumber.of(factor).timesExp(-x).value();
    }

    /** 1 - e^-x for x above 0, to about 31 digits below 1/2 and to a double's above. */
    static WideNumber oneMinusExpMinus(double x) {
        if (x >= 0.5) {
            return WideNumber.of(-StrictMath.expm1(-x));
        }
        // 1 - x/2 (1 - x/3 (1 - ...)): the terms fall below 1e-32 within 22
        DD series = DD.ONE;
        for (int k = 22; k >= 2; k--) {
            series = DD.ONE.subtract(series.multiply(x).divide((double) k));
        }
        return WideNumber.of(x).times(WideNumber.of(series));
    }
}
