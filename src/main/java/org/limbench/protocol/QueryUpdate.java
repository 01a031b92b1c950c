package org.limbench.protocol;

/**
 * Asks what became of an update whose result was lost.
 *
 * @param updateId 1..2^63-1
 */
public record QueryUpdate(long updateId) implements Message {
    public QueryUpdate {
        WireLimits.id("updateId", updateId);
    }
}
