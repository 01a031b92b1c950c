package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What follows the learning rate in the arms {@code lim} and {@code unconsolidated}. */
public enum Approach {
    /** Fixed tilt, modulated barrier (approach B of {@code Approaches}). */
    FIXED_TILT("fixed-tilt"),
    /** Constant open barrier, the tilt follows (approach A, at a lowered barrier). */
    FIXED_BARRIER("fixed-barrier"),
    /**
     * Tilt and barrier both follow: early updates, whose errors later ones contract, are made cheaply and noisily (approach C
     * of {@code Approaches}, at the final variance of the fixed tilt).
     */
    BOTH("both");

    private final String label;

    Approach(String label) {
        this.label = label;
    }

    /** Name on the command line and in run.json. */
    public String label() {
        return label;
    }

    /** The approach of a name; the message of a failure lists what exists. */
    public static Approach named(String label) {
        for (Approach approach : values()) {
            if (approach.label.equals(label)) {
                return approach;
            }
        }
        throw new IllegalArgumentException("approach is \"" + label + "\"; allowed: "
                + Arrays.stream(values()).map(Approach::label).collect(Collectors.joining(", ")));
    }
}
