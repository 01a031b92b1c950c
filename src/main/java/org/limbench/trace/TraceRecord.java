package org.limbench.trace;

import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.EnvelopeCodec;

/**
 * One packet of a trace.
 *
 * @param number from 1, as network tools count the packets of the file
 * @param link it passed on
 * @param connection number among those of its place, from 1: a place may have several at a time; 0 where none is told
 * @param kind what it is
 * @param direction it went
 * @param epochNanos time since 1970 began, ns
 * @param bytes kept of it; owned by the record
 * @param length bytes there were
 * @param comment why it was no frame, or what is said of the link; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares records
public record TraceRecord(
        long number,
        TracedLink link,
        int connection,
        Kind kind,
        Direction direction,
        long epochNanos,
        byte[] bytes,
        long length,
        String comment) {
    /** What a packet is. */
    public enum Kind {
        /** A whole frame or message; its bytes are the envelope. */
        ENVELOPE,
        /** What lay between two delimiters and was no frame, as it was. */
        CORRUPT,
        /** A piece begun whose end never came: the receiver saw no frame in it. */
        UNFINISHED,
        /** No bytes: the link was opened, closed or lost, as the comment says. */
        LINK
    }

    /** What a receiver makes of an envelope or of corrupt bytes. */
    public DecodeResult decoded() {
        if (kind == Kind.ENVELOPE && length == bytes.length) {
            return EnvelopeCodec.decode(bytes);
        }
        return new DecodeResult.Corrupt(
                kind == Kind.ENVELOPE ? "envelope of " + length + " bytes, too long to keep" : comment,
                length > bytes.length);
    }

    /** Whether the link begins here. */
    public boolean opensLink() {
        return kind == Kind.LINK && comment.equals(TracingLink.OPENED);
    }
}
