package org.limbench.training;

import org.limbench.device.Require;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * How long a memory must keep and how surely: the one specification behind the fixed barrier and the consolidation target.
 *
 * @param years Julian years of 31,557,600 s, more than 0
 * @param errorProbability largest allowed P(any jump of a cell in that time), more than 0 and less than 1
 */
public record RetentionSpecification(double years, double errorProbability) {
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
        return years * PhysicalConstants.JULIAN_YEAR_SECONDS;
    }

    /** Least barrier of an interior level, kT. */
    public double barrierKt(double attemptsPerSecond) {
        return ActivatedJumps.barrierForErrorKt(attemptsPerSecond, seconds(), errorProbability);
    }
}
