package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * What has arrived in order, and how much more may be sent.
 *
 * @param cumulativeSeq every frame up to this one has arrived; 0 before the first
 * @param credits frames the peer may have unacknowledged, 0..64
 * @param nak a later frame than expected came: send again from cumulativeSeq + 1
 * @param uptimeMillis of the device, ms; 0 from a host
 */
public record Ack(long cumulativeSeq, int credits, boolean nak, long uptimeMillis) implements Message {
    public Ack {
        if (cumulativeSeq < 0 || cumulativeSeq > Envelope.MOST_SEQ) {
            throw new IllegalArgumentException(
                    "cumulativeSeq is " + cumulativeSeq + "; allowed: 0 to " + Envelope.MOST_SEQ);
        }
        Require.between("credits", credits, 0, 64);
        Require.atLeastZero("uptimeMillis", uptimeMillis);
    }
}
