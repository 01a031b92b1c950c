package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.limbench.device.Datasheet;
import org.limbench.device.DriveKind;

/** The arms there are, and which of them a device can run. */
public final class Arms {
    private static final List<String> WITH_BARRIER = List.of("lim", "unconsolidated", "fixed", "lowered");
    private static final String ONE_ARRAY = "pulsed";
    private static final List<String> WITHOUT_BARRIER = Stream.concat(
                    Stream.of(ONE_ARRAY), Arrays.stream(TransferRule.values()).map(TransferRule::arm))
            .toList();

    private Arms() {}

    /**
     * The arms a plan asks for on a device, in order: those named, or all the device can run. Arms with a fast and a slow array
     * need a device with room for two of what the workload needs.
     *
     * @throws IllegalArgumentException when an arm named cannot be run on this device
     */
    public static List<ArmPlan> of(TrainingPlan plan, Datasheet datasheet, Workload workload) {
        boolean barrier = datasheet.driveKind() == DriveKind.BARRIER;
        List<String> able = able(datasheet);
        List<String> standard = barrier || TransferLayer.fits(workload.shape(), datasheet) ? able : List.of(ONE_ARRAY);
        List<ArmPlan> arms = new ArrayList<>();
        for (String name : plan.arms().isEmpty() ? standard : plan.arms()) {
            if (!able.contains(name)) {
                throw new IllegalArgumentException("arm \"" + name + "\" cannot be run on " + datasheet.device()
                        + (barrier ? ", which has tunable barriers" : ", which has no tunable barrier")
                        + "; allowed: " + String.join(", ", able));
            }
            arms.add(named(name, plan.approach()));
        }
        return List.copyOf(arms);
    }

    /** Names of all arms there are on any device. */
    public static List<String> names() {
        return Stream.concat(WITH_BARRIER.stream(), WITHOUT_BARRIER.stream()).toList();
    }

    /** Names of all arms a device can run, in the order they are run. */
    public static List<String> able(Datasheet datasheet) {
        return datasheet.driveKind() == DriveKind.BARRIER ? WITH_BARRIER : WITHOUT_BARRIER;
    }

    /** The arm of a name; the message of a failure lists what exists. */
    public static ArmPlan named(String name, Approach approach) {
        WriteRule open = switch (approach) {
            case FIXED_TILT -> WriteRule.MODULATED_BARRIER;
            case FIXED_BARRIER -> WriteRule.LOWERED_BARRIER;
            case BOTH -> WriteRule.BOTH_MODULATED;
        };
        return switch (name) {
            case "lim" -> new ArmPlan(name, open, true);
            case "unconsolidated" -> new ArmPlan(name, open, false);
            case "fixed" -> new ArmPlan(name, WriteRule.FIXED_BARRIER, false);
            case "lowered" -> new ArmPlan(name, WriteRule.LOWERED_BARRIER, true);
            case ONE_ARRAY -> new ArmPlan(name, WriteRule.STOCHASTIC_PULSES, false);
            default -> new ArmPlan(name, WriteRule.STOCHASTIC_PULSES, false, transfer(name));
        };
    }

    /** Whether the arm of a name has a fast and a slow array. */
    static boolean hasTwoArrays(String name) {
        return Arrays.stream(TransferRule.values()).anyMatch(rule -> rule.arm().equals(name));
    }

    private static TransferRule transfer(String name) {
        for (TransferRule rule : TransferRule.values()) {
            if (rule.arm().equals(name)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("arm is \"" + name + "\"; allowed: " + String.join(", ", WITH_BARRIER) + ", "
                + String.join(", ", WITHOUT_BARRIER));
    }
}
