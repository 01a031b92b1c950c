package org.limbench.emulator;

import org.jspecify.annotations.Nullable;

/** The controller loses power here and now; unwinds whatever it was doing. Carries no stack: it is an event, not an error. */
final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The life that begins with the power's return; null where cells, meter and time stay as they are. */
    final @Nullable String life;

    PowerCut() {
        this(null);
    }

    PowerCut(@Nullable String life) {
        super("power cut", null, false, false);
        this.life = life;
    }
}
