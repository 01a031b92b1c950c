package org.limbench.cli;

import org.limbench.training.RunListener;

/** Tells a person that a device or its carrier is gone, and that it is back; Ctrl-C ends the wait. */
class LossTalk implements RunListener {
    private final Console console;
    private final Runnable check;

    /**
     * For one command.
     *
     * @param console where to
     * @param check called while it is waited for; throws when somebody has asked to stop
     */
    LossTalk(Console console, Runnable check) {
        this.console = console;
        this.check = check;
    }

    @Override
    public void lost(String line) {
        console.say(line + " (Ctrl-C stops)");
    }

    @Override
    public void back(String line) {
        console.say(line);
    }

    @Override
    public void waiting() {
        check.run();
    }
}
