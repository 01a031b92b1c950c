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
    INDETERMINATE;

    /** Whether the array carries the command's effect. */
    public boolean applied() {
        return this == APPLIED || this == DUPLICATE;
    }
}
