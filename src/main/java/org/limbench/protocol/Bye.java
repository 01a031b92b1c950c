package org.limbench.protocol;

/**
 * Ends the session and gives the lease back.
 *
 * @param reason for people, clipped to 160 bytes
 */
public record Bye(String reason) implements Message {
    public Bye {
        reason = WireLimits.clipped(reason, WireLimits.TEXT);
    }
}
