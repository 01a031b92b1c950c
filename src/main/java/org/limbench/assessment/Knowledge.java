package org.limbench.assessment;

/**
 * What the pulses of a segment depended on (the K of the information bound). A statement of whoever chose the pulses:
 * the record of commands can contradict it, never prove it.
 */
public enum Knowledge {
    /** Fixed before the segment without looking at the cells: a blind reset, a constant barrier ramp. */
    TARGET_ONLY,
    /** Fixed before the segment, from a read-back made before it. */
    PREVIOUS_READBACK,
    /** Steered by reads inside the segment: training, write-verify. */
    READS_INSIDE
}
