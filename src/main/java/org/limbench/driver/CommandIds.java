package org.limbench.driver;

import org.limbench.protocol.WireLimits;

/** Command ids, strictly increasing over all boots and links of a session, up to 2^63-1. Single-threaded. */
final class CommandIds {
    private long next;

    CommandIds(long first) {
        this.next = first;
    }

    /**
     * The first of {@code count} adjoining ids.
     *
     * @throws DeviceRefusedException there are not so many left
     */
    long take(int count) {
        if (next <= 0 || count > Long.MAX_VALUE - next) {
            throw new DeviceRefusedException("update ids are used up: the next would be " + Long.toUnsignedString(next)
                    + "; allowed: 1 to 2^63-1");
        }
        long first = next;
        next += count;
        return first;
    }

    /** Ids from now on are larger than {@code used}; after the largest there is none. */
    void skip(long used) {
        next = next <= 0 ? next : Math.max(next - 1, used) + 1;
    }

    /** The device has begun anew and so do ids, at {@code first} or what the device has taken since. */
    void beginAnew(long first, long used) {
        next = first;
        skip(used);
    }

    /** Whether a device that has taken {@code last} leaves too few ids for a run. */
    static boolean nearlyUsedUp(long last) {
        return last > Long.MAX_VALUE - WireLimits.LEAST_IDS_LEFT;
    }
}
