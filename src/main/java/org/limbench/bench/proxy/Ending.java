package org.limbench.bench.proxy;

import org.limbench.transport.faults.Outage;

/**
 * Why frames are carried no longer between two links.
 *
 * @param text for people
 * @param outage that follows
 */
record Ending(Why why, String text, Outage outage) {
    /** Who ended it. */
    enum Why {
        HOST_GONE,
        DEVICE_GONE,
        CUT,
        STOPPED,
        /** The proxy itself cannot do what it was asked to. */
        FAILED
    }

    static Ending of(Why why, String text) {
        return new Ending(why, text, Outage.NONE);
    }
}
