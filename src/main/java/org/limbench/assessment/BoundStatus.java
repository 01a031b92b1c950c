package org.limbench.assessment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a bound may be trusted. */
public enum BoundStatus {
    /** Follows from the second law and the record alone. */
    STRICT,
    /** Holds under conditions the record supports but cannot prove. */
    CONDITIONAL,
    /** A model's figure; nature need not obey it. */
    ESTIMATE;

    /** As written in run records. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
