package org.limbench.profile;

import java.util.Locale;

/** How far a number of a profile may be believed. */
public enum Confidence {
    /** Read off a measurement or a manufacturer's specification. */
    MEASURED,
    /** A parameter of a model fitted to measurements, or worked out from such numbers. */
    FITTED,
    /** From memory, not looked up again. */
    RECALLED,
    /** Nobody measured it: our assumption. */
    ASSUMED;

    /** As written in a profile. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a reader has to be warned. */
    public boolean doubtful() {
        return this == RECALLED || this == ASSUMED;
    }

    /** The confidence a profile's word stands for; the schema has checked the word. */
    static Confidence of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
