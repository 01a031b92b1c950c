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
 * Jumps are counted where they are walked; folded or propagated, they are the mean number at the stationary rate, rounded,
 * never fewer than the displacement. With two levels neither is needed: {@link TwoStateJumps} draws the number of jumps
 * itself, whose parity is the end level. Single-threaded: holds the count of jumps and caches.
 */
final class ReflectingWalk {
    private static final int FOLD_ABOVE = 64;
    private static final double MOST_COUNT = 0x1.0p62;
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
            return jumped(level, cursor.nextBelow(levels), proposals * (1 - 1.0 / levels));
        }
        if (tiltKt != 0 && propagator.applies(proposals, tiltKt)) {
            int end = propagator.draw(level, proposals, tiltKt, cursor.nextUniform());
            return jumped(level, end, propagator.stationaryJumps(proposals, tiltKt));
        }
        long up =
                expMinusUp < 0 ? PoissonSampler.next(cursor, upMean) : PoissonSampler.next(cursor, upMean, expMinusUp);
        long down = expMinusDown < 0
                ? PoissonSampler.next(cursor, downMean)
                : PoissonSampler.next(cursor, downMean, expMinusDown);
        if (tiltKt == 0 && up + down > FOLD_ABOVE && !clear(level, up, down)) {
            return jumped(level, folded(level + up - down), (up + down) * (1 - 1.0 / levels));
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

    private int jumped(int from, int to, double mean) {
        int distance = Math.abs(to - from);
        long count = (long) Math.max(distance, Math.min(MOST_COUNT, Math.rint(mean)));
        count(count + ((count - distance) & 1));
        return to;
    }
}
