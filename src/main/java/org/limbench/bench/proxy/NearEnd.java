package org.limbench.bench.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Carriers;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.Release;

/**
 * Where hosts come. It can be taken away and offered again, as a plug is pulled and put back: a terminal hangs up, a port
 * is closed, a device goes offline at its broker. One thread uses it; {@link #close} may come from any.
 */
final class NearEnd implements AutoCloseable {
    private final DeviceAddress device;
    private final Host host;
    private final boolean mirror;
    private DeviceAddress place;
    private Carriers.@Nullable Announced known;
    private @Nullable Link waiting;
    private volatile @Nullable Listener listener;

    NearEnd(DeviceAddress place, DeviceAddress device, Host host, boolean mirror) {
        this.place = place;
        this.device = device;
        this.host = host;
        this.mirror = mirror;
    }

    /**
     * Offers it, if it is not offered already.
     *
     * @throws LinkException when it cannot be had, or when it has to be described to a broker and cannot be reached
     */
    Listener offer() throws LinkException {
        Listener offered = listener;
        if (offered != null) {
            return offered;
        }
        offered = Carriers.listen(place, host, this::announced, mirror);
        if (place instanceof DeviceAddress.Tcp tcp && tcp.port() == 0) {
            place = DeviceAddress.parse(offered.address()); // the same one again after a cut
        }
        listener = offered;
        return offered;
    }

    /** Whether it is offered. */
    boolean offered() {
        return listener != null;
    }

    /** Whether a host sees by itself that its link has ended, without the place going away. */
    boolean tellsHosts() {
        return place instanceof DeviceAddress.Tcp;
    }

    /** Waits for a host. */
    @Nullable
    Link accept(Duration timeout) throws LinkException {
        Link come = waiting;
        waiting = null;
        return come == null ? offer().accept(timeout) : come;
    }

    /** Whether another host waits while one is served; {@link #accept} gives it out next. */
    boolean peerWaits() throws LinkException {
        if (waiting == null && offer().mostPeers() > 1) {
            waiting = offer().accept(Duration.ZERO);
        }
        return waiting != null;
    }

    /** Takes it away. */
    void withdraw() {
        Release.quietly(waiting);
        waiting = null;
        Release.quietly(listener);
        listener = null;
    }

    @Override
    public void close() {
        withdraw();
    }

    /**
     * Asks the device who it is, in a session of its own. One that keeps its place for a host is there, and is taken for the
     * one it was.
     */
    private Carriers.Announced announced() throws LinkException {
        SessionOptions options = SessionOptions.builder(host.nanoTime(), host.identifier())
                .client("limbench-proxy")
                .build();
        try (Session session = Session.open(Carriers.open(device, 0, host, line -> {}), options)) {
            Carriers.Announced now = new Carriers.Announced(session.identity().bootId(), session.datasheet());
            known = now;
            return now;
        } catch (ReplyTimeoutException
                | LinkLostException
                | ImplausibleReplyException
                | DeviceRefusedException unknown) {
            Carriers.Announced before = known;
            if (unknown instanceof DeviceRefusedException && before != null) {
                return before;
            }
            throw new LinkException("cannot tell a broker what the device is: " + unknown.getMessage(), unknown);
        }
    }
}
