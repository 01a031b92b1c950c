package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.limbench.device.Require;

/**
 * Temperature of sweep n = 0, 1, …, N - 1, in units of the couplings.
 *
 * <p>{@link Rule#LOGARITHMIC} is T0 / ln(1 + (n + 1)/M), the law a Fowler-Nordheim integrator gives an annealer's noise
 * (NeuroSA, doi:10.1038/s41467-025-58231-5), T0 such that the last sweep has the last temperature. Falling no faster than
 * d/ln(n), d the depth of the deepest local minimum, is what makes annealing certain in the limit of infinitely many sweeps
 * (Hajek, Math. Oper. Res. 13, 311 (1988), doi:10.1287/moor.13.2.311); it promises nothing for few.
 *
 * @param rule how it falls
 * @param first T of sweep 0, more than 0; {@link Rule#CONSTANT} does not use it
 * @param last T of the last sweep, more than 0, at most first
 * @param scale M of the logarithm, sweeps; 0 solves it from first and last, any other leaves first unused
 */
public record Cooling(Rule rule, double first, double last, double scale) {
    /** The families there are. */
    public enum Rule {
        /** T0 / ln(1 + (n + 1)/M). */
        LOGARITHMIC("1/log"),
        /** first (last/first)^(n/(N - 1)). */
        GEOMETRIC("geometric"),
        /** last. */
        CONSTANT("constant");

        private final String label;

        Rule(String label) {
            this.label = label;
        }

        /** Name on the command line and in run.json. */
        public String label() {
            return label;
        }

        /** The rule of a name; the message of a failure lists what exists. */
        public static Rule named(String label) {
            for (Rule rule : values()) {
                if (rule.label.equals(label)) {
                    return rule;
                }
            }
            throw new IllegalArgumentException("anneal is \"" + label + "\"; allowed: "
                    + Arrays.stream(values()).map(Rule::label).collect(Collectors.joining(", ")));
        }
    }

    /** ln M searched: below the first, T hardly falls; above the last, it falls as 1/n. */
    private static final double LEAST_LOG = -690;

    private static final double MOST_LOG = 40;

    public Cooling {
        Require.positive("first temperature", first, "couplings");
        Require.positive("last temperature", last, "couplings");
        Require.atLeastZero("scale", scale, "sweeps");
        if (first < last) {
            throw new IllegalArgumentException(
                    "first temperature is " + first + "; allowed: at least the last, " + last);
        }
    }

    /** From well above to well below the largest coupling of the packaged instance (our choice). */
    public static Cooling standard() {
        return new Cooling(Rule.GEOMETRIC, 3, 0.3, 0);
    }

    /**
     * Temperatures of all sweeps.
     *
     * @param sweeps 1 or more
     * @throws IllegalArgumentException when 1/log cannot fall from first to last in so few sweeps
     */
    double[] temperatures(int sweeps) {
        double m = rule == Rule.LOGARITHMIC ? scaleFor(sweeps) : 1;
        double[] temperatures = new double[sweeps];
        for (int n = 0; n < sweeps; n++) {
            temperatures[n] = switch (rule) {
                case LOGARITHMIC -> last * StrictMath.log1p(sweeps / m) / StrictMath.log1p((n + 1) / m);
                case GEOMETRIC -> sweeps == 1 ? last : first * StrictMath.pow(last / first, n / (sweeps - 1.0));
                case CONSTANT -> last;
            };
        }
        return temperatures;
    }

    /** M with ln(1 + N/M) / ln(1 + 1/M) = first/last; the left side rises from 1 to N as M goes from 0 to infinity. */
    private double scaleFor(int sweeps) {
        if (scale > 0 || sweeps == 1) {
            return scale > 0 ? scale : 1;
        }
        double wanted = first / last;
        if (fall(LEAST_LOG, sweeps) >= wanted) {
            return StrictMath.exp(LEAST_LOG);
        }
        if (fall(MOST_LOG, sweeps) <= wanted) {
            throw new IllegalArgumentException(
                    "1/log falls by less than the number of sweeps: first over last temperature is " + wanted
                            + "; allowed: less than " + sweeps + ", or a scale");
        }
        return StrictMath.exp(
                new BisectionSolver(1e-12, 1e-9).solve(1000, log -> fall(log, sweeps) - wanted, LEAST_LOG, MOST_LOG));
    }

    private static double fall(double logScale, int sweeps) {
        double inverse = StrictMath.exp(-logScale);
        return StrictMath.log1p(sweeps * inverse) / StrictMath.log1p(inverse);
    }
}
