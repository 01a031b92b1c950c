package org.limbench.training;

import org.limbench.device.Require;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * How long a memory must keep and how surely: the one specification behind the fixed barrier and the consolidation target.
 *
 * @param years Julian years of 31,557,600 s, more than 0
 * @param errorProbability largest allowed P(any jump of a cell in that time), more than 0 and less than 1; without effect
 *     for {@link Convention#MEAN_DWELL}
 * @param convention what it means to keep
 */
public record RetentionSpecification(double years, double errorProbability, Convention convention) {
    /** What it means that a cell keeps its level for a time. */
    public enum Convention {
        /** The mean dwell in an interior level is that time; a cell in three still is where it was. */
        MEAN_DWELL("mean-dwell"),
        /** P(any jump in that time) is at most the error probability. */
        ANY_JUMP("any-jump");

        private final String label;

        Convention(String label) {
            this.label = label;
        }

        /** Name on the command line. */
        public String label() {
            return label;
        }

        /** The convention of a name; the message of a failure lists what exists. */
        public static Convention named(String label) {
            for (Convention convention : values()) {
                if (convention.label.equals(label)) {
                    return convention;
                }
            }
            throw new IllegalArgumentException(
                    "retention convention is \"" + label + "\"; allowed: " + MEAN_DWELL.label + ", " + ANY_JUMP.label);
        }
    }

    public RetentionSpecification {
        Require.positive("years", years, "a");
        if (!(errorProbability > 0 && errorProbability < 1)) {
            throw new IllegalArgumentException(
                    "errorProbability is " + errorProbability + "; allowed: more than 0 and less than 1");
        }
    }

    /** A specification by P(any jump). */
    public RetentionSpecification(double years, double errorProbability) {
        this(years, errorProbability, Convention.ANY_JUMP);
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
        return switch (convention) {
            case MEAN_DWELL -> ActivatedJumps.barrierForDwellKt(attemptsPerSecond, seconds());
            case ANY_JUMP -> ActivatedJumps.barrierForErrorKt(attemptsPerSecond, seconds(), errorProbability);
        };
    }
}
