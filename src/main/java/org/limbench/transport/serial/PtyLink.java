package org.limbench.transport.serial;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** The device's end of a pseudo-terminal for as long as one host is served. Closing it leaves the terminal open. */
final class PtyLink implements Link {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(2);
    /** How often a wait looks whether this link was closed. */
    private static final Duration SLICE = Duration.ofMillis(100);

    private final PseudoTerminal terminal;
    private final String address;
    private final @Nullable BaudPacing pacing;
    private volatile boolean closed;
    private volatile boolean stalled;

    PtyLink(PseudoTerminal terminal, String address, @Nullable BaudPacing pacing) {
        this.terminal = terminal;
        this.address = address;
        this.pacing = pacing;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.STREAM;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireOpen();
        if (pacing != null) {
            pacing.occupy(bytes.length);
            for (long left = pacing.remaining(); left > 0; left = pacing.remaining()) {
                requireOpen();
                LockSupport.parkNanos(Math.min(left, SLICE.toNanos()));
            }
        }
        try {
            terminal.write(bytes, STALL_LIMIT);
        } catch (LinkException e) {
            stalled = true;
            throw e;
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        Duration left = timeout;
        while (true) {
            requireOpen();
            Duration wait = left.compareTo(SLICE) < 0 ? left : SLICE;
            byte[] bytes = terminal.read(wait);
            left = left.minus(wait);
            if (bytes != null || left.isZero() || left.isNegative()) {
                return bytes;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether the host stopped reading. */
    boolean stalled() {
        return stalled;
    }

    private void requireOpen() throws LinkException {
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new LinkException(address + (closed ? ": closed" : ": interrupted"));
        }
    }
}
