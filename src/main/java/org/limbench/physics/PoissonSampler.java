package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * Poisson counts, exact to double rounding for any mean up to 2^53.
 *
 * <p>Below 10 by inversion of the distribution function; from 10 by the transformed rejection PTRS of Hoermann,
 * Insurance: Mathematics and Economics 12, 39 (1993), doi:10.1016/0167-6687(93)90997-4, whose acceptance test uses the
 * saddle-point form of the mass function (Loader 2000), so that nothing cancels at large means. Stateless.
 */
final class PoissonSampler {
    private static final double INVERSION_BELOW = 10;
    private static final double MOST_MEAN = 0x1.0p53;
    private static final double[] STIRLING_ERROR = stirlingErrors();

    private PoissonSampler() {}

    /** One count of the given mean, 0..2^53. */
    static long next(RandomStream.Cursor cursor, double mean) {
        return mean < INVERSION_BELOW
                ? nextSmall(cursor, mean, StrictMath.exp(-mean))
                : nextLarge(cursor, requireMean(mean));
    }

    /** As {@link #next}, for callers that keep exp(-mean). */
    static long next(RandomStream.Cursor cursor, double mean, double expMinusMean) {
        return mean < INVERSION_BELOW ? nextSmall(cursor, mean, expMinusMean) : nextLarge(cursor, requireMean(mean));
    }

    private static double requireMean(double mean) {
        if (!(mean <= MOST_MEAN)) {
            throw new IllegalArgumentException("mean is " + mean + "; allowed: 0 to " + MOST_MEAN);
        }
        return mean;
    }

    private static long nextSmall(RandomStream.Cursor cursor, double mean, double expMinusMean) {
        double left = cursor.nextUniform();
        double mass = expMinusMean;
        int k = 0;
        // at mean 10 the tail beyond 100 is below 1e-60: the limit only stops a walk along rounding
        while (left >= mass && k < 100) {
            left -= mass;
            k++;
            mass *= mean / k;
        }
        return k;
    }

    private static long nextLarge(RandomStream.Cursor cursor, double mean) {
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double sure = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = cursor.nextUniform() - 0.5;
            double v = cursor.nextUniform();
            double rim = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / rim + b) * u + mean + 0.43);
            if (rim >= 0.07 && v <= sure) {
                return (long) k;
            }
            if (!(k >= 0 && k <= MOST_MEAN) || (rim < 0.013 && v > rim)) {
                continue;
            }
            if (StrictMath.log(v * inverseAlpha / (a / (rim * rim) + b)) <= logMass(k, mean)) {
                return (long) k;
            }
        }
    }

    /** ln of mean^k e^-mean / k!. */
    static double logMass(double k, double mean) {
        if (k == 0) {
            return -mean;
        }
        return -deviance(k, mean) - 0.5 * StrictMath.log(2 * Math.PI * k) - stirlingError(k);
    }

    /** k ln(k/mean) + mean - k, by series near k = mean where the terms cancel. */
    private static double deviance(double k, double mean) {
        double difference = k - mean;
        if (Math.abs(difference) >= 0.1 * (k + mean)) {
            return k * StrictMath.log(k / mean) + mean - k;
        }
        double v = difference / (k + mean);
        double sum = difference * v;
        double term = 2 * k * v;
        double square = v * v;
        for (int j = 3; ; j += 2) {
            term *= square;
            double next = sum + term / j;
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }

    /** ln k! - [k ln k - k + ln(2 pi k)/2]. */
    private static double stirlingError(double k) {
        if (k < STIRLING_ERROR.length) {
            return STIRLING_ERROR[(int) k];
        }
        double square = k * k;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k;
    }

    private static double[] stirlingErrors() {
        double[] errors = new double[16];
        double factorial = 1;
        for (int k = 1; k < errors.length; k++) {
            factorial *= k;
            errors[k] = StrictMath.log(factorial) - (k * StrictMath.log(k) - k + 0.5 * StrictMath.log(2 * Math.PI * k));
        }
        return errors;
    }
}
