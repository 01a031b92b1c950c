package org.limbench.cli;

import org.limbench.training.BitLineRule;
import picocli.CommandLine.Option;

/** How an outer product becomes bit lines on a device without a tunable barrier. */
@Heading.Under(Heading.BIT_LINES)
final class BitLineOptions {
    @Option(
            names = "--bit-lines",
            paramLabel = "N",
            defaultValue = "" + BitLineRule.STANDARD_SLOTS,
            description = "Most slots of an update by voltage pulses (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--no-update-management",
            description = "Do not balance row and column probabilities (voltage pulses).")
    private boolean unbalanced;

    @Option(
            names = "--no-bit-line-management",
            description = "Use every slot always, not as few as the gradient needs (voltage pulses).")
    private boolean fixedLength;

    BitLineRule rule() {
        return new BitLineRule(slots, !unbalanced, !fixedLength);
    }
}
