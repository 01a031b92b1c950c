package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * Draws how many jumps a two-level cell makes in a time, exactly; an odd number changes its level.
 *
 * <p>Proposals up and down are Poisson counts U and D in random order, and one that points where the cell already is makes
 * no jump. From level 0 the runs of ups among the downs are R, hypergeometric: U of U + D drawn, D + 1 of them marked
 * (Stevens, Ann. Eugen. 9, 10 (1939), doi:10.1111/j.1469-1809.1939.tb02193.x). They fill R of the D + 1 gaps between the
 * downs evenly, so the last one is filled with probability R/(D + 1) and the cell ends up. Jumps are 2 R, less one when
 * it does; from level 1 the same with ups and downs exchanged. Derived. Without tilt the count is plainly Poisson.
 *
 * <p>R is drawn by the ratio of uniforms of Stadlober, J. Comput. Appl. Math. 31, 181 (1990),
 * doi:10.1016/0377-0427(90)90349-5, few proposals are walked through. From {@value #COUNTED} mean proposals on the end is
 * drawn from the stationary law and the count is its mean. Stateless.
 */
final class TwoStateJumps {
    private static final double COUNTED = 0x1.0p48;
    private static final double MOST_PAIRS = 0x1.0p61;
    private static final int WALKED = 48;
    /** 2 sqrt(2/e) and 3 - 2 sqrt(3/e): width of the hat over the deviation. */
    private static final double HAT_SLOPE = 1.7155277699214135;

    private static final double HAT_OFFSET = 0.8989161620588988;

    private TwoStateJumps() {}

    /**
     * Number of jumps.
     *
     * @param up whether the cell starts in level 1
     * @param upMean mean number of up proposals, 0 or more
     * @param downMean mean number of down proposals, 0 or more
     */
    static long next(boolean up, double upMean, double downMean, RandomStream.Cursor cursor) {
        double along = up ? downMean : upMean;
        double back = up ? upMean : downMean;
        if (along + back > COUNTED) {
            boolean moved = cursor.nextUniform() * (along + back) < along;
            double mean = 2 * along / (along + back) * back;
            long pairs = (long) Math.min(MOST_PAIRS, mean / 2);
            return 2 * pairs + (moved ? 1 : 0);
        }
        if (along == back) {
            return PoissonSampler.next(cursor, along);
        }
        long away = PoissonSampler.next(cursor, along);
        long home = PoissonSampler.next(cursor, back);
        return away + home <= WALKED ? walked(away, home, cursor) : counted(away, home, cursor);
    }

    private static long walked(long awayCount, long homeCount, RandomStream.Cursor cursor) {
        long away = awayCount;
        long home = homeCount;
        long jumps = 0;
        while (away > 0 || (home > 0 && (jumps & 1) == 1)) {
            boolean isAway = cursor.nextUniform() * (away + home) < away;
            if (isAway) {
                away--;
            } else {
                home--;
            }
            jumps += isAway == ((jumps & 1) == 0) ? 1 : 0;
        }
        return jumps;
    }

    private static long counted(long away, long home, RandomStream.Cursor cursor) {
        if (away == 0) {
            return 0;
        }
        long runs = away == 1 || home == 0 ? 1 : runs((double) away, (double) home, cursor);
        boolean endsAway = cursor.nextUniform() * (home + 1) < runs;
        return 2 * runs - (endsAway ? 1 : 0);
    }

    /** Runs of the one kind, 1 to min(away, home + 1). */
    private static long runs(double away, double home, RandomStream.Cursor cursor) {
        double all = away + home;
        double gaps = home + 1;
        double most = Math.min(away, gaps);
        double mean = away * (gaps / all);
        double variance = mean * ((away - 1) / all) * (home / (all - 1));
        double mode = Math.max(1, Math.min(most, Math.floor((away + 1) * (gaps + 1) / (all + 2))));
        double peak = logMass(mode, away, home);
        double width = HAT_SLOPE * Math.sqrt(variance + 0.5) + HAT_OFFSET;
        while (true) {
            double u = 1 - cursor.nextUniform();
            double runs = Math.floor(mean + 0.5 + width * (cursor.nextUniform() - 0.5) / u);
            if (runs >= 1 && runs <= most && 2 * StrictMath.log(u) <= logMass(runs, away, home) - peak) {
                return (long) runs;
            }
        }
    }

    /**
     * ln of the hypergeometric mass up to a constant: the four cells of its table as Poisson counts around their means,
     * whose powers cancel because rows and columns are independent.
     */
    private static double logMass(double runs, double away, double home) {
        double all = away + home;
        return PoissonSampler.logMass(runs, away * ((home + 1) / all))
                + PoissonSampler.logMass(home + 1 - runs, home * ((home + 1) / all))
                + PoissonSampler.logMass(away - runs, away * ((away - 1) / all))
                + PoissonSampler.logMass(runs - 1, home * ((away - 1) / all));
    }
}
