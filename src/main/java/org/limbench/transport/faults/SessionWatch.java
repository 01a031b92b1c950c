package org.limbench.transport.faults;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the sessions hosts open. Told by the direction to the device, asked by both; safe from any thread. */
final class SessionWatch {
    private final FrameView view;
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong sessions = new AtomicLong();

    SessionWatch(FrameView view) {
        this.view = view;
    }

    /** Looks at a frame of the host; a hello said again opens no further session. */
    void look(byte[] frame) {
        long opened = view.sessionOpened(frame);
        if (opened != 0 && last.getAndSet(opened) != opened) {
            sessions.incrementAndGet();
        }
    }

    long sessions() {
        return sessions.get();
    }
}
