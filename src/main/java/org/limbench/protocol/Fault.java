package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * The device says no and no other answer is possible.
 *
 * @param code why
 * @param field the field at fault, e.g. {@code command.rank1.slots}; empty for none; clipped to 64 bytes
 * @param text one line for people, clipped to 160 bytes
 * @param refersSeq sequence number of the frame refused, 0 for none
 * @param refersCommand command or update id refused, 0 for none
 */
public record Fault(FaultCode code, String field, String text, long refersSeq, long refersCommand) implements Message {
    public Fault {
        field = WireLimits.clipped(field, WireLimits.NAME);
        text = WireLimits.clipped(text, WireLimits.TEXT);
        if (refersSeq < 0 || refersSeq > Envelope.MOST_SEQ) {
            throw new IllegalArgumentException("refersSeq is " + refersSeq + "; allowed: 0 to " + Envelope.MOST_SEQ);
        }
        Require.atLeastZero("refersCommand", refersCommand);
    }
}
