package org.limbench.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.SessionWatcher;
import org.limbench.driver.rcn.RcnDriver;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.protocol.rcn.WiringFile;
import org.limbench.trace.Side;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.inprocess.InProcessLink;
import org.limbench.transport.mqtt.BrokerTls;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttLink;
import org.limbench.transport.mqtt.MqttListener;
import org.limbench.transport.mqtt.MqttOptions;
import org.limbench.transport.mqtt.MqttPresence;
import org.limbench.transport.serial.PtyListener;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;
import org.limbench.transport.tcp.TcpListener;
import tools.jackson.databind.json.JsonMapper;

/** Opens the carrier an address names, at either end. */
public final class Carriers {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** A socket is there or not; waited for no longer than somebody may wonder. */
    private static final Duration CONNECT_TCP = Duration.ofMillis(1800);

    private Carriers() {}

    /**
     * A link to a device: one attempt, of a few seconds at most.
     *
     * @param deviceSeed of an emulated device in this process; no matter to any other
     * @param waiting told what is waited for, again and again while it takes long; what it throws ends the wait
     * @throws LinkException in one line: what could not be reached and why
     * @throws IllegalArgumentException when the address names a broken profile
     */
    public static Link open(DeviceAddress address, long deviceSeed, Host host, Consumer<String> waiting)
            throws LinkException {
        if (address instanceof DeviceAddress.Emulated emulated) {
            EmulatedDevice device = emulated(profile(emulated), deviceSeed, host);
            String place = String.format("%s boot %016x", address.text(), device.bootId());
            return host.recorder(place, Side.HOST, OptionalLong.of(deviceSeed)).apply(InProcessLink.to(device));
        }
        if (address instanceof DeviceAddress.Rcn && host.trace() != null) {
            throw new IllegalArgumentException(address.text()
                    + " speaks the station's dialect; allowed with --trace: devices with limbench's wire");
        }
        return host.recorder(address.text(), Side.HOST, OptionalLong.empty()).apply(carried(address, host, waiting));
    }

    private static Link carried(DeviceAddress address, Host host, Consumer<String> waiting) throws LinkException {
        if (address instanceof DeviceAddress.Serial serial) {
            return SerialLink.open(serial.path(), serial.baud(), host.nanoTime());
        }
        if (address instanceof DeviceAddress.Rcn station) {
            return SerialLink.open(station.path(), station.baud(), host.nanoTime());
        }
        if (address instanceof DeviceAddress.Tcp tcp) {
            return TcpLink.connect(tcp.host(), tcp.port(), CONNECT_TCP);
        }
        MqttAddress broker = MqttAddress.parse(address.text());
        return MqttLink.connect(broker, mqttOptions(broker, host), waiting);
    }

    /**
     * What a device is now, as a broker is told.
     *
     * @param bootId of its present boot
     */
    public record Announced(long bootId, Datasheet datasheet) {
        MqttPresence presence() {
            return MqttPresence.of(
                    String.format("%016x", bootId), JsonMapper.shared().writeValueAsString(datasheet));
        }
    }

    /** What a device says of itself at a broker; asked when it is to be announced there. */
    public interface Announcement {
        /**
         * The device.
         *
         * @throws LinkException when whoever knows it cannot be reached
         */
        Announced device() throws LinkException;
    }

    /**
     * Offers a device at an address: a pseudo-terminal under that path, a TCP port (0 takes a free one), or its topics at a
     * broker.
     *
     * @param mirror whether results and energies are told to anyone who listens; of no matter but at a broker
     * @throws LinkException in one line: what cannot be offered there and why
     * @throws IllegalArgumentException when the address is of no carrier
     */
    public static Listener listen(DeviceAddress address, Host host, Announcement announcement, boolean mirror)
            throws LinkException {
        if (address instanceof DeviceAddress.Serial serial) {
            return new PtyListener(Path.of(serial.path()), null);
        }
        if (address instanceof DeviceAddress.Tcp tcp) {
            return new TcpListener(tcp.host(), tcp.port());
        }
        if (address instanceof DeviceAddress.Mqtt) {
            MqttAddress broker = MqttAddress.parse(address.text());
            Announced device = announcement.device();
            Listener listener = MqttListener.open(broker, mqttOptions(broker, host), device.presence());
            return mirror ? new MirroringListener(listener, device) : listener;
        }
        throw new IllegalArgumentException("address '" + address.text()
                + "' cannot be offered; allowed: serial:PATH, tcp:HOST:PORT, mqtt://[USER@]HOST[:PORT]/BENCH/DEVICE");
    }

