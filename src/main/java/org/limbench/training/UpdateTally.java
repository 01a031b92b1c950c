package org.limbench.training;

/**
 * What became of an arm's updates, one for each layer and example.
 *
 * @param commanded updates sent
 * @param applied updates the device says it applied
 * @param expired updates whose deadline had passed; not applied, not sent again
 * @param indeterminate updates a device restart left undecidable; not sent again
 * @param pulses fired at selected cells
 * @param jumps level changes; -1 where the device cannot know
 * @param clamped updates whose tilt was cut to twice the barrier
 */
public record UpdateTally(
        long commanded, long applied, long expired, long indeterminate, long pulses, long jumps, long clamped) {}
