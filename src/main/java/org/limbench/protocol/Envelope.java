package org.limbench.protocol;

/**
 * One message with its session and place in it.
 *
 * @param session drawn by the host, 64 random bits, not 0; 0 only in a {@link Fault} outside any session
 * @param seq per direction, from 1, at most 2^32-1; 0 for a message that is not {@linkplain Message#sequenced()
 *     sequenced}
 * @param body what is said
 */
public record Envelope(long session, long seq, Message body) {
    /** Largest sequence number. */
    public static final long MOST_SEQ = 0xFFFF_FFFFL;

    public Envelope {
        if (seq < 0 || seq > MOST_SEQ) {
            throw new IllegalArgumentException("seq is " + seq + "; allowed: 0 to " + MOST_SEQ);
        }
    }
}
