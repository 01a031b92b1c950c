package org.limbench.bench.proxy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.limbench.emulator.WireFrames;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.faults.Outage;

/** What hosts find after a cut, until it is over. Single-threaded. */
final class Absence {
    private final LongSupplier nanoTime;
    private Outage outage = Outage.NONE;
    private int attempts;
    private long until;

    /** Nothing is away. */
    Absence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        until = nanoTime.getAsLong();
    }

    /** Begins; one that went on is forgotten. */
    void begin(Outage next) {
        outage = next;
        attempts = next.attempts();
        until = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(next.millis());
    }

    /** How long the place itself stays away still, ms; 0 when it may be offered. */
    long millisAway() {
        return refusing() ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - nanoTime.getAsLong() + 999_999)) : 0;
    }

    /** Whether the host that has come is one of those to be refused. */
    boolean refusesNext() {
        if (!refusing() || attempts == 0) {
            return false;
        }
        attempts--;
        return true;
    }

    /** Lets a host talk to nobody until the silence is over; false when it has gone, or {@code on} became false, before. */
    boolean sitOut(Link host, BooleanSupplier on) {
        WireFrames frames = new WireFrames(host.kind());
        while (on.getAsBoolean()) {
            if (refusing() || (attempts == 0 && until - nanoTime.getAsLong() <= 0)) {
                return true;
            }
            byte[] bytes;
            try {
                bytes = host.receive(Proxy.GLANCE);
            } catch (LinkException gone) {
                return false;
            }
            for (byte[] frame : bytes == null ? List.<byte[]>of() : frames.cut(bytes)) {
                if (attempts > 0 && frames.sessionOpened(frame) != 0) {
                    attempts--;
                }
            }
        }
        return false;
    }

    private boolean refusing() {
        return outage.manner() == Outage.Manner.REFUSE;
    }
}
