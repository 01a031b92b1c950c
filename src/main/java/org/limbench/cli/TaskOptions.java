package org.limbench.cli;

import org.jspecify.annotations.Nullable;
import org.limbench.training.Workloads;
import picocli.CommandLine.Option;

/** What is trained. */
@Heading.Under(Heading.TASK)
final class TaskOptions {
    @Option(
            names = "--task",
            completionCandidates = Candidates.Tasks.class,
            paramLabel = "TASK",
            defaultValue = "digits",
            description = Workloads.NAMES + " (default: ${DEFAULT-VALUE}).")
    private String task = "";

    @Option(
            names = "--model",
            completionCandidates = Candidates.TaskModels.class,
            paramLabel = "MODEL",
            description = "Of a classification: softmax or mlp; of csv: also linear, the last column a target"
                    + " (default: softmax).")
    private @Nullable String model;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            description = "Hidden units of model mlp (default: " + Workloads.STANDARD_HIDDEN + ").")
    private @Nullable Integer hidden;

    @Option(
            names = "--split",
            paramLabel = "K",
            defaultValue = "" + Workloads.STANDARD_SPLIT,
            description =
                    "Which examples are held out; where the task has none, which problem is drawn (default: ${DEFAULT-VALUE}).")
    private long split;

    /** The task's name, options given as flags among its own. */
    String withModel() {
        String text = task;
        if (model != null) {
            text = Workloads.withOption(text, "model", model);
        }
        return hidden == null ? text : Workloads.withOption(text, "hidden", hidden.toString());
    }

    long split() {
        return split;
    }
}
