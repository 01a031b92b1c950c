package org.limbench.driver;

import org.jspecify.annotations.Nullable;
import org.limbench.device.MeterLatch;

/**
 * Tells a device that restarted from one that was put in its place or began anew. An emulated device keeps cells, registers and
 * device time over every restart, so that either running backwards is proof. A controller of silicon may lose both with its RAM,
 * and nothing on the wire names the chip behind it: of two chips of one kind nobody can tell which answers.
 */
public final class BegunAnew {
    private BegunAnew() {}

    /**
     * Why it cannot be the same device, one line; null where nothing tells so.
     *
     * @param before registers when last read
     * @param beforeSeconds device time then, s
     * @param now registers after a restart
     * @param seconds device time after it, s
     */
    public static @Nullable String reason(MeterLatch before, double beforeSeconds, MeterLatch now, double seconds) {
        String what = "another device answers, or one that began anew: ";
        if (seconds < beforeSeconds) {
            return what + "its time is " + seconds + " s and was " + beforeSeconds + " s";
        }
        return before.canReach(now) ? null : what + "its meter stands before where it stood";
    }
}
