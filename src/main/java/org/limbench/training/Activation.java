package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a hidden unit makes of its sum. */
enum Activation {
    /** Hyperbolic tangent. */
    TANH("tanh") {
        @Override
        double of(double sum) {
            return StrictMath.tanh(sum);
        }

        @Override
        double slope(double value) {
            return 1 - value * value;
        }
    },
    /** The positive part. */
    RELU("relu") {
        @Override
        double of(double sum) {
            return Math.max(0, sum);
        }

        @Override
        double slope(double value) {
            return value > 0 ? 1 : 0;
        }
    };

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /** Its value at a sum. */
    abstract double of(double sum);

    /** Its slope where it has a value. */
    abstract double slope(double value);

    /** The activation of a label; the message of a failure lists what exists. */
    static Activation named(TaskText task, String key, Activation otherwise) {
        String label = task.option(key, otherwise.label);
        for (Activation activation : values()) {
            if (activation.label.equals(label)) {
                return activation;
            }
        }
        throw task.wrong(key, label, Arrays.stream(values()).map(a -> a.label).collect(Collectors.joining(", ")));
    }
}
