package org.limbench.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.bench.Serving;
import org.limbench.device.ArrayGeometry;
import org.limbench.emulator.FaultPlan;
import org.limbench.emulator.FaultPlanFile;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.transport.LinkException;
import org.limbench.transport.mqtt.MqttAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench emulate}: serves emulated devices until stopped. */
@Command(
        name = "emulate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Serve emulated devices on serial ports, TCP or MQTT until stopped (Ctrl-C).",
            "Prints one JSON line on stdout when they can be reached."
        },
        footer = {
            "",
            "Only MQTT asks who is there: on a serial port or a TCP port whoever reaches it",
            "drives the device.",
            "",
            BrokerEnvironment.HELP,
            "",
            "Example",
            "  limbench emulate --profile lim-chain --serial ./lim0"
        })
final class EmulateCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--profile",
            completionCandidates = Candidates.Profiles.class,
            paramLabel = "PROFILE",
            defaultValue = "lim-chain",
            description = "Profile name or YAML file (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.DEVICE)
    private String profile = "";

    @Option(names = "--rows", paramLabel = "R", description = "Rows of the array (default: the profile's).")
    @Heading.Under(Heading.DEVICE)
    private @Nullable Integer rows;

    @Option(names = "--columns", paramLabel = "C", description = "Columns of the array (default: the profile's).")
    @Heading.Under(Heading.DEVICE)
    private @Nullable Integer columns;

    @Option(
            names = "--serial",
            paramLabel = "PATH",
            description = "Offer a pseudo-terminal at this path (a symbolic link to it).")
    @Heading.Under(Heading.CARRIERS)
    private @Nullable Path serial;

    @Option(names = "--tcp", paramLabel = "HOST:PORT", description = "Offer a TCP port; port 0 takes a free one.")
    @Heading.Under(Heading.CARRIERS)
    private @Nullable String tcp;

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            description =
                    "Offer over a broker, mqtt[s]://[user@]host[:port]; secrets come from the environment, see below.")
    @Heading.Under(Heading.CARRIERS)
    private @Nullable String mqtt;

    @Option(
            names = "--bench",
            paramLabel = "NAME",
            defaultValue = "bench",
            description = "Bench in the MQTT topics (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.CARRIERS)
    private String bench = "";

    @Option(
            names = "--id",
            paramLabel = "NAME",
            defaultValue = "lim0",
            description = "Device in the MQTT topics (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.CARRIERS)
    private String id = "";

    @Option(
            names = "--mirror",
            description = "With --mqtt, tell anyone who listens at the broker every result (evt/result) and, in JSON,"
                    + " its energy (evt/energy).")
    @Heading.Under(Heading.CARRIERS)
    private boolean mirror;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of devices (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.DEVICE)
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the first device (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.DEVICE)
    private long seed;

    @Option(names = "--faults", paramLabel = "FILE", description = "YAML file of faults to inject.")
    @Heading.Under(Heading.FAULTS)
    private @Nullable Path faults;

    @Option(
            names = "--control",
            paramLabel = "HOST:PORT",
            description = "Offer the back door over HTTP: true conductances, faults, time, snapshots. Loopback only,"
                    + " unless LIMBENCH_CONTROL_TOKEN holds a token of 16 characters or more.")
    @Heading.Under(Heading.FAULTS)
    private @Nullable String control;

    @Mixin
    private TraceOption trace = new TraceOption();

    @Option(
            names = "--dialect",
            completionCandidates = Candidates.Dialects.class,
            paramLabel = "DIALECT",
            defaultValue = "limbench",
            description =
                    "limbench, or rcn: an RCN test station with the chip on it, on a serial port (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.CARRIERS)
    private String dialect = "";

    @Option(
            names = "--wiring",
            paramLabel = "FILE",
            description = "With --dialect rcn, which pin is which line of the chip (default: rcn-16x4).")
    @Heading.Under(Heading.CARRIERS)
    private @Nullable String wiring;

    EmulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (TraceOption.Tracing tracing = trace.open(console);
                Serving serving = open(tracing.host())) {
            Thread here = Thread.currentThread();
            Thread stop = new Thread(() -> {
                serving.stop();
                here.interrupt();
            });
            Runtime.getRuntime().addShutdownHook(stop);
            announce(serving.ready());
            serving.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private Serving open(Host host) throws LinkException {
        if (dialect.equals("rcn")) {
            return station(host);
        }
        if (!dialect.equals("limbench") || wiring != null) {
            throw new IllegalArgumentException(
                    "--dialect is '" + dialect + "'" + (wiring == null ? "" : " with --wiring")
                            + "; allowed: limbench, or rcn with or without --wiring");
        }
        Serving.Offer offer = new Serving.Offer(
                profile(),
                serial,
                tcp == null ? null : TypedOptions.named("--tcp", () -> DeviceAddress.listening(tcp)),
                mqtt == null ? null : TypedOptions.named("--mqtt", () -> broker(mqtt)),
                mirror,
                control == null ? null : TypedOptions.named("--control", () -> DeviceAddress.listening(control)),
                count,
                seed,
                faults == null ? FaultPlan.none() : FaultPlanFile.read(faults));
        requirePorts(offer);
        warnOfOpenDoors(offer);
        return Serving.start(offer, host, console::say);
    }

    /** Where its topics are: the broker as typed, and the names the topics begin with. */
    private MqttAddress broker(String url) {
        return MqttAddress.parse(url + (url.endsWith("/") ? "" : "/") + bench + "/" + id);
    }

    private Serving station(Host host) throws LinkException {
        boolean plain =
                tcp == null && mqtt == null && !mirror && control == null && faults == null && host.trace() == null;
        if (serial == null || !plain || count != 1 || rows != null || columns != null) {
            throw new IllegalArgumentException(
                    "--dialect rcn with other options than --serial, --profile, --wiring and"
                            + " --seed, or without --serial; allowed: one station on one serial port, its size is the wiring's");
        }
        return Serving.station(
                ProfileLibrary.load(profile), wiring == null ? "rcn-16x4" : wiring, seed, serial, host, console::say);
    }

    /** Every device behind the first has the next port. */
    private void requirePorts(Serving.Offer offer) {
        DeviceAddress.Tcp first = offer.tcp();
        if (first != null && first.port() + offer.count() - 1 > 65_535) {
            throw new IllegalArgumentException("--tcp " + tcp + " with --count " + count + " needs ports up to "
                    + (first.port() + count - 1) + "; allowed: up to 65535");
        }
    }

    private void warnOfOpenDoors(Serving.Offer offer) {
        if (offer.tcp() != null && !isLoopback(offer.tcp().host())) {
            console.say("limbench: --tcp " + tcp
                    + " is open to others, and the wire asks nobody for a name: whoever reaches"
                    + " the port drives the device; --tcp 127.0.0.1:PORT or --mqtt mqtts://... keep strangers out");
        }
        if (offer.control() != null && !isLoopback(offer.control().host())) {
            console.say("limbench: --control " + control + " is open to others, and the token travels in the clear");
        }
    }

    /** False also for a name that is not known, which is told where it is opened. */
    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private DeviceProfile profile() {
        DeviceProfile found = ProfileLibrary.load(profile);
        ArrayGeometry has = found.geometry();
        return rows == null && columns == null
                ? found
                : found.withGeometry(rows == null ? has.rows() : rows, columns == null ? has.columns() : columns);
    }

    private void announce(List<Map<String, Object>> devices) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("ready", true);
        line.putAll(devices.get(0));
        if (devices.size() > 1) {
            line.put("devices", devices);
        }
        console.out().println(JsonMapper.shared().writeValueAsString(line));
        console.out().flush();
    }
}
