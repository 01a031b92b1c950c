package org.limbench.transport.faults;

/** What may befall a frame; at most one thing does. */
public enum Fate {
    /** It arrives as it was sent. */
    PASSED,
    /** It vanishes. */
    LOST,
    /** Some of its bits are inverted. */
    FLIPPED,
    /** Its end is missing. */
    TRUNCATED,
    /** It arrives more than once. */
    DUPLICATED,
    /** It arrives after the next one. */
    REORDERED,
    /** It arrives some frames later. */
    DELAYED,
    /** It waits while the direction stands still. */
    FROZEN,
    /** It vanishes with everything else, up to the next session: its sender has failed. */
    SWALLOWED,
    /** The link is closed instead. */
    DISCONNECTED
}
