package org.limbench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.SoakHost;
import org.limbench.emulator.FaultPlan;
import org.limbench.ledger.JournalEntry;
import org.limbench.ledger.JournalReader;
import org.limbench.soak.SoakPlan.Carrier;
import org.limbench.soak.SoakPlan.Mishap;
import org.limbench.testkit.Await;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;

/** Runs one leg: starts device and host as processes, harms them as planned, and audits what they leave. Single-threaded. */
final class SoakLeg implements AutoCloseable {
    private static final int MOST_LINKS_LOST = 20;
    private static final long LOOK_AGAIN_NANOS = 300_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final SoakPlan plan;
    private final SoakPlan.Leg leg;
    private final Path directory;
    private final Deque<SoakPlan.Planned> mishaps;
    private final Deque<FaultPlan.Reboot> reboots;
    private final Map<Mishap, Long> done = new EnumMap<>(Mishap.class);
    private final @Nullable MosquittoBroker broker;
    private String address;
    private Process device;
    private Process host;
    private int lives;
    private int hosts;
    private int linksLost;

    SoakLeg(SoakPlan plan, SoakPlan.Leg leg, Path directory) throws IOException, InterruptedException {
        this.plan = plan;
        this.leg = leg;
        this.directory = Files.createDirectories(directory);
        mishaps = new ArrayDeque<>(leg.mishaps());
        reboots = new ArrayDeque<>(leg.reboots());
        broker = leg.carrier() == Carrier.MQTT ? MosquittoBroker.start() : null;
        address = switch (leg.carrier()) {
            case TCP -> "tcp:0";
            case SERIAL -> "serial:" + directory.resolve("lim").toAbsolutePath();
            case MQTT -> broker.url("soak", "lim");
        };
        device = startDevice();
        host = startHost();
    }

    /**
     * What a leg came to.
     *
     * @param done mishaps carried out
     * @param notReached mishaps and reboots the leg was over before
     * @param linksLost times a host gave its link up and another process went on
     */
    record Outcome(
            SoakPlan.Leg leg,
            Audit.Outcome audit,
            Map<Mishap, Long> done,
            int notReached,
            int linksLost,
            int lives,
            int hosts,
            WireCounts fromHost,
            WireCounts fromDevice,
            double seconds) {}

