package org.limbench.protocol;

import org.limbench.device.Require;

/**
 * Opens a session and takes the lease. Asked again under the same session it is answered again.
 *
 * @param protoMajor version the host speaks
 * @param protoMinor version the host speaks
 * @param session random, not 0; the envelope carries the same
 * @param leaseMillis how long the device stays this host's after the last frame heard, ms, 1..3,600,000
 * @param clientName for a second host's refusal and for logs, at most 64 bytes
 * @param maxFrame longest envelope the host accepts, bytes, 256..65,536
 */
public record Hello(int protoMajor, int protoMinor, long session, int leaseMillis, String clientName, int maxFrame)
        implements Message {
    public Hello {
        Require.between("protoMajor", protoMajor, 0, 65_535);
        Require.between("protoMinor", protoMinor, 0, 65_535);
        if (session == 0) {
            throw new IllegalArgumentException("session is 0; allowed: any 64 bits but 0");
        }
        Require.between("leaseMillis", leaseMillis, 1, 3_600_000);
        WireLimits.name("clientName", clientName);
        Require.between("maxFrame", maxFrame, 256, 65_536);
    }
}