    /** Carrier and place of something offered at an address, as a ready line tells them. */
    public static Map.Entry<String, String> place(String address) {
        String carrier = address.substring(0, address.indexOf(':'));
        return carrier.startsWith("mqtt")
                ? Map.entry("mqtt", address)
                : Map.entry(carrier, address.substring(carrier.length() + 1));
    }

    /**
     * A session with a device, in the dialect it speaks: told to whoever watches when it has to wait, and opened anew after a
     * loss.
     */
    static DeviceSession session(
            DeviceAddress address, long deviceSeed, Host host, SessionOptions.Builder options, SessionWatcher watcher)
            throws LinkException {
        Wiring wiring = address instanceof DeviceAddress.Rcn station ? WiringFile.load(station.wiring()) : null;
        boolean[] told = {false};
        Link link = Arrival.await(
                address,
                host.patience(),
                watcher,
                () -> open(address, deviceSeed, host, line -> {
                    if (!told[0]) {
                        told[0] = true;
                        watcher.lost(line);
                    }
                    watcher.waiting();
                }));
        if (told[0] && link.trouble() == null) {
            watcher.back(link.address() + ": is there");
        }
        options.watcher(watcher);
        if (!(address instanceof DeviceAddress.Emulated)) {
            // that it is waited for has been told by the session
            options.reconnect(() -> open(address, deviceSeed, host, line -> watcher.waiting()));
        }
        return wiring == null ? Session.open(link, options.build()) : RcnDriver.open(link, wiring, options.build());
    }

    /** The profile of an in-process device, in the geometry its address asks for. */
    static DeviceProfile profile(DeviceAddress.Emulated address) {
        DeviceProfile profile = ProfileLibrary.load(address.profile());
        int rows = address.rows().orElse(profile.geometry().rows());
        int columns = address.columns().orElse(profile.geometry().columns());
        return rows == profile.geometry().rows()
                        && columns == profile.geometry().columns()
                ? profile
                : profile.withGeometry(rows, columns);
    }

    /**
     * The configuration with an address that names the size its task needs, if it is of an emulated device in this process
     * that names none and the profile's array is too small; else as it is.
     */
    static RunConfiguration fitted(RunConfiguration configuration, ArrayGeometry needs) {
        if (!(DeviceAddress.parse(configuration.device()) instanceof DeviceAddress.Emulated address)
                || address.rows().isPresent()
                || address.columns().isPresent()) {
            return configuration;
        }
        ArrayGeometry has = profile(address).geometry();
        if (has.contains(needs.whole())) {
            return configuration;
        }
        return configuration.on(
                address.withSize(Math.max(has.rows(), needs.rows()), Math.max(has.columns(), needs.columns())));
    }

    /** A device freshly booted out of a profile. */
    static EmulatedDevice emulated(DeviceProfile profile, long seed, Host host) {
        LongSupplier bootIds = host::identifier;
        return emulated(profile, seed, DeviceOptions.of(bootIds, host.nanoTime()));
    }

    /** A device freshly booted out of a profile, with options. */
    static EmulatedDevice emulated(DeviceProfile profile, long seed, DeviceOptions options) {
        return EmulatedDevice.of(profile, FIRMWARE, seed, options);
    }

    /** What an emulated device says of its firmware. */
    static final String FIRMWARE = "limbench-emulator";

    /**
     * How a broker is reached: the password comes from the environment, and so do the names of the files for TLS.
     *
     * @throws IllegalArgumentException when a file is not what it should be
     */
    static MqttOptions mqttOptions(MqttAddress address, Host host) {
        MqttOptions usual =
                MqttOptions.of(() -> host.environment().apply(Host.MQTT_PASSWORD), CONNECT, host.nanoTime());
        return address.tls() ? usual.withTls(tls(host)) : usual;
    }

    private static BrokerTls tls(Host host) {
        try {
            return BrokerTls.load(
                    new BrokerTls.Files(
                            path(host, Host.MQTT_CA), path(host, Host.MQTT_CERT), path(host, Host.MQTT_KEY)),
                    host.environment().apply(Host.MQTT_KEY_PASSPHRASE));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    wrong.getMessage() + " (see " + Host.MQTT_CA + ", " + Host.MQTT_CERT + ", " + Host.MQTT_KEY + ", "
                            + Host.MQTT_KEY_PASSPHRASE + ")",
                    wrong);
        }
    }

    private static @Nullable Path path(Host host, String variable) {
        String name = host.environment().apply(variable);
        return name == null || name.isEmpty() ? null : Path.of(name);
    }
}
