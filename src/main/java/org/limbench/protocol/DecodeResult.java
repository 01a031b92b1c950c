package org.limbench.protocol;

/**
 * What came out of some bytes. Nothing a peer sends is thrown; a receiver counts what is not {@link Decoded} and goes on.
 */
public sealed interface DecodeResult {
    /**
     * A whole, valid message.
     *
     * @param envelope the message
     */
    record Decoded(Envelope envelope) implements DecodeResult {}

    /**
     * Bytes that are no envelope: bad stuffing, CRC or encoding, or too long. Nothing in them can be trusted.
     *
     * @param reason for people
     * @param overlong whether they were thrown away for their length
     */
    record Corrupt(String reason, boolean overlong) implements DecodeResult {}

    /**
     * An envelope that arrived whole, with a field missing or against the limits: it takes its place in the sequence and
     * is answered by a {@link Fault}.
     *
     * @param session of the envelope
     * @param seq of the envelope
     * @param commandId command or update id it carried, 0 if none could be read
     * @param field at fault, e.g. {@code command.rank1.slots}
     * @param text what is wrong and what is allowed
     */
    record Malformed(long session, long seq, long commandId, String field, String text) implements DecodeResult {}

    /**
     * An envelope that arrived whole, with a message or verb this side does not know; answered by a {@link Fault}
     * UNSUPPORTED.
     *
     * @param session of the envelope
     * @param seq of the envelope
     * @param commandId command id it carried, 0 if none could be read
     * @param field the choice that holds it: {@code body}, {@code command.verb} or {@code update_begin.kind}
     * @param what for people, e.g. {@code body 4711}
     */
    record Unsupported(long session, long seq, long commandId, String field, String what) implements DecodeResult {}
}
