package org.limbench.transport.faults;

/**
 * How long a link that was cut stays away. One of {@code attempts} and {@code millis} at most is other than 0; with both
 * 0 it can be opened again at once.
 *
 * @param manner what becomes of those who come meanwhile
 * @param attempts so many attempts to connect (silent: so many hellos) are in vain, 0 to 1000
 * @param millis so long every attempt is in vain, ms, 0 to 600,000
 */
public record Outage(Manner manner, int attempts, long millis) {
    /** The link is closed and can be opened again at once. */
    public static final Outage NONE = new Outage(Manner.REFUSE, 0, 0);

    /** What becomes of a host that comes during the outage. */
    public enum Manner {
        /** There is nothing to connect to: the port is closed, the terminal is gone, the device is offline. */
        REFUSE,
        /** It may connect, and nobody answers. */
        SILENT
    }

    public Outage {
        if (attempts < 0 || attempts > 1000) {
            throw new IllegalArgumentException("attempts is " + attempts + "; allowed: 0 to 1000");
        }
        if (millis < 0 || millis > 600_000) {
            throw new IllegalArgumentException("millis is " + millis + " ms; allowed: 0 to 600000 ms");
        }
        if (attempts > 0 && millis > 0) {
            throw new IllegalArgumentException(
                    "attempts is " + attempts + " and millis is " + millis + "; allowed: one of them");
        }
    }
}
