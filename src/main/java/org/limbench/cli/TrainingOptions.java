package org.limbench.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.thermodynamics.Contraction;
import org.limbench.training.Approach;
import org.limbench.training.LearningRate;
import org.limbench.training.TrainingPlan;
import picocli.CommandLine.Option;

/** How it is trained, and in which arms. */
@Heading.Under(Heading.TRAINING)
final class TrainingOptions {
    /** Rest barrier of the training study's recipe. */
    private static final double HOLD_KT = 24;
    /**
     * Rest barrier of cells that hold spins: a half-selected cell then lies at (40 + write)/2, over 22 kT, and turns less than
     * once in 1e4 sweeps; at 24 kT once in 30, as if infinitely hot (derived: two classes of 58 rows, pulses of 1 us, 1e9
     * attempts/s).
     */
    private static final double ANNEALING_HOLD_KT = 40;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "6",
            description = "Passes over the training examples (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--updates",
            paramLabel = "N",
            description = "Number of updates instead of epochs (default: those of --epochs).")
    private @Nullable Integer updates;

    @Option(
            names = "--schedule",
            completionCandidates = Candidates.Schedules.class,
            paramLabel = "RULE",
            defaultValue = "1/n",
            description = "Learning rate: 1/n, 1/sqrt(n), constant, exponential, fn (default: ${DEFAULT-VALUE}).")
    private String schedule = "";

    @Option(
            names = {"--eta0", "--eta"},
            paramLabel = "ETA",
            defaultValue = "0.1",
            description = "First learning rate (default: ${DEFAULT-VALUE}).")
    private double eta;

    @Option(
            names = {"--n0", "--eta-scale"},
            paramLabel = "N",
            defaultValue = "1500",
            description = "Updates over which it falls (default: ${DEFAULT-VALUE}).")
    private double etaScale;

    @Option(names = "--slots", paramLabel = "N", description = "Bit-line length of an update (default: the recipe's).")
    private @Nullable Integer slots;

    @Option(
            names = "--arms",
            completionCandidates = Candidates.ArmNames.class,
            paramLabel = "ARM",
            split = TypedOptions.COMMA,
            splitSynopsisLabel = ",",
            description =
                    "Arms to run: lim, unconsolidated, fixed, lowered; without a tunable barrier: pulsed, and with"
                            + " room for a fast and a slow array tiki-taka, ttv2, chopped, agad; for ising and maxcut:"
                            + " annealed, lowered, quenched (default: all the device can run).")
    @Heading.Under(Heading.ARMS)
    private List<String> arms = List.of();

    @Option(
            names = "--approach",
            completionCandidates = Candidates.Approaches.class,
            paramLabel = "APPROACH",
            defaultValue = "fixed-tilt",
            description = "fixed-tilt, fixed-barrier or both (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.ARMS)
    private String approach = "";

    @Option(
            names = "--contraction",
            paramLabel = "C",
            defaultValue = "",
            description = "With approach both, what later updates leave of an error: " + Contraction.ALLOWED + ".")
    @Heading.Under(Heading.ARMS)
    private String contraction = "";

    @Option(
            names = "--tilt",
            paramLabel = "KT",
            defaultValue = "2",
            description = "Tilt of the pulses, kT (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.ARMS)
    private double tilt;

    @Option(
            names = "--hold",
            paramLabel = "KT",
            description = "Rest barrier while training, kT (default: 24; 40 for ising and maxcut).")
    @Heading.Under(Heading.ARMS)
    private @Nullable Double hold;

    List<String> arms() {
        return arms;
    }

    /** The plan they spell, to be gone on with. */
    TrainingPlan.Builder plan(boolean annealed) {
        TrainingPlan.Builder plan = TrainingPlan.builder()
                .epochs(epochs)
                .updates(Given.updates(updates))
                .arms(annealed ? List.of() : arms)
                .learningRate(new LearningRate(LearningRate.Rule.named(schedule), eta, etaScale))
                .approach(Approach.named(approach))
                .contraction(contraction)
                .tiltKt(tilt)
                .holdKt(hold != null ? hold : annealed ? ANNEALING_HOLD_KT : HOLD_KT);
        if (slots != null) {
            plan.slots(slots);
        }
        return plan;
    }
}
