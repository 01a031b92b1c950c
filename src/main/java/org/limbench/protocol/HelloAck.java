package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * The device's answer to {@link Hello}.
 *
 * @param bootId random per boot, not 0
 * @param protoMajor version the device speaks, 0..2^32-1
 * @param protoMinor version the device speaks, 0..2^32-1
 * @param lastUpdateId largest update id it has taken since boot; 0 for none
 * @param credits frames the host may have unacknowledged, 1..64
 * @param maxFrame longest envelope the device accepts, bytes, 256..65,536
 * @param uptimeMillis time since boot, ms, 0 or more; deadlines are in this time
 * @param schemaCrc of the schema the device was built with, 32 bits ({@link Schema#crc()})
 * @param leaseMillis lease granted, ms, 1..3,600,000
 * @param emulated whether its joules are emulated rather than measured
 */
public record HelloAck(
        long bootId,
        long protoMajor,
        long protoMinor,
        long lastUpdateId,
        int credits,
        int maxFrame,
        long uptimeMillis,
        int schemaCrc,
        int leaseMillis,
        boolean emulated)
        implements Message {
    public HelloAck {
        if (bootId == 0) {
            throw new IllegalArgumentException("bootId is 0; allowed: any 64 bits but 0");
        }
        WireLimits.unsigned("protoMajor", protoMajor);
        WireLimits.unsigned("protoMinor", protoMinor);
        Require.atLeastZero("lastUpdateId", lastUpdateId);
        Require.between("credits", credits, 1, 64);
        Require.between("maxFrame", maxFrame, 256, 65_536);
        Require.atLeastZero("uptimeMillis", uptimeMillis);
        Require.between("leaseMillis", leaseMillis, 1, 3_600_000);
    }
}
