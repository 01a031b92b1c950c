package org.limbench.driver;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.limbench.transport.Link;

/** Notices that nothing is heard any more, and that it is again; tells each once. Single-threaded. */
final class Vigil {
    /** Longest wait for bytes between two looks; with {@link #SILENCE_NANOS} it keeps what is told within two seconds. */
    static final long LOOK_NANOS = 200_000_000;

    private static final long SILENCE_NANOS = 1_200_000_000;

    private final SessionWatcher watcher;
    private final LongSupplier nanoTime;
    private long heardNanos;
    private boolean told;

    Vigil(SessionWatcher watcher, LongSupplier nanoTime) {
        this.watcher = watcher;
        this.nanoTime = nanoTime;
    }

    /** A wait begins: silence counts from here. */
    void begin() {
        if (!told) {
            heardNanos = nanoTime.getAsLong();
        }
    }

    /** The device said something. */
    void heard(Link link) {
        if (told) {
            told = false;
            watcher.back(String.format(Locale.ROOT, "%s: there again after %.1f s", link.address(), silentSeconds()));
        }
        heardNanos = nanoTime.getAsLong();
    }

    /** Nothing came for a moment. */
    void look(Link link, String remedy) {
        watcher.waiting();
        String trouble = link.trouble();
        if (trouble != null) {
            tell(trouble);
        } else if (nanoTime.getAsLong() - heardNanos >= SILENCE_NANOS) {
            tell(String.format(Locale.ROOT, "%s: no answer for %.1f s; %s", link.address(), silentSeconds(), remedy));
        }
    }

    /** The link is lost and another is about to be made. */
    void lost(String why) {
        tell(why);
        watcher.waiting();
    }

    private void tell(String line) {
        if (!told) {
            told = true;
            watcher.lost(line);
        }
    }

    private double silentSeconds() {
        return (nanoTime.getAsLong() - heardNanos) * 1e-9;
    }
}
