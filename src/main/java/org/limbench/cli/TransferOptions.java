package org.limbench.cli;

import org.jspecify.annotations.Nullable;
import org.limbench.training.TransferPlan;
import org.limbench.training.ZeroPoint;
import picocli.CommandLine.Option;

/** How devices without a tunable barrier are zeroed, and how a fast array's content reaches a slow one. */
@Heading.Under(Heading.TRANSFER)
final class TransferOptions {
    @Option(
            names = "--zero",
            completionCandidates = Candidates.Zeros.class,
            paramLabel = "WHERE",
            defaultValue = "symmetry-point",
            description =
                    "Weight 0 without a tunable barrier: symmetry-point or mid-range (default: ${DEFAULT-VALUE}).")
    private String zero = "";

    @Option(
            names = "--transfer-every",
            paramLabel = "N",
            description = "Updates from one transfer to the next (default: 1).")
    private @Nullable Integer every;

    @Option(
            names = "--transfer-rows",
            paramLabel = "N",
            description = "Rows read at a transfer (default: the arm's own).")
    private @Nullable Integer rows;

    @Option(
            names = "--fast-lr",
            paramLabel = "X",
            description = "tiki-taka: learning rate of the fast array over the run's (default: 1); else: pulses of"
                    + " its usual strongest cell over the bit lines (default: 0.5).")
    private @Nullable Double fastRate;

    @Option(
            names = "--transfer-lr",
            paramLabel = "X",
            description = "Learning rate of a transfer over the run's (default: the arm's own).")
    private @Nullable Double transferRate;

    @Option(names = "--transfer-gamma", paramLabel = "X", description = "Weights are slow + gamma fast (default: 0).")
    private @Nullable Double gamma;

    @Option(
            names = "--chop-probability",
            paramLabel = "P",
            description = "That a row's sign flips after a read (default: 0.01; agad 0.02).")
    private @Nullable Double chopProbability;

    ZeroPoint zero() {
        return ZeroPoint.named(zero);
    }

    TransferPlan plan() {
        TransferPlan standard = TransferPlan.standard();
        return new TransferPlan(
                every == null ? standard.every() : every,
                rows,
                fastRate,
                transferRate,
                gamma == null ? standard.gamma() : gamma,
                standard.granularity(),
                standard.momentum(),
                chopProbability,
                standard.tailWeight());
    }
}
