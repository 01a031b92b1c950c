package org.limbench.emulator;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.limbench.device.RandomStream;
import org.limbench.transport.Endpoint;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;

/**
 * Serves an emulated device on a carrier: one peer at a time, until told to stop. Runs in the caller's thread; a device
 * may have several servers, each in a thread of its own.
 */
public final class DeviceServer {
    /** How long a wait for bytes lasts before the stop is looked at, and what is due by itself is sent. */
    private static final Duration GLANCE = Duration.ofMillis(50);
    /** How long a wait for a peer lasts: nothing is due to nobody, and every glance wakes the machine. */
    private static final Duration PEER_GLANCE = Duration.ofMillis(200);
    /** Glances without a byte after which a peer makes room for one that waits: 1 s. */
    private static final int QUIET_GLANCES = 20;

    private final ServedDevice device;
    private final FaultPlan faults;
    private final Consumer<String> news;
    private long peers;
    private boolean troubled;

    /** A server with the link faults of a plan, drawn anew for every peer. */
    public DeviceServer(ServedDevice device, FaultPlan faults) {
        this(device, faults, line -> {});
    }

    /**
     * The same, telling what happens to its carrier.
     *
     * @param news told, in the server's thread, once when the carrier is gone and waited for, and once when it is back
     */
    public DeviceServer(ServedDevice device, FaultPlan faults, Consumer<String> news) {
        this.device = device;
        this.faults = faults;
        this.news = news;
    }

    /**
     * Serves in a thread of its own, which ends with the program.
     *
     * @param failed told, in that thread, when the carrier is gone for good
     */
    public Thread start(Listener listener, BooleanSupplier running, Consumer<LinkException> failed) {
        Thread thread = new Thread(
                () -> {
                    try {
                        serve(listener, running);
                    } catch (LinkException gone) {
                        failed.accept(gone);
                    }
                },
                "limbench-serves-" + listener.address());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Serves peer after peer.
     *
     * @param running looked at several times a second; the listener is closed when it has become false
     * @throws LinkException when the carrier is gone for good
     */
    public void serve(Listener listener, BooleanSupplier running) throws LinkException {
        try (listener) {
            while (running.getAsBoolean()) {
                Link peer = listener.accept(PEER_GLANCE);
                if (peer == null) {
                    lookAfter(listener);
                    continue;
                }
                try (Link link = faulty(peer)) {
                    serve(link, listener, running);
                }
            }
        }
    }

    private Link faulty(Link peer) {
        if (faults.link().equals(FaultProbabilities.NONE)) {
            return peer;
        }
        RandomStream draws =
                RandomStream.of(faults.linkSeed(), "emulator.link-faults").split(peers++);
        return new FaultyLink(peer, faults.link(), faults.link(), draws::bits);
    }

    private void lookAfter(Listener listener) {
        String trouble = listener.trouble();
        if (troubled != (trouble != null)) {
            troubled = trouble != null;
            news.accept(trouble != null ? trouble : listener.address() + ": there again");
        }
    }

    /** Serves one peer until it is gone, or silent while another waits: a host whose link broke unheard comes back so. */
    private void serve(Link link, Listener listener, BooleanSupplier running) throws LinkException {
        device.peerChanged();
        Outbox outbox = new Outbox(link);
        int quiet = 0;
        while (running.getAsBoolean() && !outbox.gone) {
            byte[] bytes;
            try {
                bytes = link.receive(GLANCE);
            } catch (LinkException gone) {
                return; // the host will come back, or another one will
            }
            if (bytes != null) {
                quiet = 0;
                device.receive(link.kind(), bytes, outbox);
                continue;
            }
            device.idle(link.kind(), outbox);
            lookAfter(listener);
            if (++quiet >= QUIET_GLANCES && listener.peerWaits()) {
                return;
            }
        }
    }

    /** Sends until the peer is gone; what is left unsent then is the same as lost on the way. */
    private static final class Outbox implements Endpoint.Outbox {
        private final Link link;
        private boolean gone;

        Outbox(Link link) {
            this.link = link;
        }

        @Override
        public void send(byte[] bytes, org.limbench.transport.SendHints hints) {
            if (gone) {
                return;
            }
            try {
                link.send(bytes, hints);
            } catch (LinkException lost) {
                gone = true;
            }
        }
    }
}
