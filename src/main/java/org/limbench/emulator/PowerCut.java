package org.limbench.emulator;

/** The controller loses power here and now; unwinds whatever it was doing. Carries no stack: it is an event, not an error. */
final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("power cut", null, false, false);
    }
}
