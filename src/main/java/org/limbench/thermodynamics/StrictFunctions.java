package org.limbench.thermodynamics;

/** Inverse hyperbolic functions on {@link StrictMath}, accurate near zero; relative error a few ulp. */
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

    /** artanh(z) for |z| less than 1. */
    static double artanh(double z) {
        return 0.5 * StrictMath.log1p(2 * z / (1 - z));
    }
}
