package org.limbench.thermodynamics;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What later updates leave of the variance of an error made at update n: weights c_n, 0 to 1, c_N = 1. */
public sealed interface Contraction {
    /** What {@link #of} understands. */
    String ALLOWED = "none, (n/N)^2 or another exponent, lambda=L with L more than 0 and less than 2";

    /** c_1 … c_N; an early one may underflow to 0. The caller owns the array. */
    double[] weights(int updates, RateSchedule schedule);

    /** As typed. */
    String text();

    /**
     * The contraction of a text.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    static Contraction of(String text) {
        String compact = text.replace(" ", "");
        if (compact.equals("none")) {
            return new None();
        }
        Matcher power = Pattern.compile("\\(n/N\\)\\^(.+)").matcher(compact);
        Matcher descent = Pattern.compile("lambda=(.+)").matcher(compact);
        try {
            if (power.matches()) {
                return new Power(DecimalText.number(power.group(1)));
            }
            if (descent.matches()) {
                return new Descent(DecimalText.number(descent.group(1)));
            }
        } catch (IllegalArgumentException noNumber) {
            throw (OutOfDomainException)
                    new OutOfDomainException("contraction", "'" + text + "'", ALLOWED).initCause(noNumber);
        }
        throw new OutOfDomainException("contraction", "'" + text + "'", ALLOWED);
    }

    /** Nothing is forgotten: c_n = 1. */
    record None() implements Contraction {
        @Override
        public double[] weights(int updates, RateSchedule schedule) {
            double[] weights = new double[Approaches.requireUpdates(updates)];
            Arrays.fill(weights, 1);
            return weights;
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /**
     * c_n = (n/N)^exponent. With the exponent 2 it is descent at the rate 1/(n curvature): the product below telescopes.
     *
     * @param exponent 0 or more
     */
    record Power(double exponent) implements Contraction {
        public Power {
            Domain.atLeastZero("exponent", exponent);
        }

        @Override
        public double[] weights(int updates, RateSchedule schedule) {
            double[] weights = new double[Approaches.requireUpdates(updates)];
            for (int n = 1; n <= updates; n++) {
                weights[n - 1] = StrictMath.pow((double) n / updates, exponent);
            }
            return weights;
        }

        @Override
        public String text() {
            return "(n/N)^" + (exponent == Math.rint(exponent) ? Long.toString((long) exponent) : exponent);
        }
    }

    /**
     * c_n = product over j > n of (1 - m_j lambda)^2: descent on a quadratic bowl (derived).
     *
     * @param lambda first learning rate times curvature, more than 0 and less than 2, beyond which descent diverges
     */
    record Descent(double lambda) implements Contraction {
        public Descent {
            Domain.inside("lambda", lambda, 0, 2);
        }

        @Override
        public double[] weights(int updates, RateSchedule schedule) {
            double[] weights = new double[Approaches.requireUpdates(updates)];
            weights[updates - 1] = 1;
            for (int n = updates - 1; n >= 1; n--) {
                double factor = 1 - schedule.share((double) n + 1) * lambda;
                weights[n - 1] = weights[n] * factor * factor;
            }
            return weights;
        }

        @Override
        public String text() {
            return "lambda=" + lambda;
        }
    }
}
