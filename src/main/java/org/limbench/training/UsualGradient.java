package org.limbench.training;

/**
 * Running mean of the largest input and the largest error, zero vectors left out; aihwkit's auto_scale with its auto_momentum
 * of 0.99.
 */
final class UsualGradient {
    private static final double KEPT = 0.99;

    private double input;
    private double error;

    /** Takes an outer product and tells the usual strongest one, |input error|; 0 while all were 0. */
    double strongest(OuterProduct gradient) {
        input = mean(input, gradient.input());
        error = mean(error, gradient.error());
        return input * error;
    }

    private static double mean(double before, double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.max(largest, Math.abs(entry));
        }
        if (before == 0 || largest == 0) {
            return Math.max(before, largest);
        }
        return KEPT * before + (1 - KEPT) * largest;
    }
}
