package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.limbench.device.Require;
import org.limbench.thermodynamics.RateSchedule;

/**
 * The learning rate eta_n of update n = 0, 1, 2, …
 *
 * @param rule how it falls
 * @param first eta_0, more than 0
 * @param scale n_0, updates, more than 0 (more than 1 for {@link Rule#FN}); without effect for {@link Rule#CONSTANT}
 */
public record LearningRate(Rule rule, double first, double scale) {
    /** The families of rates a barrier schedule can follow (derived: {@link RateSchedule}). */
    public enum Rule {
        /** eta_0. */
        CONSTANT("constant"),
        /** eta_0 / (1 + n/n_0). */
        INVERSE("1/n"),
        /** eta_0 / sqrt(1 + n/n_0). */
        INVERSE_ROOT("1/sqrt(n)"),
        /** eta_0 exp(-n/n_0). */
        EXPONENTIAL("exponential"),
        /** eta_0 f(1) / f(n + 1) with f(n) = (n + n_0) ln^2(n + n_0): what a Fowler-Nordheim integrator does by itself. */
        FN("fn");

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
            throw new IllegalArgumentException("schedule is \"" + label + "\"; allowed: "
                    + Arrays.stream(values()).map(Rule::label).collect(Collectors.joining(", ")));
        }
    }

    public LearningRate {
        Require.positive("eta0", first, "1");
        Require.positive("n0", scale, "updates");
        if (rule == Rule.FN && scale <= 1) {
            throw new IllegalArgumentException("n0 is " + scale + "; allowed with schedule fn: more than 1 update");
        }
    }

    /** The rate of the training study: 0.1 / (1 + n/1500). */
    public static LearningRate standard() {
        return new LearningRate(Rule.INVERSE, 0.1, 1500);
    }

    /** eta_n, more than 0; never rises with n. */
    public double at(long n) {
        return first * schedule().share((double) n + 1);
    }

    /** The schedule as thermodynamics knows it, which counts updates from 1. */
    RateSchedule schedule() {
        return switch (rule) {
            case CONSTANT -> new RateSchedule.Constant();
            case INVERSE -> new RateSchedule.Harmonic(scale);
            case INVERSE_ROOT -> new RateSchedule.InverseRoot(scale);
            case EXPONENTIAL -> new RateSchedule.Exponential(scale);
            case FN -> new RateSchedule.FowlerNordheimDecay(scale);
        };
    }
}
