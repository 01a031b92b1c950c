package org.limbench.ledger;

import org.limbench.device.Require;

/**
 * What the link has carried so far, for {@code link.parquet}.
 *
 * @param framesSent frames sent, retransmissions included
 * @param framesReceived good frames received
 * @param retransmissions frames sent again
 * @param corruptFrames frames dropped for bad content
 * @param duplicatesSuppressed results answered from the device's cache
 * @param payloadBytes octets that carried a command or its result once
 */
public record LinkCounters(
        long framesSent,
        long framesReceived,
        long retransmissions,
        long corruptFrames,
        long duplicatesSuppressed,
        long payloadBytes) {
    /** A link that has carried nothing. */
    public static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0);

    public LinkCounters {
        Require.atLeastZero("framesSent", framesSent);
        Require.atLeastZero("framesReceived", framesReceived);
        Require.atLeastZero("retransmissions", retransmissions);
        Require.atLeastZero("corruptFrames", corruptFrames);
        Require.atLeastZero("duplicatesSuppressed", duplicatesSuppressed);
        Require.atLeastZero("payloadBytes", payloadBytes);
    }

    /** The sum over two links. */
    public LinkCounters plus(LinkCounters other) {
        return new LinkCounters(
                framesSent + other.framesSent,
                framesReceived + other.framesReceived,
                retransmissions + other.retransmissions,
                corruptFrames + other.corruptFrames,
                duplicatesSuppressed + other.duplicatesSuppressed,
                payloadBytes + other.payloadBytes);
    }
}
