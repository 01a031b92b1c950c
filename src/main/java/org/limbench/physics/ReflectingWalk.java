package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * Draws where a jump chain on levels 0..top ends after a time, from the law of the chain itself: a jump off an end is not
 * made.
 *
 * <p>Up and down proposals are Poisson counts U and D. Four regimes, chosen by the means (and U + D) alone, each exact:
 * <ul>
 *   <li>neither end can be reached by U up or D down: the displacement is U - D;
 *   <li>otherwise U ups and D downs are walked in random order, those off an end refused;
 *   <li>no tilt and many proposals: the free end point is folded at the ends (method of images; the reflecting walk with
 *       refusal mirrors at half-integers), or evenly drawn once the slowest mode has decayed by e^-40;
 *   <li>a tilt and many proposals: the chain's propagator from its closed-form modes ({@link TiltedPropagator}).
 * </ul>
 * Jumps are counted where they are walked. Where only the end is drawn, their mean is known from the excess h of a level,
 * the jumps that a cell starting there makes beyond the stationary rate: jumps - (rate x proposals) + h(end) - h(start) has
 * mean 0 for every start and time. Without tilt h(i) = i (M-1-i)/M and the rate is 1 - 1/M per proposal, an end refusing
 * half of its own; with a tilt see {@link TiltedPropagator}. Derived in docs/sampling.md, equations 11 to 15. The count has
 * that mean, the parity of the displacement and at least its size. With two levels none of this is needed: {@link
 * TwoStateJumps} draws the number of jumps itself, whose parity is the end level. Single-threaded: holds the count of jumps
 * and caches.
 */
final class ReflectingWalk {
    private static final int FOLD_ABOVE = 64;
    private static final double MOST_PAIRS = 0x1.0p61;
    private static final double DECAYED = 40;

    private final int levels;
    private final int top;
    private final double slowestShare;
    private final TiltedPropagator propagator;
    private long jumps;

    ReflectingWalk(int levels) {
        this.levels = levels;
        this.top = levels - 1;
        // 1 - cos(pi/levels), without cancellation
        double half = StrictMath.sin(Math.PI / levels / 2);
        this.slowestShare = 2 * half * half;
        this.propagator = new TiltedPropagator(levels);
    }

    /** Jumps made since the last call, at most what a long holds; clears the count. */
    long takeJumps() {
        long taken = jumps;
        jumps = 0;
        return taken;
    }

    /**
     * Level after a time.
     *
     * @param upMean mean number of up proposals, 0 or more
     * @param downMean mean number of down proposals, 0 or more
     * @param tiltKt ln(upMean/downMean), exactly 0 when they are equal
     */
    int after(int level, double upMean, double downMean, double tiltKt, RandomStream.Cursor cursor) {
        return after(level, upMean, downMean, tiltKt, -1, -1, cursor);
    }

    /** As above with exp(-upMean) and exp(-downMean) kept by the caller; negative: not known. */
    int after(
            int level,
            double upMean,
            double downMean,
            double tiltKt,
            double expMinusUp,
            double expMinusDown,
            RandomStream.Cursor cursor) {
        double proposals = upMean + downMean;
        if (proposals == 0) {
            return level;
        }
        if (levels == 2) {
            long made = TwoStateJumps.next(level == 1, upMean, downMean, cursor);
            count(made);
            return (int) (level ^ (made & 1));
        }
        if (tiltKt == 0 && proposals * slowestShare > DECAYED) {
            int end = cursor.nextBelow(levels);
            return jumped(level, end, untilted(level, end, proposals), cursor);
        }
        if (tiltKt != 0 && propagator.applies(proposals, tiltKt)) {
            int end = propagator.draw(level, proposals, tiltKt, cursor.nextUniform());
            return returned(level, end, propagator.pairs(level, proposals, tiltKt), cursor);
        }
        long up =
                expMinusUp < 0 ? PoissonSampler.next(cursor, upMean) : PoissonSampler.next(cursor, upMean, expMinusUp);
        long down = expMinusDown < 0
                ? PoissonSampler.next(cursor, downMean)
                : PoissonSampler.next(cursor, downMean, expMinusDown);
        if (tiltKt == 0 && up + down > FOLD_ABOVE && !clear(level, up, down)) {
            int end = folded(level + up - down);
            return jumped(level, end, untilted(level, end, (double) up + down), cursor);
        }
        return walked(level, up, down, cursor);
    }

    /** One proposal in a given direction. */
    int step(int level, boolean up) {
        int next = up ? Math.min(top, level + 1) : Math.max(0, level - 1);
        jumps += Math.abs(next - level);
        return next;
    }

    private boolean clear(int level, long up, long down) {
        return up <= top - level && down <= level;
    }

    private int walked(int level, long upCount, long downCount, RandomStream.Cursor cursor) {
        int at = level;
        long up = upCount;
        long down = downCount;
        while (!clear(at, up, down)) {
            boolean isUp = cursor.nextUniform() * (up + down) < up;
            if (isUp) {
                up--;
            } else {
                down--;
            }
            at = step(at, isUp);
        }
        jumps += up + down;
        return (int) (at + up - down);
    }

    private int folded(long free) {
        int place = (int) Math.floorMod(free, 2L * levels);
        return place < levels ? place : 2 * levels - 1 - place;
    }

    private void count(long made) {
        // years at no barrier would run over
        jumps = Math.min(jumps, Long.MAX_VALUE - made) + made;
    }

    /** Jumps expected of a cell without tilt, given where it ends. */
    private double untilted(int from, int to, double proposals) {
        return proposals * (1 - 1.0 / levels) + excess(from) - excess(to);
    }

    private double excess(int level) {
        return (double) level * (top - level) / levels;
    }

    private int jumped(int from, int to, double mean, RandomStream.Cursor cursor) {
        return returned(from, to, (mean - Math.abs(to - from)) / 2, cursor);
    }

    /** Counts the way from one level to another and a mean number of jumps there and back. */
    private int returned(int from, int to, double meanPairs, RandomStream.Cursor cursor) {
        double pairs = Math.min(MOST_PAIRS, Math.max(0, Math.floor(meanPairs + cursor.nextUniform())));
        count(Math.abs(to - from) + 2 * (long) pairs);
        return to;
    }
}
