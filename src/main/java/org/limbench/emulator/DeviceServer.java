package org.limbench.emulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.limbench.device.RandomStream;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.faults.FaultyLink;
import org.limbench.transport.faults.LinkDirection;
import org.limbench.transport.faults.LinkFaults;

/**
 * Serves an emulated device on a carrier until told to stop. Runs in the caller's thread; a device may have several
 * servers, each in a thread of its own.
 *
 * <p>Where a carrier has a connection for each peer, each is served in a thread of its own, at most as many as the carrier
 * allows. One too many takes the place of the oldest that does not hold the session: strangers who connect and say nothing
 * can neither throw out the host at work nor keep another one from asking.
 */
public final class DeviceServer {
    /** How long a wait for bytes lasts before the stop is looked at, and what is due by itself is sent. */
    private static final Duration GLANCE = Duration.ofMillis(100);
    /** How long a wait for a peer lasts: nothing is due to nobody, and every glance wakes the machine. */
    private static final Duration PEER_GLANCE = Duration.ofMillis(200);

    private final ServedDevice device;
    private final FaultPlan faults;
    private final Consumer<String> news;
    private final UnaryOperator<Link> watched;
    private long peers;
    private boolean troubled;

    /** A server with the link faults of a plan, drawn anew for every peer. */
    public DeviceServer(ServedDevice device, FaultPlan faults) {
        this(device, faults, line -> {}, link -> link);
    }

    /**
     * The same, telling what happens to its carrier and showing its links.
     *
     * @param news told, in the server's thread, once when the carrier is gone and waited for, and once when it is back
     * @param watched makes of each peer's link the one to use; sees what the device sees, on this side of the link's faults
     */
    public DeviceServer(ServedDevice device, FaultPlan faults, Consumer<String> news, UnaryOperator<Link> watched) {
        this.device = device;
        this.faults = faults;
        this.news = news;
        this.watched = watched;
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
     * Serves whoever comes.
     *
     * @param running looked at several times a second; the listener is closed when it has become false
     * @throws LinkException when the carrier is gone for good
     */
    public void serve(Listener listener, BooleanSupplier running) throws LinkException {
        Deque<ServedLink> served = new ArrayDeque<>();
        try (listener) {
            while (running.getAsBoolean()) {
                lookAfter(listener);
                Link peer = listener.accept(PEER_GLANCE);
                if (peer == null) {
                    continue;
                }
                if (listener.mostPeers() == 1) {
                    new ServedLink(device, watched.apply(faulty(peer)), running, GLANCE, () -> lookAfter(listener))
                            .run();
                } else {
                    makeRoom(served, listener.mostPeers());
                    ServedLink next = new ServedLink(device, watched.apply(faulty(peer)), running, GLANCE, () -> {});
                    served.add(next);
                    next.start();
                }
            }
        } finally {
            served.forEach(ServedLink::end);
        }
    }

    private Link faulty(Link peer) {
        if (faults.link().equals(LinkFaults.NONE)) {
            return peer;
        }
        RandomStream draws =
                RandomStream.of(faults.linkSeed(), "emulator.link-faults").split(peers++);
        return new FaultyLink(peer, faults.link(), LinkDirection.TO_HOST, draws::bits, new WireFrames(peer.kind()));
    }

    private void lookAfter(Listener listener) {
        String trouble = listener.trouble();
        if (troubled != (trouble != null)) {
            troubled = trouble != null;
            news.accept(trouble != null ? trouble : listener.address() + ": there again");
        }
    }

    /** Until there is room for one more: first those that have ended, then the oldest that does not hold the session. */
    private static void makeRoom(Deque<ServedLink> served, int most) {
        served.removeIf(ServedLink::hasEnded);
        for (Iterator<ServedLink> oldest = served.iterator(); served.size() >= most && oldest.hasNext(); ) {
            ServedLink stranger = oldest.next();
            if (!stranger.holdsTheSession()) {
                stranger.end();
                oldest.remove();
            }
        }
    }
}
