package org.limbench.training;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a workload's score measures. */
public enum Score {
    /** Share of held-out examples put into the right class. */
    ACCURACY("accuracy", false),
    /** Weight of the edges whose ends differ. */
    CUT("cut", false),
    /** Root mean square of weights - optimum, in weight. */
    DISTANCE_TO_OPTIMUM("distanceToOptimum", true),
    /** Root mean square of prediction - target over held-out examples, in units of the target. */
    ROOT_MEAN_SQUARE_ERROR("rootMeanSquareError", true);

    private final String label;
    private final boolean lowerIsBetter;

    Score(String label, boolean lowerIsBetter) {
        this.label = label;
        this.lowerIsBetter = lowerIsBetter;
    }

    /** Stem of its metrics' names: {@code accuracyTrained}, {@code accuracyAged}, {@code accuracyFloat}. */
    public String label() {
        return label;
    }

    /** Whether 0 is the best there can be; otherwise the more the better. */
    public boolean lowerIsBetter() {
        return lowerIsBetter;
    }

    /** The score of a label; the message of a failure lists what exists. */
    public static Score named(String label) {
        for (Score score : values()) {
            if (score.label.equals(label)) {
                return score;
            }
        }
        throw new IllegalArgumentException("score is \"" + label + "\"; allowed: "
                + Arrays.stream(values()).map(Score::label).collect(Collectors.joining(", ")));
    }
}
