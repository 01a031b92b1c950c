package org.limbench.physics;

import java.util.Arrays;

/**
 * The law of a tilted reflecting chain after many proposals, from its closed-form modes.
 *
 * <p>With up rate a, down rate b, rho = sqrt(a/b) = exp(x/2) and theta_k = k pi/M, the generator of the chain on M levels
 * has the decay rates 0 and a + b - 2 sqrt(ab) cos theta_k, k = 1..M-1, and the modes v_k(j) = rho sin((j+1) theta_k) -
 * sin(j theta_k) of squared norm (M/2)(1 + rho^2 - 2 rho cos theta_k); so P(j|i) = pi_j + rho^(j-i) sum_k exp(-lambda_k
 * t) v_k(i) v_k(j) / norm_k, pi_j proportional to rho^(2j). Derived here from the end conditions v_(-1) = v_0/rho and
 * v_M = rho v_(M-1). Used only where rounding in the sum stays below 1e-11.
 *
 * <p>The excess h of a level, by which the jumps made from there exceed those at the stationary rate c, solves a (h(i+1) -
 * h(i)) + b (h(i-1) - h(i)) = c - c(i), c(i) the jump rate in level i; its differences follow from a recursion that damps
 * errors by b/a. Mean jumps in a time t are c t + h(i) - sum_j P(j|i) h(j): docs/sampling.md, equations 11 to 15.
 * Single-threaded: caches rows.
 */
final class TiltedPropagator {
    private static final double MOST_GROWTH = 8;
    private static final double NEGLIGIBLE = 42;

    private final int levels;
    private final double[] sines;
    private double cachedProposals = Double.NaN;
    private double cachedTilt = Double.NaN;
    private final double[][] rows;
    /** Mean number of jumps there and back, from each level; of the cached rows. */
    private final double[] pairs;

    TiltedPropagator(int levels) {
        this.levels = levels;
        this.sines = new double[2 * levels];
        for (int m = 0; m < sines.length; m++) {
            sines[m] = StrictMath.sin(Math.PI * m / levels);
        }
        this.rows = new double[levels][];
        this.pairs = new double[levels];
    }

    /** Whether the sum over modes is both worth it and free of cancellation. */
    boolean applies(double proposals, double tiltKt) {
        return proposals > Math.max(1024, levels * (double) levels / 16)
                && Math.abs(tiltKt) / 2 * (levels - 1) - slowest(proposals, tiltKt) < MOST_GROWTH;
    }

    /** Level drawn from P(.|level) by inversion of a uniform number. */
    int draw(int level, double proposals, double tiltKt, double uniform) {
        double[] row = row(level, proposals, tiltKt);
        int low = 0;
        int high = levels - 1;
        double target = uniform * row[levels - 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Mean number of jumps beyond the distance made, over two: each of them is undone by another. */
    double pairs(int level, double proposals, double tiltKt) {
        row(level, proposals, tiltKt);
        return pairs[level];
    }

    private double[] row(int level, double proposals, double tiltKt) {
        if (Double.compare(proposals, cachedProposals) != 0 || Double.compare(tiltKt, cachedTilt) != 0) {
            Arrays.fill(rows, null);
            cachedProposals = proposals;
            cachedTilt = tiltKt;
        }
        double[] row = rows[level];
        if (row == null) {
            row = law(level, proposals, tiltKt);
            pairs[level] = (meanJumps(level, proposals, tiltKt, row) - meanDistance(level, row)) / 2;
            rows[level] = cumulative(row);
        }
        return row;
    }

    private double meanJumps(int level, double proposals, double tiltKt, double[] law) {
        double size = Math.abs(tiltKt);
        double along = 1 / (1 + StrictMath.exp(-size));
        double against = along * StrictMath.exp(-size);
        // in the stationary state as many jumps go along the tilt as against it, which only the first level refuses
        double rate = 2 * against * StrictMath.expm1(-size * (levels - 1)) / StrictMath.expm1(-size * levels);
        double[] excess = new double[levels];
        double difference = (rate - along) / along;
        for (int step = 1; step < levels; step++) {
            excess[along(step, tiltKt)] = excess[along(step - 1, tiltKt)] + difference;
            difference = (against * difference + rate - 1) / along;
        }
        double mean = rate * proposals;
        for (int j = 0; j < levels; j++) {
            mean += law[j] * (excess[level] - excess[j]);
        }
        return mean;
    }

    /** Level so many steps along the tilt from where it starts. */
    private int along(int steps, double tiltKt) {
        return tiltKt > 0 ? steps : levels - 1 - steps;
    }

    private static double meanDistance(int level, double[] law) {
        double mean = 0;
        for (int j = 0; j < law.length; j++) {
            mean += law[j] * Math.abs(j - level);
        }
        return mean;
    }

    /** P(.|level) after a mean number of proposals; entries may be below 0 by rounding. */
    double[] law(int level, double proposals, double tiltKt) {
        double[] law = new double[levels];
        for (int j = 0; j < levels; j++) {
            law[j] = stationary(j, tiltKt);
        }
        double growth = Math.abs(tiltKt) / 2 * (levels - 1) - slowest(proposals, tiltKt);
        if (growth < -NEGLIGIBLE) {
            return law;
        }
        double slowest = slowest(proposals, tiltKt);
        double[] sum = modes(level, proposals, tiltKt);
        for (int j = 0; j < levels; j++) {
            law[j] += StrictMath.exp((j - level) * tiltKt / 2 - slowest) * sum[j];
        }
        return law;
    }

    /** Sum over modes without the common factor of the slowest one. */
    private double[] modes(int level, double proposals, double tiltKt) {
        double[] sum = new double[levels];
        double small = StrictMath.exp(-Math.abs(tiltKt) / 2);
        double exchange = proposals / StrictMath.cosh(tiltKt / 2);
        for (int k = 1; k < levels; k++) {
            double excess = exchange * (cosine(1) - cosine(k));
            if (excess > NEGLIGIBLE) {
                break;
            }
            double norm = levels / 2.0 * (1 + small * small - 2 * small * cosine(k));
            double weight = StrictMath.exp(-excess) * mode(k, level, small, tiltKt > 0) / norm;
            for (int j = 0; j < levels; j++) {
                sum[j] += weight * mode(k, j, small, tiltKt > 0);
            }
        }
        return sum;
    }

    /** v_k(j), divided by rho where rho is above 1. */
    private double mode(int k, int j, double small, boolean upward) {
        double next = sines[(int) ((long) k * (j + 1) % sines.length)];
        double here = sines[(int) ((long) k * j % sines.length)];
        return upward ? next - small * here : small * next - here;
    }

    private double cosine(int k) {
        return StrictMath.cos(Math.PI * k / levels);
    }

    /** Decay of the slowest mode over the time: proposals x (1 - cos(pi/M)/cosh(x/2)). */
    private double slowest(double proposals, double tiltKt) {
        return proposals * (1 - cosine(1) / StrictMath.cosh(tiltKt / 2));
    }

    /** Boltzmann weight of a level, exp(x j) normalised. */
    private double stationary(int j, double tiltKt) {
        double size = Math.abs(tiltKt);
        int below = tiltKt > 0 ? levels - 1 - j : j;
        return StrictMath.exp(-size * below) * StrictMath.expm1(-size) / StrictMath.expm1(-size * levels);
    }

    private static double[] cumulative(double[] law) {
        double sum = 0;
        for (int j = 0; j < law.length; j++) {
            sum += Math.max(0, law[j]);
            law[j] = sum;
        }
        return law;
    }
}
