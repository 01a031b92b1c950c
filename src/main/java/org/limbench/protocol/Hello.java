package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * Opens a session and takes the lease. Asked again under the same session it is answered again.
 *
 * @param protoMajor version the host speaks, 0..2^32-1
 * @param protoMinor version the host speaks, 0..2^32-1
 * @param session random, not 0; the envelope carries the same
 * @param leaseMillis how long the device stays this host's after the last frame heard, ms, 1..3,600,000
 * @param clientName for a second host's refusal and for logs, at most 64 bytes
 * @param maxFrame longest envelope the host accepts, bytes; 0 where it is not stated
 */
public record Hello(long protoMajor, long protoMinor, long session, int leaseMillis, String clientName, long maxFrame)
        implements Message {
    public Hello {
        WireLimits.unsigned("protoMajor", protoMajor);
        WireLimits.unsigned("protoMinor", protoMinor);
        if (session == 0) {
            throw new IllegalArgumentException("session is 0; allowed: any 64 bits but 0");
        }
        Require.between("leaseMillis", leaseMillis, 1, 3_600_000);
        WireLimits.name("clientName", clientName);
        WireLimits.unsigned("maxFrame", maxFrame);
    }
}
