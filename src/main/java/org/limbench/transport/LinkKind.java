package org.limbench.transport;

/** What a link carries. */
public enum LinkKind {
    /** Bytes with no boundaries, possibly damaged: framing and CRC apply. */
    STREAM,
    /** Whole messages; the carrier keeps their boundaries and integrity. */
    MESSAGES
}
