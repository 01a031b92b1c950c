package org.limbench.transport.serial;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.Release;

/**
 * Serves a device on a pseudo-terminal of its own, offered under a stable symbolic link.
 *
 * <p>A host that comes or goes is invisible, so one comes when bytes do, and is served until its link is closed. Every
 * new one finds the terminal raw, and nothing in it that was meant for one that stopped reading. One thread accepts; {@link #close} may
 * come from any.
 */
public final class PtyListener implements Listener {
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(300);

    private final PseudoTerminal terminal;
    private final @Nullable StableSymlink symlink;
    private final String address;
    private final @Nullable BaudPacing pacing;
    private @Nullable PtyLink given;

    /**
     * Makes the terminal and the link to it.
     *
     * @param path where to offer it, or null for the device's own path
     * @param pacing line rate of what the device sends, or null for as fast as it goes
     */
    public PtyListener(@Nullable Path path, @Nullable BaudPacing pacing) throws LinkException {
        terminal = PseudoTerminal.open();
        try {
            symlink = path == null ? null : StableSymlink.create(path, terminal.device());
        } catch (LinkException e) {
            terminal.close();
            throw e;
        }
        address = "serial:" + (path == null ? terminal.device() : path);
        this.pacing = pacing;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public @Nullable Link accept(Duration timeout) throws LinkException {
        if (given != null) {
            given.close();
            if (given.stalled()) {
                // only then: the last answers to a host that is alive may still be waiting for it
                terminal.discardUnread();
            }
            given = null;
            terminal.makeRaw();
        }
        if (!terminal.awaitReadable(timeout)) {
            return null;
        }
        given = new PtyLink(terminal, address, pacing);
        return given;
    }

    @Override
    public void close() {
        Release.quietly(symlink);
        terminal.awaitDrained(DRAIN_LIMIT);
        terminal.close();
    }
}
