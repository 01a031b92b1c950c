package org.limbench.bench;

import org.jspecify.annotations.Nullable;
import org.limbench.text.JsonDocument;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.IsingProblems;
import org.limbench.training.TrainingPlan;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a run depends on besides the device itself; kept in the journal so that a killed run can go on.
 *
 * @param device address, as {@link DeviceAddress} reads it
 * @param deviceSeed seed of an emulated device in this process
 * @param task name of the workload
 * @param split number of the held-out split (of the problem, where there are no examples); part of the task, so that seeds
 *     differ by training alone
 * @param plan how to train, the host's seed included
 * @param annealing how to anneal; null for tasks that are trained
 */
public record RunConfiguration(
        String device,
        long deviceSeed,
        String task,
        long split,
        TrainingPlan plan,
        @Nullable AnnealingPlan annealing) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int MOST_JSON_CHARACTERS = 16 << 20;

    public RunConfiguration {
        // a journal of another kind names no task: that is said where it is read
        if (task != null && IsingProblems.has(task) != (annealing != null)) {
            throw new IllegalArgumentException("annealing is " + annealing + "; allowed: a plan for the tasks "
                    + IsingProblems.NAMES + ", null for others such as " + task);
        }
    }

    /** The configuration of a task that is trained. */
    public RunConfiguration(String device, long deviceSeed, String task, long split, TrainingPlan plan) {
        this(device, deviceSeed, task, split, plan, null);
    }

    /** The same on another device. */
    RunConfiguration on(String address) {
        return new RunConfiguration(address, deviceSeed, task, split, plan, annealing);
    }

    /** As one JSON document. */
    public String toJson() {
        return MAPPER.writeValueAsString(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static RunConfiguration fromJson(String json) {
        RunConfiguration read =
                JsonDocument.parse("run configuration", json, MOST_JSON_CHARACTERS, RunConfiguration.class);
        if (read == null || read.device == null || read.task == null || read.plan == null) {
            throw new IllegalArgumentException("the journal is not that of a training run; allowed: one of 'run'");
        }
        return read;
    }
}
