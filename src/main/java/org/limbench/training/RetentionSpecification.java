package org.limbench.training;

import org.limbench.device.Require;

/**
 * How long a memory must keep and how surely: the one specification behind the fixed barrier and the consolidation target.
 *
 * @param years Julian years of 31,557,600 s, more than 0
 * @param errorProbability largest allowed P(any jump of a cell in that time), more than 0 and less than 1
 */
public record RetentionSpecification(double years, double errorProbability) {
    /** Seconds of a Julian year. */
    public static final double SECONDS_PER_YEAR = 31_557_600;

    public RetentionSpecification {
        Require.positive("years", years, "a");
        if (!(errorProbability > 0 && errorProbability < 1)) {
            throw new IllegalArgumentException(
                    "errorProbability is " + errorProbability + "; allowed: more than 0 and less than 1");
        }
    }

    /** Ten years, one cell in 1e9: 61.71 kT at 1e9 attempts per second. */
    public static RetentionSpecification standard() {
        return new RetentionSpecification(10, 1e-9);
    }

    /** Time to keep, s. */
    public double seconds() {
        return years * SECONDS_PER_YEAR;
    }

    /**
     * Least barrier of an interior level, kT: ln(2 Gamma0 tau / -ln(1 - eps)). A level is left at rate 2 Gamma0
     * exp(-barrier/kT), both neighbours together, so P(no jump) = exp(-rate x tau) (theory note, section 1, Retention).
     */
    public double barrierKt(double attemptsPerSecond) {
        return StrictMath.log(2 * attemptsPerSecond * seconds() / -StrictMath.log1p(-errorProbability));
    }
}
