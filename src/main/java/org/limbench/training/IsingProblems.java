package org.limbench.training;

import java.util.function.Consumer;

/** The annealing tasks there are. */
public final class IsingProblems {
    /** What exists, as help and failures list it. */
    public static final String NAMES = "ising, maxcut:FILE";

    private static final String ISING = "ising";
    private static final String MAXCUT = "maxcut:";

    private IsingProblems() {}

    /** Whether a task is annealed rather than trained. */
    public static boolean has(String task) {
        return task.equals(ISING) || task.startsWith(MAXCUT);
    }

    /** Whether a task is read from a file rather than drawn. */
    public static boolean ofFile(String task) {
        return task.startsWith(MAXCUT);
    }

    /**
     * The problem of a task.
     *
     * @param seed of the packaged instance; no matter to a file
     * @throws WorkloadException when there is no such task, or its file cannot be used
     */
    public static IsingProblem named(String task, long seed) {
        return named(task, seed, input -> {});
    }

    /** The same, and what it was made from. */
    public static IsingProblem named(String task, long seed, Consumer<TaskInput> inputs) {
        if (task.equals(ISING)) {
            return PlantedTorus.of(task, PlantedTorus.SIDE, seed);
        }
        if (task.startsWith(MAXCUT)) {
            TaskText text = TaskText.parse(task);
            text.allow();
            return GsetFile.read(task, text.file(), inputs);
        }
        throw new WorkloadException("task is \"" + task + "\"; allowed: " + NAMES);
    }
}