    Outcome run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (running()) {
            SoakPlan.Planned next = mishaps.peek();
            if (next != null && acts() >= next.atAct()) {
                mishaps.remove();
                carryOut(next.mishap());
                done.merge(next.mishap(), 1L, Long::sum);
            } else {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        device.destroyForcibly().waitFor();
        double seconds = (System.nanoTime() - began) * 1e-9;
        List<List<Truth.Act>> truth = new ArrayList<>();
        WireCounts fromDevice = WireCounts.NONE;
        for (int life = 0; life < lives; life++) {
            truth.add(Truth.read(SoakDevice.truth(directory, life)));
            fromDevice = fromDevice.plus(WireCounts.read(SoakDevice.counts(directory, life)));
        }
        WireCounts fromHost = WireCounts.NONE;
        for (int process = 0; process < hosts; process++) {
            fromHost = fromHost.plus(WireCounts.read(SoakHost.counts(directory, process)));
        }
        Audit.Outcome audit = Audit.of(new SoakCommands(leg.seed()).leg(leg.updates()), told(), truth);
        int notStruck = lives + leg.reboots().size() - (int) audit.boots();
        return new Outcome(
                leg, audit, done, mishaps.size() + notStruck, linksLost, lives, hosts, fromHost, fromDevice, seconds);
    }

    /** Whether the leg goes on; starts the host again where it gave its link up. */
    private boolean running() throws IOException {
        if (host.isAlive()) {
            if (!device.isAlive()) {
                throw new IOException("the device ended by itself: " + said("device", lives - 1));
            }
            return true;
        }
        if (host.exitValue() == 0) {
            return false;
        }
        if (host.exitValue() != SoakHost.LINK_LOST || ++linksLost > MOST_LINKS_LOST) {
            throw new IOException("the host ended with " + host.exitValue() + ": " + said("host", hosts - 1));
        }
        host = startHost();
        return true;
    }

    private void carryOut(Mishap mishap) throws IOException, InterruptedException {
        switch (mishap) {
            case HOST_KILLED -> {
                host.destroyForcibly().waitFor();
                host = startHost();
            }
            case DEVICE_KILLED -> {
                device.destroyForcibly().waitFor();
                device = startDevice();
            }
            case BOTH_KILLED -> {
                device.destroyForcibly();
                host.destroyForcibly().waitFor();
                device.waitFor();
                device = startDevice();
                host = startHost();
            }
            case HOST_KILLED_TWICE -> {
                host.destroyForcibly().waitFor();
                Path journal = directory.resolve("journal.bin");
                long size = Files.size(journal);
                host = startHost();
                Await.until("the host goes on", START_LIMIT, () -> Files.size(journal) != size || !host.isAlive());
                host.destroyForcibly().waitFor();
                host = startHost();
            }
            case BROKER_RESTARTED -> {
                if (broker == null) {
                    throw new IllegalStateException("leg " + leg.number() + " has no broker");
                }
                broker.kill();
                broker.restart();
            }
        }
    }

    /** Commands the device's processes have carried out in this leg, reads and boots included. */
    private long acts() throws IOException {
        long acts = 0;
        for (int life = 0; life < lives; life++) {
            acts += Truth.size(SoakDevice.truth(directory, life));
        }
        return acts;
    }

    private Process startDevice() throws IOException {
        long before = 0;
        for (int life = 0; life < lives; life++) {
            before += Truth.read(SoakDevice.truth(directory, life)).stream()
                    .filter(Truth.Act::changesState)
                    .count();
        }
        if (lives > 0) {
            long boots = Truth.read(SoakDevice.truth(directory, lives - 1)).stream()
                    .filter(act -> act.number() == Truth.BOOT)
                    .count();
            for (long struck = 1; struck < boots; struck++) {
                reboots.remove();
            }
        }
        List<String> arguments = new ArrayList<>(
                List.of(address, directory.toString(), Integer.toString(lives), Long.toString(leg.seed())));
        arguments.addAll(odds(0));
        for (FaultPlan.Reboot reboot : reboots) {
            arguments.add(Math.max(1, reboot.atUpdate() - before) + ":" + reboot.moment());
        }
        Process started = start(SoakDevice.class.getName(), "device", lives++, arguments);
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the device did not start: " + said("device", lives - 1));
        }
        // the port of the first life is that of all
        address = leg.carrier() == Carrier.TCP ? "tcp:" + line.substring(line.lastIndexOf(':') + 1) : address;
        return started;
    }

    private Process startHost() throws IOException {
        String reach = leg.carrier() == Carrier.TCP ? address.replace("tcp:", "tcp:127.0.0.1:") : address;
        List<String> arguments = new ArrayList<>(List.of(
                reach,
                directory.toString(),
                Integer.toString(hosts),
                Long.toString(leg.seed()),
                Integer.toString(leg.updates())));
        arguments.addAll(odds(plan.odds().disconnection()));
        return start(SoakHost.class.getName(), "host", hosts++, arguments);
    }

    /** Only the host's end cuts the link: it is the one that opens it anew. */
    private List<String> odds(double cuts) {
        return List.of(
                Double.toString(plan.odds().loss()), Double.toString(plan.odds().flips()), Double.toString(cuts));
    }

    private Process start(String main, String role, int number, List<String> arguments) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        line.addAll(Limbench.SHORT_LIFE);
        line.addAll(List.of(
                "-Dfazecast.jSerialComm.appid=limbench-soak", "-cp", System.getProperty("java.class.path"), main));
        line.addAll(arguments);
        return new ProcessBuilder(line)
                .redirectError(errors(role, number).toFile())
                .start();
    }

    private Path errors(String role, int number) {
        return directory.resolve(role + "-" + number + ".err");
    }

    private String said(String role, int number) throws IOException {
        return Files.readString(errors(role, number));
    }

    private List<JournalEntry> told() throws IOException {
        List<JournalEntry> told = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                told.add(entry);
            }
        }
        return told;
    }

    @Override
    public void close() throws IOException {
        host.destroyForcibly();
        device.destroyForcibly();
        if (broker != null) {
            broker.close();
        }
    }
}
