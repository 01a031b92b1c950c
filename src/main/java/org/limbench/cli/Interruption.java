package org.limbench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a run cleanly: the run's own thread leaves at its next step, closes its files, and only then the process
 * ends.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "limbench-stop");
    private volatile boolean asked;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        asked = true;
        try {
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return; // the journal is whole all the same
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves when asked to. */
    void check() {
        if (asked) {
            throw new Stopped();
        }
    }

    @Override
    public void close() {
        left.countDown();
        if (!asked) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** Somebody pressed Ctrl-C. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped");
        }
    }
}
