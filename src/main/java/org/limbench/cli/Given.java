package org.limbench.cli;

import org.jspecify.annotations.Nullable;

/** Options that may be left out, whose plans keep 0 for that: a 0 that was typed is not the same. */
final class Given {
    private static final int NONE = 0;
    private static final int MOST_UPDATES = 1_000_000_000;

    private Given() {}

    /** Number of updates; 0 where the epochs decide. */
    static int updates(@Nullable Integer typed) {
        if (typed != null && (typed < 1 || typed > MOST_UPDATES)) {
            throw new IllegalArgumentException(
                    "--updates is " + typed + "; allowed: 1 to " + MOST_UPDATES + ", or no --updates");
        }
        return typed == null ? NONE : typed;
    }

    /** M of the logarithmic cooling, sweeps; 0 where the first temperature decides. */
    static double scale(@Nullable Double typed) {
        if (typed != null && !(typed > 0)) {
            throw new IllegalArgumentException(
                    "--t-scale is " + typed + "; allowed: more than 0 sweeps, or no --t-scale");
        }
        return typed == null ? NONE : typed;
    }

    /**
     * Refuses seeds beyond the last one there is.
     *
     * @param first of them
     * @param count 1 or more
     */
    static void requireSeeds(long first, int count) {
        if (first > Long.MAX_VALUE - (count - 1)) {
            throw new IllegalArgumentException("--seed is " + first + " with --seeds " + count + "; allowed: at most "
                    + (Long.MAX_VALUE - (count - 1)) + ", so that the last seed is at most " + Long.MAX_VALUE);
        }
    }
}
