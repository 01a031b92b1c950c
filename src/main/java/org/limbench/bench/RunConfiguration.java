package org.limbench.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.RunRecord;
import org.limbench.text.JsonDocument;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.IsingProblems;
import org.limbench.training.TrainingPlan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
 * @param inputs what the run is made from besides: files by their digests; empty before it has begun, and in journals of earlier
 *     builds
 * @param flags what it was asked for with, by long name of the option, as text, defaults among them; empty where it was not asked
 *     for from a shell, and in journals of earlier builds
 * @param firstCommandId first id the run may give to a command; 0 before it has begun, and in journals of earlier builds
 */
public record RunConfiguration(
        String device,
        long deviceSeed,
        String task,
        long split,
        TrainingPlan plan,
        @Nullable AnnealingPlan annealing,
        List<RunRecord.Input> inputs,
        Map<String, String> flags,
        long firstCommandId) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int MOST_JSON_CHARACTERS = 16 << 20;

    public RunConfiguration {
        inputs = inputs == null ? List.of() : List.copyOf(inputs);
        flags = flags == null ? Map.of() : new TreeMap<>(flags);
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

    /** The configuration of a run that has not begun. */
    public RunConfiguration(
            String device,
            long deviceSeed,
            String task,
            long split,
            TrainingPlan plan,
            @Nullable AnnealingPlan annealing) {
        this(device, deviceSeed, task, split, plan, annealing, List.of(), Map.of(), 0);
    }

    /** The same on another device. */
    RunConfiguration on(String address) {
        return new RunConfiguration(address, deviceSeed, task, split, plan, annealing, inputs, flags, firstCommandId);
    }

    /** The same, begun: made from these inputs, with command ids from this one on. */
    RunConfiguration begun(List<RunRecord.Input> from, long firstId) {
        return new RunConfiguration(device, deviceSeed, task, split, plan, annealing, from, flags, firstId);
    }

    /** The same, asked for with these flags. */
    public RunConfiguration askedWith(Map<String, String> options) {
        return new RunConfiguration(device, deviceSeed, task, split, plan, annealing, inputs, options, firstCommandId);
    }

    /**
     * The same with another seed.
     *
     * @param ofDevice seed of the device
     */
    RunConfiguration seeded(long seed, long ofDevice) {
        ObjectNode tree = MAPPER.valueToTree(this);
        tree.put("deviceSeed", ofDevice);
        ((ObjectNode) tree.get("plan")).put("seed", seed);
        return MAPPER.treeToValue(tree, RunConfiguration.class);
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
