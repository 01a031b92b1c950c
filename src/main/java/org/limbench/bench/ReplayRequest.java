package org.limbench.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to replay and where.
 *
 * @param run directory of the recorded run
 * @param arm of it; null for {@code lim}, or the first where there is no {@code lim}
 * @param device address; null for the recorded one
 * @param seed of the fresh devices, where they are emulated in this process
 * @param repeats 2 to 1000
 */
public record ReplayRequest(
        Path run, @Nullable String arm, @Nullable String device, long seed, int repeats) {
    public ReplayRequest {
        if (repeats < 2 || repeats > 1000) {
            throw new IllegalArgumentException("repeats is " + repeats + "; allowed: 2 to 1000");
        }
    }
}
