package org.limbench.bench.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Arrival;
import org.limbench.bench.Carriers;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.device.RandomStream;
import org.limbench.driver.SessionWatcher;
import org.limbench.emulator.WireFrames;
import org.limbench.emulator.control.ControlClient;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.Release;
import org.limbench.transport.faults.FaultCounts;
import org.limbench.transport.faults.FaultLanes;
import org.limbench.transport.faults.LinkDirection;
import org.limbench.transport.faults.Outage;

/**
 * Stands between hosts and a device, bridges their carriers, and breaks the wire as planned: one host at a time, host after
 * host, until stopped. The far end is opened when a host comes and closed when it goes.
 *
 * <p>Frames, faults and commands are counted over all hosts. When the device's end is lost the host's end is too: a port
 * closes the connection, a terminal hangs up, a device goes offline at its broker and comes back when it answers again.
 */
public final class Proxy implements AutoCloseable {
    /** How long a wait lasts before the stop is looked at. */
    static final Duration GLANCE = Duration.ofMillis(50);

    private static final long STOP_SECONDS = 2;
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final ProxyPlan plan;
    private final Host host;
    private final Consumer<String> told;
    private final NearEnd near;
    private final Way toDevice;
    private final Way toHost;
    private final FaultLanes lanes;
    private final Reboots reboots;
    private final Absence absence;
    private final Thread thread = new Thread(this::serve, "limbench-proxy");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable LinkException> failure = new AtomicReference<>();
    private final AtomicLong hosts = new AtomicLong();
    private volatile @Nullable Link hostLink;
    private volatile @Nullable Link deviceLink;
    private String address = "";

    private Proxy(ProxyPlan plan, Host host, @Nullable ControlClient door, Consumer<String> told) {
        this.plan = plan;
        this.host = host;
        this.told = told;
        absence = new Absence(host.nanoTime());
        near = new NearEnd(plan.listen(), plan.to(), host, plan.mirror());
        LinkKind between = plan.listen() instanceof DeviceAddress.Mqtt && plan.to() instanceof DeviceAddress.Mqtt
                ? LinkKind.MESSAGES
                : LinkKind.STREAM;

        lanes = new FaultLanes(
                plan.faults().link(), draws("to-device"), draws("to-host"), between, new WireFrames(between));
        reboots = new Reboots(
                plan.faults().reboots(),
                door,
                plan.rebootCommand() == null ? null : new RebootCommand(plan.rebootCommand()),
                between,
                told);
        toDevice = way(LinkDirection.TO_DEVICE, between);
        toHost = way(LinkDirection.TO_HOST, between);
    }

    private LongUnaryOperator draws(String name) {
        return RandomStream.of(plan.faults().seed(), "bench.proxy." + name)::bits;
    }

    private Way way(LinkDirection direction, LinkKind between) {
        return new Way(
                direction,
                lanes,
                plan.faults().link().timing(),
                between,
                draws("jitter-" + direction.word()),
                host.nanoTime(),
                reboots);
    }

    /**
     * Offers the near end, then serves in a thread of its own. Where hosts come through a broker the device is asked first
     * who it is.
     *
     * @param told of what is done and what goes wrong, a line each, in the proxy's threads
     * @throws LinkException when an end, or the back door planned reboots need, cannot be had; nothing is left behind then
     */
    public static Proxy start(ProxyPlan plan, Host host, Consumer<String> told) throws LinkException {
        Proxy proxy = new Proxy(plan, host, door(plan, host, told), told);
        proxy.address = proxy.near.offer().address();
        proxy.thread.setDaemon(true);
        proxy.thread.start();
        return proxy;
    }

    private static @Nullable ControlClient door(ProxyPlan plan, Host host, Consumer<String> told) throws LinkException {
        DeviceAddress.Tcp at = plan.control();
        if (at == null) {
            return null;
        }
        ControlClient door =
                new ControlClient(at.host(), at.port(), host.environment().apply(Host.CONTROL_TOKEN));
        return Arrival.await(at, host.patience(), saying(told), () -> {
            try {
                door.updates();
            } catch (IOException away) {
                throw new LinkException(String.valueOf(away.getMessage()), away);
            }
            return door;
        });
    }

    private static SessionWatcher saying(Consumer<String> told) {
        return new SessionWatcher() {
            @Override
            public void lost(String line) {
                told.accept(line);
            }

            @Override
            public void back(String line) {
                told.accept(line);
            }
        };
    }

