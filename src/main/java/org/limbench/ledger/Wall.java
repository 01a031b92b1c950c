package org.limbench.ledger;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The walls that learning in memory is measured against: what moving information, changing it and keeping it cost. Every row
 * of the ledger belongs to one with all its joules, converters and idling included; resets, ageing and what no receipt tells
 * of belong to none.
 *
 * <p>Source: the three walls of arXiv 2402.14878, section I; which rows belong where is our assumption.
 */
public enum Wall {
    /** Reads. */
    MEMORY,
    /** Updates, write-verify, and the barriers moved between them. */
    UPDATE,
    /** Consolidation, by barriers or by transfer. */
    CONSOLIDATION;

    /** The wall of a row; null where it belongs to none. */
    static @Nullable Wall of(RowKind kind) {
        return switch (kind) {
            case READ -> MEMORY;
            case UPDATE, PROGRAM, BARRIER -> UPDATE;
            case CONSOLIDATE -> CONSOLIDATION;
            case RESET, AGE, UNACCOUNTED -> null;
        };
    }

    /** Its name in files and tables, e.g. {@code memory}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
