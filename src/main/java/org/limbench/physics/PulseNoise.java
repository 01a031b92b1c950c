package org.limbench.physics;

import org.limbench.device.Require;

/**
 * What differs from one pulse of a cell to the next.
 *
 * @param cycleSpread cycle-to-cycle standard deviation, in steps, 0 or more; the {@link PulseResponse} says how it enters
 * @param writeNoise standard deviation of the visible weight around the hidden persistent one, in nominal steps, 0 or
 *     more; drawn anew whenever the cell is pulsed, and not accumulating
 */
public record PulseNoise(double cycleSpread, double writeNoise) {
    /** No noise at all. */
    public static final PulseNoise NONE = new PulseNoise(0, 0);

    public PulseNoise {
        Require.atLeastZero("cycleSpread", cycleSpread, "steps");
        Require.atLeastZero("writeNoise", writeNoise, "steps");
    }

    /**
     * Cycle-to-cycle noise stated as a share of the whole range, as NeuroSim does, without write noise.
     *
     * @param ofRange standard deviation of one pulse over the nominal span, 0 or more
     */
    public static PulseNoise ofRange(double ofRange, WeightRange range, PulseStep step) {
        Require.atLeastZero("ofRange", ofRange, "of the range");
        return new PulseNoise(ofRange * range.span() / step.weight(), 0);
    }
}
