package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.DeviceServer;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
import org.limbench.emulator.ServedDevice;
import org.limbench.emulator.control.ControlServer;
import org.limbench.emulator.rcn.EmulatedStation;
import org.limbench.profile.DeviceProfile;
import org.limbench.protocol.rcn.WiringFile;
import org.limbench.text.HostPort;
import org.limbench.trace.Side;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.serial.PtyListener;

/**
 * Emulated devices offered on serial ports, TCP and MQTT, each by a thread per carrier, until stopped.
 *
 * <p>With several devices the serial path, the TCP port (unless 0) and the MQTT id of the n-th get n added, from 0.
 */
public final class Serving implements AutoCloseable {
    private static final long STOP_SECONDS = 2;

    private final List<Map<String, Object>> ready = new ArrayList<>();
    private final List<EmulatedDevice> devices = new ArrayList<>();
    private @Nullable ControlServer control;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable LinkException> failure = new AtomicReference<>();

    private final Consumer<String> news;

    private Serving(Consumer<String> news) {
        this.news = news;
    }

    /**
     * What to offer and where.
     *
     * @param serial path of the first device's port; null for none
     * @param tcp {@code host:port} of the first device; null for none
     * @param mqtt address of the first device at its broker; null for none
     * @param mirror whether results and energies are told to anyone who listens at the broker
     * @param control {@code host:port} of the back door to all devices; null for none
     * @param count number of devices, 1..64
     * @param seed of the first device; the n-th has n more
     */
    public record Offer(
            DeviceProfile profile,
            @Nullable Path serial,
            DeviceAddress.@Nullable Tcp tcp,
            @Nullable MqttAddress mqtt,
            boolean mirror,
            DeviceAddress.@Nullable Tcp control,
            int count,
            long seed,
            FaultPlan faults) {
        public Offer {
            if (count < 1 || count > 64) {
                throw new IllegalArgumentException("count is " + count + "; allowed: 1 to 64");
            }
            if (serial == null && tcp == null && mqtt == null) {
                throw new IllegalArgumentException(
                        "no carrier given; allowed: --serial PATH, --tcp HOST:PORT, --mqtt URL");
            }
            if (mirror && mqtt == null) {
                throw new IllegalArgumentException("--mirror without a broker to tell it to; allowed: with --mqtt URL");
            }
        }
    }

    /**
     * Opens every carrier, then serves.
     *
     * @param news told, in threads of the servers', when a carrier is gone and waited for, and when it is back
     * @throws LinkException when a carrier cannot be opened; nothing is left behind then
     */
    public static Serving start(Offer offer, Host host, Consumer<String> news) throws LinkException {
        Serving serving = new Serving(news);
        try {
            for (int n = 0; n < offer.count(); n++) {
                serving.add(offer, n, host);
            }
            serving.openBackDoor(offer, host);
        } catch (LinkException | RuntimeException failed) {
            serving.close();
            throw failed;
        }
        return serving;
    }

    /**
     * Offers an emulated RCN test station on a serial port, then serves.
     *
     * @param chip profile of the chip on it; its size is the wiring's
     * @param host whose clock paces streams
     * @param news as of {@link #start}
     * @throws LinkException when the port cannot be opened; nothing is left behind then
     * @throws IllegalArgumentException when the profile's cells cannot be on a station
     */
    public static Serving station(
            DeviceProfile chip, String wiring, long seed, Path serial, Host host, Consumer<String> news)
            throws LinkException {
        EmulatedStation station = new EmulatedStation(WiringFile.load(wiring), chip, seed, host.nanoTime());
        Serving serving = new Serving(news);
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("profile", chip.name());
        addresses.put("seed", seed);
        addresses.put("dialect", "rcn");
        addresses.put("wiring", wiring);
        addresses.put("serial", serial.toString());
        serving.serve(new PtyListener(serial, null), station, FaultPlan.none(), link -> link);
        serving.ready.add(addresses);
        return serving;
    }

    /** One entry a device: the addresses it can be reached at, by carrier. */
    public List<Map<String, Object>> ready() {
        return List.copyOf(ready);
    }

    /**
     * Waits until stopped, or until a carrier fails.
     *
     * @throws LinkException when a carrier has failed
     */
    public void await() throws LinkException, InterruptedException {
        stopped.await();
        LinkException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void add(Offer offer, int n, Host host) throws LinkException {
        EmulatedDevice device = Carriers.emulated(
                offer.profile(),
                offer.seed() + n,
                DeviceOptions.of(host::identifier, host.nanoTime()).withFaults(offer.faults()));
        devices.add(device);
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("profile", offer.profile().name());
        addresses.put("seed", offer.seed() + n);
        for (DeviceAddress at : places(offer, n)) {
            Listener listener = Carriers.listen(
                    at, host, () -> new Carriers.Announced(device.bootId(), device.datasheet()), offer.mirror());
            Map.Entry<String, String> place = Carriers.place(listener.address());
            addresses.put(place.getKey(), place.getValue());
            OptionalLong seed = OptionalLong.of(offer.seed() + n);
            serve(listener, device, offer.faults(), host.recorder(listener.address(), Side.DEVICE, seed));
        }
        ready.add(addresses);
    }

    /** Where the n-th device is offered. */
    private static List<DeviceAddress> places(Offer offer, int n) {
        List<DeviceAddress> places = new ArrayList<>();
        if (offer.serial() != null) {
            String path = n == 0 ? offer.serial().toString() : offer.serial() + "-" + n;
            places.add(new DeviceAddress.Serial("serial:" + path, path, DeviceAddress.DEFAULT_BAUD));
        }
        if (offer.tcp() != null) {
            int port = offer.tcp().port() == 0 ? 0 : offer.tcp().port() + n;
            places.add(new DeviceAddress.Tcp(offer.tcp().text(), offer.tcp().host(), port));
        }
        if (offer.mqtt() != null) {
            places.add(new DeviceAddress.Mqtt(numbered(offer.mqtt(), n).toString()));
        }
        return places;
    }

    private static MqttAddress numbered(MqttAddress first, int n) {
        return n == 0
                ? first
                : new MqttAddress(
                        first.tls(), first.user(), first.host(), first.port(), first.bench(), first.device() + "-" + n);
    }

    private void openBackDoor(Offer offer, Host host) throws LinkException {
        DeviceAddress.Tcp at = offer.control();
        if (at == null) {
            return;
        }
        try {
            control =
                    ControlServer.start(at.host(), at.port(), host.environment().apply(Host.CONTROL_TOKEN), devices);
        } catch (IOException taken) {
            throw new LinkException("control " + at.text() + ": " + taken.getMessage(), taken);
        }
        ready.forEach(device -> device.put("control", HostPort.text(at.host(), control.port())));
    }

    private void serve(Listener listener, ServedDevice device, FaultPlan faults, UnaryOperator<Link> watched) {
        DeviceServer server = new DeviceServer(device, faults, news, watched);
        threads.add(server.start(listener, () -> stopped.getCount() > 0, gone -> {
            failure.compareAndSet(null, gone);
            stopped.countDown();
        }));
    }

    /** Stops serving and takes every carrier away; from any thread, idempotent. */
    public void stop() {
        stopped.countDown();
        if (control != null) {
            control.close();
        }
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
