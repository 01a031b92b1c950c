package org.limbench.device;

/**
 * What a host may know of a tunable barrier.
 *
 * @param leastJoules lowest barrier that may be commanded, J
 * @param mostJoules highest barrier that may be commanded, J
 * @param holdJoules rest barrier after power-on, J
 * @param mostTiltJoules largest tilt that may be commanded, J
 * @param attemptsPerSecond nominal attempt rate, 1/s
 * @param mostAttemptsPerSecond upper end of the attempt rate's prior, 1/s; what conditional bounds may use
 * @param halfSelectFraction a cell with only its row or column selected has barrier rest + fraction * (open - rest)
 */
public record BarrierLimits(
        double leastJoules,
        double mostJoules,
        double holdJoules,
        double mostTiltJoules,
        double attemptsPerSecond,
        double mostAttemptsPerSecond,
        double halfSelectFraction) {
    public BarrierLimits {
        Require.atLeastZero("leastJoules", leastJoules, "J");
        Require.atLeastZero("mostTiltJoules", mostTiltJoules, "J");
        Require.positive("attemptsPerSecond", attemptsPerSecond, "1/s");
        Require.atLeastZero("mostJoules", mostJoules, "J");
        Require.positive("mostAttemptsPerSecond", mostAttemptsPerSecond, "1/s");
        if (!(leastJoules <= holdJoules && holdJoules <= mostJoules)) {
            throw new IllegalArgumentException(
                    "holdJoules is " + holdJoules + " J; allowed: " + leastJoules + " to " + mostJoules + " J");
        }
        if (!(mostAttemptsPerSecond >= attemptsPerSecond)) {
            throw new IllegalArgumentException("mostAttemptsPerSecond is " + mostAttemptsPerSecond
                    + " 1/s; allowed: at least the nominal " + attemptsPerSecond + " 1/s");
        }
        if (!(halfSelectFraction >= 0 && halfSelectFraction <= 1)) {
            throw new IllegalArgumentException("halfSelectFraction is " + halfSelectFraction + "; allowed: 0 to 1");
        }
    }
}
