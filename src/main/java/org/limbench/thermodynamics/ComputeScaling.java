package org.limbench.thermodynamics;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floating-point operations of one training run against the number of parameters: a scaling scenario, not a law. */
public sealed interface ComputeScaling {
    /** Steepest power; more would overflow at the sizes of interest. */
    double MOST_EXPONENT = 10;

    /** Operations of a run. */
    double operations(double parameters);

    /** In words a reader can check. */
    String formula();

    /**
     * C0 (N/N0)^exponent.
     *
     * @param exponent 0 to 10
     * @param operations C0, FLOP, more than 0
     * @param parameters N0, more than 0
     */
    record Power(double exponent, double operations, double parameters) implements ComputeScaling {
        public Power {
            Domain.between("exponent", exponent, 0, MOST_EXPONENT);
            Domain.positive("referenceOperations", operations);
            Domain.positive("referenceParameters", parameters);
        }

        @Override
        public double operations(double ofParameters) {
            return operations * StrictMath.pow(Domain.positive("parameters", ofParameters) / parameters, exponent);
        }

        private static String brief(double value) {
            BigDecimal rounded =
                    BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
            return rounded.toString().replace("E+", "e").replace("E", "e");
        }

        @Override
        public String formula() {
            return brief(operations) + " (N / " + brief(parameters) + ")^" + brief(exponent);
        }
    }

    /**
     * 6 N D with D = 20 N tokens: 120 N^2. Compute-optimal training, Hoffmann et al., arXiv:2203.15556 (20 tokens per
     * parameter: recalled).
     */
    record ComputeOptimal() implements ComputeScaling {
        @Override
        public double operations(double parameters) {
            return 120 * Domain.positive("parameters", parameters) * parameters;
        }

        @Override
        public String formula() {
            return "120 N^2";
        }
    }

    /** The same tokens per run at any size, from GPT-3: exponent 1. */
    static Power linear() {
        return new Power(1, TrainedModel.GPT_3.operations(), TrainedModel.GPT_3.parameters());
    }
}
