package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.device.DriveKind;

/** The arms there are, and which of them a device can run. */
public final class Arms {
    private static final List<String> WITH_BARRIER = List.of("lim", "unconsolidated", "fixed", "lowered");
    private static final String WITHOUT_BARRIER = "pulsed";

    private Arms() {}

    /**
     * The arms a plan asks for on a device, in order: those named, or all the device can run.
     *
     * @throws IllegalArgumentException when an arm named cannot be run on this device
     */
    public static List<ArmPlan> of(TrainingPlan plan, Datasheet datasheet) {
        boolean barrier = datasheet.driveKind() == DriveKind.BARRIER;
        List<String> able = able(datasheet);
        List<ArmPlan> arms = new ArrayList<>();
        for (String name : plan.arms().isEmpty() ? able : plan.arms()) {
            if (!able.contains(name)) {
                throw new IllegalArgumentException("arm \"" + name + "\" cannot be run on " + datasheet.device()
                        + (barrier ? ", which has tunable barriers" : ", which has no tunable barrier")
                        + "; allowed: " + String.join(", ", able));
            }
            arms.add(named(name, plan.approach()));
        }
        return List.copyOf(arms);
    }

    /** Names of all arms a device can run, in the order they are run. */
    public static List<String> able(Datasheet datasheet) {
        return datasheet.driveKind() == DriveKind.BARRIER ? WITH_BARRIER : List.of(WITHOUT_BARRIER);
    }

    /** The arm of a name; the message of a failure lists what exists. */
    public static ArmPlan named(String name, Approach approach) {
        WriteRule open = switch (approach) {
            case FIXED_TILT -> WriteRule.MODULATED_BARRIER;
            case FIXED_BARRIER -> WriteRule.LOWERED_BARRIER;
        };
        return switch (name) {
            case "lim" -> new ArmPlan(name, open, true);
            case "unconsolidated" -> new ArmPlan(name, open, false);
            case "fixed" -> new ArmPlan(name, WriteRule.FIXED_BARRIER, false);
            case "lowered" -> new ArmPlan(name, WriteRule.LOWERED_BARRIER, true);
            case WITHOUT_BARRIER -> new ArmPlan(name, WriteRule.STOCHASTIC_PULSES, false);
            default ->
                throw new IllegalArgumentException("arm is \"" + name + "\"; allowed: "
                        + String.join(", ", WITH_BARRIER) + ", " + WITHOUT_BARRIER);
        };
    }
}
