package org.limbench.thermodynamics;

/**
 * Work of moving the barrier of a continuous coordinate in U(q) = (u/2)(1 - cos 2 pi q), in kT; u is the barrier in kT.
 *
 * <p>Slowly, the free energy u/2 - ln I0(u/2) is exchanged and can be recovered; suddenly, the mean of the change over the
 * old distribution is paid (derived; I0, I1: modified Bessel functions). In narrow wells the two tend to those of a
 * harmonic well, (1/2) ln(u2/u1) and (u2/u1 - 1)/2. The coordinate is taken to settle in its well between moves: our
 * assumption, good where that is faster than the pulse.
 */
public final class BarrierWork {
    private BarrierWork() {}

    /** Reversible work of raising the barrier from 0, kT: u/2 - ln I0(u/2). Relative error under 1e-13. */
    public static double raiseKt(double barrierKt) {
        return -logScaledI0(Domain.atLeastZero("barrierKt", barrierKt) / 2);
    }

    /** Reversible work of a slow move, kT; negative when lowered, and then returned. */
    public static double slowKt(double fromBarrierKt, double toBarrierKt) {
        return raiseKt(toBarrierKt) - raiseKt(fromBarrierKt);
    }

    /** Work of a sudden move, kT: (to - from) x mean of (1 - cos)/2 before it; negative when lowered. */
    public static double suddenKt(double fromBarrierKt, double toBarrierKt) {
        Domain.atLeastZero("toBarrierKt", toBarrierKt);
        return (toBarrierKt - fromBarrierKt) * meanElevation(fromBarrierKt);
    }

    /** Mean of (1 - cos 2 pi q)/2 in equilibrium: (1 - I1(u/2)/I0(u/2))/2; 1/2 without a barrier, 1/(2u) for a high one. */
    public static double meanElevation(double barrierKt) {
        double z = Domain.atLeastZero("barrierKt", barrierKt) / 2;
        return z < 20 ? (1 - seriesRatio(z)) / 2 : asymptoticDeficit(z) / 2;
    }

    /**
     * ln(exp(-z) I0(z)): power series below 20, all terms positive; above, the asymptotic series to its 18th term, whose
     * remainder is under 1e-14. Abramowitz and Stegun 9.6.10 and 9.7.1.
     */
    private static double logScaledI0(double z) {
        if (z < 20) {
            double term = 1;
            double sum = 0;
            double square = z * z / 4;
            for (int k = 1; term > 1e-18 * (1 + sum); k++) {
                term *= square / ((double) k * k);
                sum += term;
            }
            return StrictMath.log1p(sum) - z;
        }
        double circle = 2 * Math.PI * z;
        double log = circle < Double.POSITIVE_INFINITY
                ? StrictMath.log(circle)
                : StrictMath.log(2 * Math.PI) + StrictMath.log(z);
        return StrictMath.log(asymptotic(z, 0)) - 0.5 * log;
    }

    /** I1(z)/I0(z) by power series. */
    private static double seriesRatio(double z) {
        double square = z * z / 4;
        double term0 = 1;
        double term1 = z / 2;
        double sum0 = 1;
        double sum1 = term1;
        for (int k = 1; term0 > 1e-18 * sum0; k++) {
            term0 *= square / ((double) k * k);
            term1 *= square / ((double) k * (k + 1));
            sum0 += term0;
            sum1 += term1;
        }
        return sum1 / sum0;
    }

    /** 1 - I1(z)/I0(z) for large z. */
    private static double asymptoticDeficit(double z) {
        return 1 - asymptotic(z, 1) / asymptotic(z, 0);
    }

    /** Asymptotic series of sqrt(2 pi z) exp(-z) I_order(z). */
    private static double asymptotic(double z, int order) {
        double mu = 4.0 * order * order;
        double term = 1;
        double sum = 1;
        for (int k = 1; k <= 18; k++) {
            double odd = 2 * k - 1;
            term *= -(mu - odd * odd) / (k * 8 * z);
            sum += term;
        }
        return sum;
    }
}
