package org.limbench.assessment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A stretch of an arm over which bounds are said as one. */
public enum Segment {
    /** Blind pulses that bring every cell to one state. */
    RESET,
    /** Updates with reads between them. */
    TRAINING,
    /** Reads that score what was learnt; nothing is changed. */
    EVALUATION,
    /** Raising the barrier so that the memory lasts. */
    CONSOLIDATION,
    /** Time passing, and the reads after it. */
    AGEING,
    /** Everything from the state before the reset to the state after consolidation, as one. */
    RUN;

    /** As written in run records. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
