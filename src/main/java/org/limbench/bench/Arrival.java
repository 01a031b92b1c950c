package org.limbench.bench;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.limbench.driver.SessionWatcher;
import org.limbench.transport.LinkException;

/**
 * Waits for a device that is not there yet: the file of its port is missing, or nobody listens at its address. Whatever else
 * keeps a link from being opened (no permission, an unknown host, a wrong password) is told at once. Single-threaded.
 */
public final class Arrival {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Arrival() {}

    /** One attempt to reach it. */
    public interface Attempt<T> {
        /**
         * Tries.
         *
         * @throws LinkException when it cannot be reached
         */
        T reach() throws LinkException;
    }

    /**
     * Reaches what is at an address, as often as it takes.
     *
     * @param patience how long; 0 is one attempt
     * @param watcher told once that it is waited for, and again and again while it is; what it throws ends the wait
     * @throws LinkException when it is still not there, or cannot be opened for another reason
     */
    public static <T> T await(DeviceAddress address, Duration patience, SessionWatcher watcher, Attempt<T> attempted)
            throws LinkException {
        if (patience.isZero()) {
            return attempted.reach();
        }
        RetryPolicy<T> again = RetryPolicy.<T>builder()
                .handleIf(why -> why instanceof LinkException failed && notThereYet(address, failed))
                .withDelay(PAUSE)
                .withMaxAttempts(-1)
                .withMaxDuration(patience)
                .build();
        boolean[] told = {false};
        try {
            T reached = Failsafe.with(again).get(attempt -> {
                Throwable before = attempt.getLastException();
                if (before != null) {
                    if (!told[0]) {
                        told[0] = true;
                        watcher.lost(before.getMessage() + "; waiting up to " + patience.toSeconds() + " s for it");
                    }
                    watcher.waiting();
                }
                return attempted.reach();
            });
            if (told[0]) {
                watcher.back(address.text() + " is there");
            }
            return reached;
        } catch (FailsafeException ended) {
            if (ended.getCause() instanceof LinkException why) {
                throw told[0]
                        ? new LinkException(why.getMessage() + ", also after " + patience.toSeconds() + " s", why)
                        : why;
            }
            throw ended;
        }
    }

    private static boolean notThereYet(DeviceAddress address, LinkException why) {
        if (address instanceof DeviceAddress.Serial serial) {
            return isMissing(serial.path());
        }
        if (address instanceof DeviceAddress.Rcn station) {
            return isMissing(station.path());
        }
        return why.nobodyThere();
    }

    /** A name without a separator (COM3) is no file. */
    private static boolean isMissing(String path) {
        return path.contains("/") && !Files.exists(Path.of(path));
    }
}
