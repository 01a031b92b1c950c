package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.ledger.LedgerDatabase;
import org.limbench.testkit.Await;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.Signals;

/** What a lab does to a run: devices that reboot or vanish, brokers that go away or know another password. */
final class HostileRunIT {
    @TempDir
    private Path directory;

    private String[] run(String device, String out, int updates) {
        return new String[] {
            "run",
            "--device",
            device,
            "--seed",
            "4",
            "--arms",
            "lim",
            "--updates",
            Integer.toString(updates),
            "--out",
            directory.resolve(out).toString()
        };
    }

    private static void oneLine(Limbench.Outcome outcome, int code, String... parts) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("limbench: ")))
                .hasSize(1);
        assertThat(outcome.err()).contains(parts).doesNotContain("\tat ");
    }

    private long count(String run, String file, String condition) throws SQLException {
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*) FROM '" + directory.resolve(run).resolve(file) + "' WHERE " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void awaitJournal(Limbench.Running run, String out, long bytes) throws Exception {
        Path journal = directory.resolve(out).resolve("journal.bin");
        Await.until(
                "the journal is larger than " + bytes + " bytes",
                Duration.ofMinutes(2),
                () -> !run.process().isAlive() || (Files.exists(journal) && Files.size(journal) > bytes));
        assertThat(run.process().isAlive()).as(Files.readString(run.err())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "commit", "after"})
    void aDeviceThatRebootsIsToldInTheLedgerAndOnTheScreen(String moment) throws Exception {
        Limbench limbench = new Limbench(directory);
        Path faults = Files.writeString(
                directory.resolve("faults.yaml"), "format: 1\nreboots:\n  - {atUpdate: 60, moment: " + moment + "}\n");
        try (Limbench.Running device =
                limbench.serve("emulate", "--seed", "4", "--tcp", "127.0.0.1:0", "--faults", faults.toString())) {
            Limbench.Outcome outcome =
                    limbench.run(run("tcp:" + device.ready().get("tcp").asString(), "out", 120));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(count("out", "link.parquet", "status = 'indeterminate'")).isOne();
            assertThat(count("out", "ledger.parquet", "kind = 'update'")).isEqualTo(119);
            assertThat(count("out", "ledger.parquet", "kind = 'unaccounted'")).isOne();
            assertThat(outcome.err()).contains("restarted").contains("INDETERMINATE");
            assertThat(Files.readString(directory.resolve("out").resolve("run.json")))
                    .contains("\"indeterminate\" : 1");
        }
    }

    /** Over both carriers at the same time: each host waits ten seconds for its device. */
    @Test
    void aDeviceThatVanishesEndsTheRunInOneLineAndAnIntactLedger() throws Exception {
        Limbench limbench = new Limbench(directory);
        try (Limbench.Running atPort = limbench.serve("emulate", "--seed", "4", "--tcp", "127.0.0.1:0");
                Limbench.Running atTerminal = limbench.serve("emulate", "--seed", "4", "--serial", "lim0")) {
            String tcp = "tcp:" + atPort.ready().get("tcp").asString();
            String serial = "serial:" + atTerminal.ready().get("serial").asString();
            try (Limbench.Running overTcp = limbench.background(run(tcp, "tcp", 8000));
                    Limbench.Running overSerial = limbench.background(run(serial, "serial", 8000))) {
                vanishes(atPort, overTcp, "tcp");
                vanishes(atTerminal, overSerial, "serial");
                endsInOneLineAndAnIntactLedger(overTcp, "tcp");
                endsInOneLineAndAnIntactLedger(overSerial, "serial");
            }
        }
    }

    private void vanishes(Limbench.Running device, Limbench.Running run, String carrier) throws Exception {
        awaitJournal(run, carrier, 100_000);
        device.kill();
        awaitSaid(run, carrier, "a new link is tried for up to 10.0 s (Ctrl-C stops)");
    }

    private void endsInOneLineAndAnIntactLedger(Limbench.Running run, String carrier) throws Exception {
        run.process().waitFor();
        oneLine(
                new Limbench.Outcome(
                        run.process().exitValue(), Files.readString(run.out()), Files.readString(run.err())),
                3,
                carrier);
        assertThat(Files.readString(run.err())).contains("--resume");
        Limbench.Outcome report =
                new Limbench(directory).run("report", directory.resolve(carrier).toString());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(count(carrier, "ledger.parquet", "kind = 'update'")).isPositive();
    }

    /** Within the time the requirement gives. */
    private static void awaitSaid(Limbench.Running program, String... parts) {
        Await.until(
                "stderr says " + String.join(", ", parts),
                Duration.ofSeconds(2),
                program.process(),
                () -> Files.readString(program.err())
                        .lines()
                        .anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
    }

    @Test
    void aRunThatWaitsForItsDeviceIsStoppedAtOnceAndKeepsItsLedger() throws Exception {
        Limbench limbench = new Limbench(directory);
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "4", "--serial", "lim0")) {
            String address = "serial:" + device.ready().get("serial").asString();
            try (Limbench.Running run = limbench.background(run(address, "out", 8000))) {
                awaitJournal(run, "out", 100_000);
                device.kill();
                awaitSaid(run, "serial:", "(Ctrl-C stops)");
                Signals.send(run.process(), "INT");
                Await.until(
                        "it has ended",
                        Duration.ofSeconds(2),
                        run.process(),
                        () -> !run.process().isAlive());
                assertThat(run.process().exitValue())
                        .as(Files.readString(run.err()))
                        .isEqualTo(130);
                assertThat(Files.readString(run.err())).contains("--resume").doesNotContain("limbench: ");
            }
        }
        Limbench.Outcome report =
                limbench.run("report", directory.resolve("out").toString());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(count("out", "ledger.parquet", "kind = 'update'")).isPositive();
    }

    @Test
    void aDeviceThatComesBackAtItsPortIsDrivenOn() throws Exception {
        Limbench limbench = new Limbench(directory);
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "4", "--serial", "lim0")) {
            String address = "serial:" + device.ready().get("serial").asString();
            String[] accepting = Stream.concat(Stream.of(run(address, "out", 3000)), Stream.of("--accept-device"))
                    .toArray(String[]::new);
            try (Limbench.Running run = limbench.background(accepting)) {
                awaitJournal(run, "out", 100_000);
                device.kill();
                try (Limbench.Running again = limbench.serve("emulate", "--seed", "4", "--serial", "lim0")) {
                    again.ready();
                    run.process().waitFor();
                }
                String said = Files.readString(run.err());
                assertThat(run.process().exitValue()).as(said).isZero();
                assertThat(said)
                        .contains("a new link is tried")
                        .contains("there again after")
                        .contains("one that began anew");
                assertThat(Files.readString(directory.resolve("out").resolve("run.json")))
                        .contains("\"replaced\" : true");
            }
        }
        assertThat(count("out", "ledger.parquet", "kind = 'update'")
                        + count("out", "link.parquet", "status = 'indeterminate'"))
                .isBetween(3000L, 3001L); // what was under way may have been another command than an update
    }

    @Test
    void aBrokerThatIsAwayIsNamed() throws Exception {
        String[] impatient = Stream.concat(
                        Stream.of(run("mqtt://127.0.0.1:1/bench/lim0", "out", 5)), Stream.of("--wait", "0"))
                .toArray(String[]::new);
        oneLine(new Limbench(directory).run(impatient), 3, "127.0.0.1:1");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aBrokerIsReachedByAnyNameTheResolverKnows() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost lab_broker 7b2f\n");
        Limbench resolving = new Limbench(directory, Map.of("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts));
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device = resolving.serve("emulate", "--mqtt", "mqtt://lab_broker:" + broker.port())) {
            String at = device.ready().get("mqtt").asString();
            assertThat(at).startsWith("mqtt://lab_broker:" + broker.port() + "/");
            Limbench.Outcome probe = resolving.run("probe", at.replace("lab_broker", "7b2f"));
            assertThat(probe.code()).as(probe.err()).isZero();
            oneLine(
                    resolving.run("probe", at.replace("lab_broker", "no_broker")),
                    3,
                    "broker no_broker:" + broker.port(),
                    "the host name is unknown");
        }
    }

    @Test
    void aBrokerThatGoesAwayAndComesBackLeavesTheSameWeights() throws Exception {
        Limbench limbench = new Limbench(directory);
        assertThat(limbench.run(run("emulated:lim-chain", "clean", 2000)).code())
                .isZero();
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device =
                        limbench.serve("emulate", "--seed", "4", "--mqtt", "mqtt://127.0.0.1:" + broker.port())) {
            try (Limbench.Running run =
                    limbench.background(run(device.ready().get("mqtt").asString(), "out", 2000))) {
                awaitJournal(run, "out", 100_000);
                broker.kill();
                awaitSaid(run, "broker 127.0.0.1:" + broker.port() + " went away", "up to 60 s (Ctrl-C stops)");
                awaitSaid(device, "broker 127.0.0.1:" + broker.port() + " went away");
                broker.restart();
                run.process().waitFor();
                assertThat(Files.readString(run.err())).contains("there again after");
                assertThat(Files.readString(device.err())).contains("there again");
                assertThat(run.process().exitValue())
                        .as(Files.readString(run.err()))
                        .isZero();
            }
        }
        assertThat(count("out", "ledger.parquet", "kind = 'update'")).isEqualTo(2000);
        assertThat(lastDigest("out")).isEqualTo(lastDigest("clean"));
    }

    private String lastDigest(String run) throws SQLException {
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT last(weightsDigest ORDER BY \"row\") FROM '"
                        + directory.resolve(run).resolve("ledger.parquet") + "' WHERE weightsDigest IS NOT NULL")) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void aWrongPasswordIsRefusedInOneLineAndTheRightOneWorks() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.startWithPassword("bench", "right")) {
            String url = "mqtt://bench@127.0.0.1:" + broker.port();
            Limbench right = new Limbench(directory, Map.of("LIMBENCH_MQTT_PASSWORD", "right"));
            Limbench wrong = new Limbench(directory, Map.of("LIMBENCH_MQTT_PASSWORD", "wrong"));
            try (Limbench.Running device = right.serve("emulate", "--seed", "4", "--mqtt", url)) {
                String address = device.ready().get("mqtt").asString();
                oneLine(wrong.run(run(address, "refused", 5)), 3, "password");
                Limbench.Outcome welcome = right.run(run(address, "welcome", 5));
                assertThat(welcome.code()).as(welcome.err()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reram-sb", "fn-dam", "lim-chain-board-meter"})
    void everyShippedDeviceShowsWhatItCanDo(String profile) throws Exception {
        Limbench.Outcome outcome = new Limbench(directory)
                .run(
                        "run",
                        "--device",
                        "emulated:" + profile,
                        "--updates",
                        "100",
                        "--out",
                        directory.resolve("out").toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(profile.startsWith("lim") ? "lowered" : "pulsed");
    }
}
