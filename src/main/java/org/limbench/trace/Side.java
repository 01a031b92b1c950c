package org.limbench.trace;

import java.util.Locale;

/** Who records: tells which frames of a link went to the device. */
public enum Side {
    /** The end that drives. What it sends goes to the device. */
    HOST,
    /** The end that is driven. What it receives was sent to the device, as it came through. */
    DEVICE;

    /** As files say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
