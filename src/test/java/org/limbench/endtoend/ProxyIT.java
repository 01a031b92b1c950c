package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.ledger.LedgerDatabase;
import org.limbench.testkit.Await;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program's own proxy between its host and devices: whatever it does to the wire, the ledger stays the same. */
final class ProxyIT {
    private static final String[] SMALL = {"--task", "digits", "--arms", "lim", "--updates", "100", "--seed", "5"};

    @TempDir
    private static Path directory;

    private static Limbench limbench;
    private static byte[] inProcess;

    @BeforeAll
    static void runInProcess() throws Exception {
        limbench = new Limbench(directory);
        inProcess = ledger("emulated:lim-chain", "in-process");
    }

    private static Limbench.Outcome run(String device, String name) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "run", "--device", device, "--out", directory.resolve(name).toString()));
        arguments.addAll(List.of(SMALL));
        return limbench.run(arguments.toArray(String[]::new));
    }

    /** What was done and what it did, row by row; the meter's own noise goes on when a read is repeated. */
    private static List<String> story(String name) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT \"row\", kind, deviceSeconds, pulses, jumps,"
                        + " weightsDigest FROM '" + directory.resolve(name).resolve("ledger.parquet")
                        + "' ORDER BY \"row\"")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= 6; i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    private static byte[] ledger(String device, String name) throws Exception {
        Limbench.Outcome outcome = run(device, name);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return Files.readAllBytes(directory.resolve(name).resolve("ledger.parquet"));
    }

    private static Limbench.Running emulator(String... more) throws IOException {
        return limbench.serve(
                Stream.concat(Stream.of("emulate", "--seed", "5", "--tcp", "127.0.0.1:0"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static Limbench.Running proxy(String listen, String to, String... more) throws IOException {
        return limbench.serve(Stream.concat(Stream.of("proxy", "--listen", listen, "--to", to), Stream.of(more))
                .toArray(String[]::new));
    }

    /** As Ctrl-C does. */
    private static void stop(Limbench.Running proxy) {
        proxy.close();
    }

    private static String faults(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), "format: 1\n" + text).toString();
    }

    private static long count(String run, String file, String condition) throws SQLException {
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*) FROM '" + directory.resolve(run).resolve(file) + "' WHERE " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void aSeededMixOnASerialLineGivesTheBytesOfTheInProcessRun() throws Exception {
        String mix = faults("mix.yaml", """
                seed: 3
                link: {loss: 0.01, flips: 0.005, truncation: 0.005, duplication: 0.01, reordering: 0.01}
                """);
        try (Limbench.Running device = emulator();
                Limbench.Running proxy =
                        proxy("serial:lim1", "tcp:" + device.ready().get("tcp").asString(), "--faults", mix)) {
            byte[] bytes = ledger("serial:" + proxy.ready().get("serial").asString(), "mix");
            assertThat(Arrays.equals(bytes, inProcess)).as("same bytes").isTrue();
            stop(proxy);
            assertThat(Files.readString(proxy.err())).containsPattern("to device +[0-9]+ frames: passed [0-9]+, lost");
        }
    }

    @Test
    void whatALabDoesLeavesOneIndeterminateUpdateTheOneThePowerWasCutIn() throws Exception {
        try (Limbench.Running device = emulator("--control", "127.0.0.1:0")) {
            JsonNode ready = device.ready();
            try (Limbench.Running proxy = proxy(
                    "tcp:127.0.0.1:0",
                    "tcp:" + ready.get("tcp").asString(),
                    "--control",
                    ready.get("control").asString(),
                    "--faults",
                    Path.of("firmware-protocol/proxy/lossy-lab.yaml")
                            .toAbsolutePath()
                            .toString())) {
                Limbench.Outcome outcome = run("tcp:" + proxy.ready().get("tcp").asString(), "lab");
                stop(proxy);
                String said = Files.readString(proxy.err());
                assertThat(outcome.code()).as(outcome.err() + said).isZero();
                assertThat(said)
                        .containsPattern("command 60 \\(id [0-9]+\\): the device loses power, moment commit")
                        .contains("the link is cut", "swallowed", "frozen", "reboots of the device 1");
            }
        }
        assertThat(count("lab", "link.parquet", "status = 'indeterminate'")).isOne();
        assertThat(count("lab", "ledger.parquet", "kind = 'unaccounted'")).isOne();
    }

    @Test
    void cutsOutagesAndAFailureInTheMiddleLeaveTheRunAsItIsInProcess() throws Exception {
        String cuts = faults("cuts.yaml", """
                script:
                  - {do: cut, direction: toDevice, frame: 90, refuse: {attempts: 2}}
                  - {do: cut, direction: toHost, frame: 200, silent: {attempts: 3}}
                  - {do: fail, direction: toHost, frame: 300}
                  - {do: cut, direction: toDevice, frame: 260, refuse: {millis: 300}}
                """);
        try (Limbench.Running device = emulator();
                Limbench.Running proxy = proxy(
                        "tcp:127.0.0.1:0", "tcp:" + device.ready().get("tcp").asString(), "--faults", cuts, "--json")) {
            String address = "tcp:" + proxy.ready().get("tcp").asString();
            Limbench.Outcome outcome = run(address, "cuts");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(story("cuts")).isEqualTo(story("in-process"));
            stop(proxy);
            assertThat(Files.readString(proxy.err()).lines().filter("limbench: the link is cut"::equals))
                    .hasSize(3);
        }
    }

    @Test
    void theCountsAreOneJsonLineOnRequest() throws Exception {
        try (Limbench.Running device = emulator()) {
            Limbench.Running proxy = limbench.background(
                    "proxy",
                    "--listen",
                    "serial:lim2",
                    "--to",
                    "tcp:" + device.ready().get("tcp").asString(),
                    "--json");
            try (proxy) {
                Await.until(
                        "the terminal is there",
                        Duration.ofSeconds(30),
                        () -> Files.exists(directory.resolve("lim2"))
                                || !proxy.process().isAlive());
                Limbench.Outcome probe = limbench.run("probe", "serial:lim2");
                assertThat(probe.code()).as(probe.err()).isZero();
            }
            List<String> lines = Files.readAllLines(proxy.out());
            assertThat(lines).hasSize(2);
            JsonNode counts = JsonMapper.shared().readTree(lines.get(1));
            assertThat(counts.get("toDevice").get("frames").asLong()).isPositive();
            assertThat(counts.get("toHost").get("passed"))
                    .isEqualTo(counts.get("toHost").get("frames"));
            assertThat(counts.get("hosts").asLong()).isOne();
        }
    }

    @Test
    void realFirmwareIsReachedThroughABrokerAndRebootedByItsCommand() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Firmware.Running firmware = Firmware.posix(true, "--seed", "3")) {
            String breaking = faults("reboots.yaml", """
                    reboots: [{atUpdate: 20, moment: after}]
                    script: [{do: cut, direction: toDevice, frame: 150}]
                    """);
            try (Limbench.Running proxy = proxy(
                    broker.url("bench", "real"),
                    "tcp:127.0.0.1:" + firmware.port(),
                    "--faults",
                    breaking,
                    "--reboot-command",
                    "kill -HUP " + firmware.pid())) {
                String address = proxy.ready().get("mqtt").asString();
                assertThat(address).isEqualTo(broker.url("bench", "real"));
                Limbench.Outcome probe = limbench.run("probe", address);
                assertThat(probe.code()).as(probe.err()).isZero();
                assertThat(probe.out()).contains("lim-posix");
                Limbench.Outcome run = limbench.run(
                        "run",
                        "--device",
                        address,
                        "--task",
                        "quadratic",
                        "--arms",
                        "lim",
                        "--updates",
                        "60",
                        "--out",
                        directory.resolve("firmware").toString());
                stop(proxy);
                assertThat(run.code())
                        .as(run.err() + Files.readString(proxy.err()))
                        .isZero();
                assertThat(Files.readString(proxy.err())).contains("the link is cut", "reboots of the device 1");
            }
        }
        assertThat(count("firmware", "link.parquet", "status = 'indeterminate'"))
                .isOne();
    }

    @Test
    void aDeviceThatIsGoneIsToldToWhoeverComes() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device = emulator()) {
            String to = "tcp:" + device.ready().get("tcp").asString();
            try (Limbench.Running tcp = proxy("tcp:127.0.0.1:0", to);
                    Limbench.Running serial = proxy("serial:lim3", to)) {
                String atPort = "tcp:" + tcp.ready().get("tcp").asString();
                String atTerminal = "serial:" + serial.ready().get("serial").asString();
                device.kill();
                oneLine(limbench.run("probe", atPort), "the peer closed the connection");
                oneLine(limbench.run("probe", atTerminal), "the device is gone");
                assertThat(Files.readString(tcp.err())).contains("the device's end is lost: " + to);
                Limbench.Outcome late =
                        limbench.run("proxy", "--listen", broker.url("bench", "lim0"), "--to", to, "--wait", "0");
                oneLine(late, to + ": cannot connect");
            }
        }
    }

    private static void oneLine(Limbench.Outcome outcome, String part) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("limbench: ")))
                .hasSize(1);
        assertThat(outcome.err()).contains(part).doesNotContain("\tat ");
    }
}
