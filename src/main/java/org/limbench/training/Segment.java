package org.limbench.training;

/** The parts of an arm, in order. Bounds are assessed per segment. */
public enum Segment {
    /** Rest barrier set, then the blind reset by pulses. Its cell heat is PROGRAM's. */
    RESET,
    /** Updates steered by readouts. */
    TRAIN,
    /** Readout and score. */
    EVALUATE,
    /** The rest barrier raised to the retention barrier. */
    CONSOLIDATE,
    /** Device time passing, with a readout and score at each point. */
    AGE
}