    /** Where hosts can come, as a device address. */
    public String address() {
        return address;
    }

    /** What it has done so far. */
    public ProxyReport report() {
        Map<LinkDirection, FaultCounts> frames = new EnumMap<>(LinkDirection.class);
        for (LinkDirection direction : LinkDirection.values()) {
            frames.put(direction, lanes.lane(direction).counts());
        }
        return new ProxyReport(
                frames,
                Map.of(LinkDirection.TO_DEVICE, toDevice.broken(), LinkDirection.TO_HOST, toHost.broken()),
                hosts.get(),
                reboots.carriedOut());
    }

    /**
     * Waits until stopped, or until it cannot go on.
     *
     * @throws LinkException when it cannot
     */
    public void await() throws LinkException, InterruptedException {
        stopped.await();
        LinkException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Stops and takes the near end away; from any thread, idempotent. */
    public void stop() {
        stopped.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        Release.quietly(hostLink);
        Release.quietly(deviceLink);
        near.close();
    }

    @Override
    public void close() {
        stop();
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void serve() {
        try (near) {
            while (running()) {
                if (!near.offered() && !offerAgain()) {
                    continue;
                }
                Link come = near.accept(GLANCE);
                if (come != null) {
                    hosts.incrementAndGet();
                    attend(come);
                }
            }
        } catch (LinkException gone) {
            fail(gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(LinkException why) {
        failure.compareAndSet(null, why);
        stopped.countDown();
    }

    /** Puts the plug back, once it is time and, for a broker, the device is there; false when it is too early. */
    private boolean offerAgain() throws LinkException, InterruptedException {
        long left = absence.millisAway();
        if (left > 0) {
            pause(left);
            return false;
        }
        try {
            near.offer();
            return true;
        } catch (LinkException notYet) {
            if (!(plan.listen() instanceof DeviceAddress.Mqtt)) {
                throw notYet;
            }
            pause(LOOK_AGAIN_MILLIS);
            return false;
        }
    }

    private void pause(long millis) throws InterruptedException {
        if (stopped.await(Math.min(millis, LOOK_AGAIN_MILLIS), TimeUnit.MILLISECONDS)) {
            return; // the loop looks for itself
        }
    }

    private void attend(Link come) throws InterruptedException {
        if (absence.refusesNext()) {
            come.close();
            return;
        }
        hostLink = come;
        try (come) {
            if (!absence.sitOut(come, this::running)) {
                return;
            }
            Link far;
            try {
                far = Carriers.open(plan.to(), 0, host, line -> {});
            } catch (LinkException gone) {
                finish(Ending.of(Ending.Why.DEVICE_GONE, String.valueOf(gone.getMessage())));
                return;
            }
            deviceLink = far;
            Ending ending;
            try (far) {
                ending = carry(come, far);
            }
            // before the host's link closes: who comes again at once finds the outage
            finish(ending);
        }
    }

    private Ending carry(Link come, Link far) throws InterruptedException {
        AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
        Thread back = new Thread(
                () -> ending.compareAndSet(
                        null,
                        safely(() -> toHost.carry(far, come, () -> false, () -> running() && ending.get() == null))),
                "limbench-proxy-to-host");
        back.setDaemon(true);
        back.start();
        ending.compareAndSet(
                null,
                safely(() -> toDevice.carry(come, far, near::peerWaits, () -> running() && ending.get() == null)));
        back.join();
        Ending first = ending.get();
        return first == null ? Ending.of(Ending.Why.STOPPED, "stopped") : first;
    }

    /** A defect ends the proxy with its name rather than one direction without a word. */
    private static Ending safely(Supplier<Ending> way) {
        try {
            return way.get();
        } catch (RuntimeException defect) {
            return Ending.of(Ending.Why.FAILED, "internal error, please report it: " + defect);
        }
    }

    private void finish(Ending ending) {
        switch (ending.why()) {
            case HOST_GONE, STOPPED -> {}
            case DEVICE_GONE -> {
                told.accept("the device's end is lost: " + ending.text());
                hangUp(Outage.NONE);
            }
            case CUT -> {
                told.accept(ending.text());
                hangUp(ending.outage());
            }
            case FAILED -> fail(new LinkException(ending.text()));
        }
    }

    /** The host's link closes; what cannot tell a host so by itself goes away whole. */
    private void hangUp(Outage outage) {
        absence.begin(outage);
        if (!near.tellsHosts() || absence.millisAway() > 0) {
            near.withdraw();
        }
    }
}
