package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * What a receiver has thrown away since boot, in frames.
 *
 * @param corrupt bad stuffing, CRC or encoding
 * @param overlong longer than the receiver takes
 * @param otherSession of a session that is not open
 * @param repeated arrived before
 * @param outOfOrder later than expected
 * @param malformed whole, but a field against the limits or a message not known
 */
public record FaultCounters(
        long corrupt, long overlong, long otherSession, long repeated, long outOfOrder, long malformed) {
    public FaultCounters {
        Require.atLeastZero("corrupt", corrupt);
        Require.atLeastZero("overlong", overlong);
        Require.atLeastZero("otherSession", otherSession);
        Require.atLeastZero("repeated", repeated);
        Require.atLeastZero("outOfOrder", outOfOrder);
        Require.atLeastZero("malformed", malformed);
    }

    /** Nothing thrown away. */
    public static FaultCounters zero() {
        return new FaultCounters(0, 0, 0, 0, 0, 0);
    }
}
