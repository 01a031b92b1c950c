package org.limbench.transport.faults;

/**
 * How long bytes take. Delays alone, never losses.
 *
 * @param bytesPerSecond most that passes in a direction; 0 for no limit
 * @param latencyTimerMillis after how long, ms, a USB serial adapter hands its host fewer bytes than fill a packet, 1 to
 *     255; 0 for none
 * @param latencyMillis how much later everything arrives, ms, 0 to 60,000
 * @param jitterMillis up to how much later still, drawn for every piece, ms, 0 to 60,000; the order stays
 */
public record LineTiming(double bytesPerSecond, int latencyTimerMillis, double latencyMillis, double jitterMillis) {
    /** Bytes arrive at once. */
    public static final LineTiming NONE = new LineTiming(0, 0, 0, 0);

    /** Line bits a byte takes: start, eight, stop. */
    private static final double BITS_PER_BYTE = 10;

    public LineTiming {
        between("bytesPerSecond", bytesPerSecond, 1e9, "bytes/s");
        between("latencyTimerMillis", latencyTimerMillis, 255, "ms");
        between("latencyMillis", latencyMillis, 60_000, "ms");
        between("jitterMillis", jitterMillis, 60_000, "ms");
    }

    /** Bytes per second of a line of so many bit/s. */
    public static double ofBaud(double baud) {
        return baud / BITS_PER_BYTE;
    }

    private static void between(String name, double value, double most, String unit) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + value + " " + unit + "; allowed: 0 to " + (long) most + " " + unit);
        }
    }
}
