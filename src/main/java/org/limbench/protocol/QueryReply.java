package org.limbench.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the device knows of an update. One it has taken but no longer keeps is answered by a result of status
 * INDETERMINATE.
 *
 * @param updateId asked for
 * @param result the kept result, of the same id; null: not seen, so certainly not applied since boot
 */
public record QueryReply(long updateId, @Nullable Result result) implements Message {
    public QueryReply {
        WireLimits.id("updateId", updateId);
        if (result != null && result.commandId() != updateId) {
            throw new IllegalArgumentException(
                    "result is of command " + result.commandId() + "; allowed: the one asked for, " + updateId);
        }
    }
}
