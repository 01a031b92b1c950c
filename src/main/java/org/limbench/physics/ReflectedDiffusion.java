package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * Draws where a weight that diffuses between two bounds that reflect it is after a time, such that the law does not depend on
 * how the time is cut.
 *
 * <p>Without a leak the free Wiener end point folded at the bounds has the law of the reflected walk (method of images; exact
 * for any time). With a leak (reflected Ornstein-Uhlenbeck) the free law is drawn at once while no bound is within {@value
 * #REACH} deviations of the whole way. Near a bound the time is cut into steps of a half leak, a folded Wiener step and a half
 * leak (Strang, SIAM J. Numer. Anal. 5, 506 (1968), doi:10.1137/0705041), which have the free mean and variance exactly for
 * any step; the step is so short that mean and deviation err by at most 0.6 % of the deviation in the first steps off a bound,
 * and by 0.15 % later (docs/sampling.md, section 2). More than {@value #FORGOTTEN} lifetimes are not drawn: what was before
 * them is forgotten to e^-{@value #FORGOTTEN}. Stateless.
 */
final class ReflectedDiffusion {
    private static final double REACH = 9;
    private static final double FORGOTTEN = 24;
    private static final double LONGEST_STEP = 1.0 / 128;
    /** Steps in lifetimes are at most this over the square of the bound's distance from rest in deviations. */
    private static final double DRIFT_STEP = 0.02;

    private static final double MOST_STEPS = 1e5;

    private ReflectedDiffusion() {}

    /**
     * Weight after a Wiener process between bounds.
     *
     * @param kick its free displacement
     */
    static double wiener(double weight, double kick, double least, double most) {
        return folded(within(weight, least, most) + kick, least, most);
    }

    /**
     * Weight after an Ornstein-Uhlenbeck process between bounds.
     *
     * @param rest weight it relaxes to
     * @param lives time over the lifetime of the leak
     * @param deviation standard deviation of the free process in the end, rate sqrt(lifetime/2)
     */
    static double ornsteinUhlenbeck(
            double weight,
            double rest,
            double lives,
            double deviation,
            double least,
            double most,
            RandomStream.Cursor cursor) {
        double at = within(weight, least, most);
        double left = lives;
        double shortest = Math.min(left, FORGOTTEN) / MOST_STEPS;
        double lastStep = Double.NaN;
        double kept = 1;
        double spread = 0;
        while (left > 0) {
            double clear = Math.min(Math.min(at, rest) - least, most - Math.max(at, rest)) / (REACH * deviation);
            // the deviation of the free process never exceeds either
            if (deviation == 0 || clear * Math.abs(clear) >= Math.min(1, 2 * left)) {
                double kick = deviation * Math.sqrt(-StrictMath.expm1(-2 * left)) * GaussianSampler.next(cursor);
                return within(at - (at - rest) * -StrictMath.expm1(-left) + kick, least, most);
            }
            left = Math.min(left, FORGOTTEN);
            double drift = (at - least < most - at ? rest - least : most - rest) / deviation;
            double near = Math.max(shortest, Math.min(LONGEST_STEP, DRIFT_STEP / (drift * drift)));
            double step = Math.min(left, Math.max(clear > 0 ? clear * clear / 2 : 0, near));
            if (step != lastStep) {
                lastStep = step;
                kept = StrictMath.exp(-step / 2);
                spread = deviation * Math.sqrt(2 * StrictMath.sinh(step));
            }
            at = within(rest + (at - rest) * kept, least, most);
            at = folded(at + spread * GaussianSampler.next(cursor), least, most);
            // wear may have drawn a bound past the rest weight
            at = within(rest + (at - rest) * kept, least, most);
            left -= step;
        }
        return at;
    }

    private static double within(double weight, double least, double most) {
        return Math.max(least, Math.min(most, weight));
    }

    /** A weight mirrored at the bounds until it lies between them. */
    private static double folded(double weight, double least, double most) {
        if (weight >= least && weight <= most) {
            return weight;
        }
        double span = most - least;
        if (!(span > 0)) {
            return least;
        }
        double turns = (weight - least) / (2 * span);
        double place = 2 * span * (turns - Math.floor(turns));
        return Math.min(most, least + Math.min(place, 2 * span - place));
    }
}
