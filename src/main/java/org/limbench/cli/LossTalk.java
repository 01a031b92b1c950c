package org.limbench.cli;

import org.limbench.driver.SessionWatcher;

/**
 * Tells a person that a device or its carrier is gone, and that it is back.
 *
 * @param console where to
 * @param check called while it is waited for; throws when somebody has asked to stop
 */
record LossTalk(Console console, Runnable check) implements SessionWatcher {
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
