package org.limbench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Carriers;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.proxy.Proxy;
import org.limbench.bench.proxy.ProxyFaults;
import org.limbench.bench.proxy.ProxyPlan;
import org.limbench.bench.proxy.ProxyReport;
import org.limbench.transport.LinkException;
import org.limbench.transport.faults.Fate;
import org.limbench.transport.faults.FaultCounts;
import org.limbench.transport.faults.LinkDirection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench proxy}: stands between hosts and a device and breaks the wire until stopped. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Stand between hosts and a device, bridge their carriers, and break the wire on purpose until stopped"
                    + " (Ctrl-C).",
            "Prints one JSON line on stdout when hosts can come, and on stderr at the end what befell how many frames."
        },
        customSynopsis = "limbench proxy --listen=ADDRESS --to=ADDRESS [OPTIONS]",
        footer = {
            "",
            "Example",
            "  limbench proxy --listen serial:./lim1 --to tcp:127.0.0.1:4000 \\",
            "    --faults lossy-lab.yaml"
        })
final class ProxyCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 5;

    private final Console console;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            required = true,
            description = "Where hosts come: serial:PATH (a pseudo-terminal is offered there), tcp:HOST:PORT (port 0"
                    + " takes a free one), mqtt://[USER@]HOST[:PORT]/BENCH/DEVICE.")
    @Heading.Under(Heading.CARRIERS)
    private String listen = "";

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            required = true,
            description = "Where the device is: serial:PATH[?baud=N], tcp:HOST:PORT or mqtt://...")
    @Heading.Under(Heading.CARRIERS)
    private String to = "";

    @Option(names = "--faults", paramLabel = "FILE", description = "YAML file of what to break (default: nothing).")
    @Heading.Under(Heading.FAULTS)
    private @Nullable Path faults;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of what is drawn (default: the file's, else 1).")
    @Heading.Under(Heading.FAULTS)
    private @Nullable Long seed;

    @Mixin
    private PatienceOption patience = new PatienceOption();

    @Option(
            names = "--control",
            paramLabel = "HOST:PORT",
            description = "Back door of an emulated device, for reboots; LIMBENCH_CONTROL_TOKEN is its token.")
    @Heading.Under(Heading.FAULTS)
    private @Nullable String control;

    @Option(
            names = "--reboot-command",
            paramLabel = "CMD",
            description = "Shell command that reboots any other device, run once a reboot.")
    @Heading.Under(Heading.FAULTS)
    private @Nullable String rebootCommand;

    @Option(
            names = "--mirror",
            description = "With --listen mqtt://..., tell anyone who listens at that broker every result (evt/result)"
                    + " and, in JSON, its energy (evt/energy).")
    @Heading.Under(Heading.CARRIERS)
    private boolean mirror;

    @Option(names = "--json", description = "Print the counts at the end as one JSON line on stdout.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    ProxyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws LinkException {
        ProxyFaults broken = faults == null ? ProxyFaults.NONE : ProxyFaults.read(faults);
        ProxyPlan plan = new ProxyPlan(
                TypedOptions.named("--listen", () -> DeviceAddress.offered(listen)),
                TypedOptions.named("--to", () -> DeviceAddress.parse(to)),
                seed == null ? broken : broken.withSeed(seed),
                control == null ? null : TypedOptions.named("--control", () -> DeviceAddress.listening(control)),
                rebootCommand,
                mirror);
        CountDownLatch told = new CountDownLatch(1);
        try (Proxy proxy = Proxy.start(
                plan, console.host().patient(patience.duration()), line -> console.say("limbench: " + line))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy, told)));
            announce(proxy);
            try {
                proxy.await();
            } finally {
                proxy.stop();
                tell(proxy.report());
                told.countDown();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    /** The process ends when this does: not before the counts are told. */
    private static void stop(Proxy proxy, CountDownLatch told) {
        proxy.stop();
        try {
            if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return; // stderr takes nothing
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Proxy proxy) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("ready", true);
        Map.Entry<String, String> place = Carriers.place(proxy.address());
        line.put(place.getKey(), place.getValue());
        line.put("address", proxy.address());
        line.put("to", to);
        print(line);
    }

    private void tell(ProxyReport report) {
        if (json) {
            print(document(report));
            return;
        }
        report.frames()
                .forEach((direction, counts) ->
                        console.say(line(direction, counts, report.broken().getOrDefault(direction, 0L))));
        console.say(String.format(
                Locale.ROOT, "links of hosts %,d, reboots of the device %,d", report.hosts(), report.reboots()));
    }

    private static String line(LinkDirection direction, FaultCounts counts, long broken) {
        StringJoiner fates = new StringJoiner(", ");
        for (Fate fate : Fate.values()) {
            if (fate == Fate.PASSED || counts.of(fate) > 0) {
                fates.add(String.format(Locale.ROOT, "%s %,d", word(fate), counts.of(fate)));
            }
        }
        if (broken > 0) {
            fates.add(String.format(Locale.ROOT, "broken at the bridge %,d", broken));
        }
        String way = direction == LinkDirection.TO_DEVICE ? "to device" : "to host";
        return String.format(Locale.ROOT, "%-9s %,8d frames: %s", way, counts.frames(), fates);
    }

    private static Map<String, Object> document(ProxyReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        report.frames().forEach((direction, counts) -> {
            Map<String, Object> fates = new LinkedHashMap<>();
            fates.put("frames", counts.frames());
            counts.byFate().forEach((fate, count) -> fates.put(word(fate), count));
            fates.put("broken", report.broken().getOrDefault(direction, 0L));
            document.put(direction.word(), fates);
        });
        document.put("hosts", report.hosts());
        document.put("reboots", report.reboots());
        return document;
    }

    private static String word(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private void print(Map<String, Object> line) {
        console.out().println(JsonMapper.shared().writeValueAsString(line));
        console.out().flush();
    }
}
