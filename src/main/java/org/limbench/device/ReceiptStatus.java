package org.limbench.device;

/** What became of a command. */
public enum ReceiptStatus {
    /** Applied, once. */
    APPLIED,
    /** Applied earlier; this is the kept result, no pulse was fired. */
    DUPLICATE,
    /** Refused whole; nothing changed. */
    REJECTED,
    /** Its deadline had passed; not applied, definitively. */
    EXPIRED,
    /** Whether it was applied cannot be decided. */
    INDETERMINATE,
    /**
     * Applied, as its id proves, but nobody can tell any more what exactly was applied: the host lost its record of it and the
     * device has forgotten the result. A host's word, never a device's.
     */
    UNACCOUNTED;

    /** Whether the array carries the command's effect, so that it must not be sent again. */
    public boolean applied() {
        return accountedFor() || this == UNACCOUNTED;
    }

    /** Whether the array carries the command's effect, and the receipt says what it was. */
    public boolean accountedFor() {
        return this == APPLIED || this == DUPLICATE;
    }
}
