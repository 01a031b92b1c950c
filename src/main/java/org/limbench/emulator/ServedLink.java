package org.limbench.emulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Endpoint;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * A link while it is served: who speaks over it, and a thread where it has one of its own. A broker brings several peers
 * over one link; of those the {@value #MOST_NAMES} that spoke last are told apart.
 */
final class ServedLink implements Runnable {
    private static final int MOST_NAMES = 16;
    /** Of a device that speaks by the millisecond. */
    private static final Duration BRIEF_GLANCE = Duration.ofMillis(1);

    private final ServedDevice device;
    private final Link link;
    private final BooleanSupplier running;
    private final Duration glance;
    private final Runnable whenIdle;
    private final Map<String, Voice> voices = new LinkedHashMap<>(MOST_NAMES, 0.75f, true);
    private @Nullable Thread thread;
    private volatile boolean gone;

    /**
     * A link not served yet.
     *
     * @param glance how long a wait for bytes lasts before {@code running} is looked at
     * @param whenIdle run after every wait in vain
     */
    ServedLink(ServedDevice device, Link link, BooleanSupplier running, Duration glance, Runnable whenIdle) {
        this.device = device;
        this.link = link;
        this.running = running;
        this.glance = glance;
        this.whenIdle = whenIdle;
    }

    /** Serves until the link is gone or it is time to stop, and closes the link. */
    @Override
    public void run() {
        try (link) {
            while (running.getAsBoolean() && !gone) {
                byte[] bytes;
                try {
                    bytes = link.receive(speaksUnasked() ? BRIEF_GLANCE : glance);
                } catch (LinkException lost) {
                    return; // the host will come back, or another one will
                }
                if (bytes == null) {
                    idle();
                    whenIdle.run();
                } else {
                    Voice voice = voice(link.peer());
                    voice.peer.receive(link.kind(), bytes, voice);
                }
            }
        } finally {
            gone = true;
        }
    }

    /** Serves in a thread of its own, which ends with the program. */
    void start() {
        thread = new Thread(this, "limbench-serves-" + link.address());
        thread.setDaemon(true);
        thread.start();
    }

    boolean hasEnded() {
        return gone;
    }

    boolean holdsTheSession() {
        synchronized (voices) {
            return voices.values().stream().anyMatch(voice -> voice.peer.holdsTheSession());
        }
    }

    /** Closes the link and waits until its thread is through: closing ends whatever it waits for. */
    void end() {
        gone = true;
        link.close();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean speaksUnasked() {
        synchronized (voices) {
            return voices.values().stream().anyMatch(voice -> voice.peer.speaksUnasked());
        }
    }

    private void idle() {
        List<Voice> all;
        synchronized (voices) {
            all = List.copyOf(voices.values());
        }
        // not under the lock: sending may wait for a peer that takes nothing
        all.forEach(voice -> voice.peer.idle(link.kind(), voice));
    }

    private Voice voice(String name) {
        synchronized (voices) {
            Voice found = voices.computeIfAbsent(name, Voice::new);
            if (voices.size() > MOST_NAMES) {
                voices.remove(voices.keySet().iterator().next());
            }
            return found;
        }
    }

    /** One peer's way back. What is left unsent when the link is gone is the same as lost on the way. */
    private final class Voice implements Endpoint.Outbox {
        private final String name;
        private final ServedDevice.Peer peer = device.newPeer();

        Voice(String name) {
            this.name = name;
        }

        @Override
        public void send(byte[] bytes, SendHints hints) {
            if (gone) {
                return;
            }
            try {
                link.send(bytes, link.kind() == LinkKind.MESSAGES ? hints.to(name) : hints);
            } catch (LinkException lost) {
                gone = true;
            }
        }
    }
}
