package org.limbench.transport.tcp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.Selector;
import java.time.Duration;

/** Bounded waiting on selectors, and the words for what went wrong. */
final class Waits {
    private Waits() {}

    /** Selects for at most so long and forgets which keys were ready; 0 looks without waiting. */
    static int select(Selector selector, long millis) throws IOException {
        int ready = millis <= 0 ? selector.selectNow() : selector.select(millis);
        selector.selectedKeys().clear();
        return ready;
    }

    /** Rounds up, so that a wait of microseconds is not a busy loop. */
    static long roundedUpMillis(Duration timeout) {
        return timeout.isNegative() ? 0 : timeout.plusNanos(999_999).toMillis();
    }

    static int atLeastOneMillisecond(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, roundedUpMillis(timeout)));
    }

    static String reason(Exception e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in the time limit";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
