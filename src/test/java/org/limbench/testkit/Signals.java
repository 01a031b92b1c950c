package org.limbench.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes that a test has started. */
public final class Signals {
    private Signals() {}

    /** Sends a signal by its name, e.g. STOP, and returns when it has been sent. */
    public static void send(Process to, String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid()))
                .redirectErrorStream(true)
                .start();
        try {
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IOException("kill -" + name + " " + to.pid() + " did not work");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending " + name, stopped);
        }
    }
}
