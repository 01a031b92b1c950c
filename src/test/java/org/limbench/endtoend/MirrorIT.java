package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with {@code mosquitto_sub} sees what a run costs while it runs. */
final class MirrorIT {
    @TempDir
    private Path directory;

    @Test
    void whoListensAtTheBrokerSeesTheEnergyTheRunBooks() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device = new Limbench(directory)
                        .serve("emulate", "--mqtt", "mqtt://127.0.0.1:" + broker.port(), "--mirror")) {
            String address = device.ready().get("mqtt").asString();
            seesWhatIsBooked(broker, address, "emulated");
        }
    }

    @Test
    void aBridgeTellsOfFirmwareThatHasNoBrokerOfItsOwn() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Firmware.Running firmware = Firmware.posix(true);
                Limbench.Running bridge = new Limbench(directory)
                        .serve(
                                "proxy",
                                "--listen",
                                broker.url("bench", "lim0"),
                                "--to",
                                "tcp:127.0.0.1:" + firmware.port(),
                                "--mirror")) {
            bridge.ready();
            seesWhatIsBooked(broker, broker.url("bench", "lim0"), "firmware");
        }
    }

    /** Every update is told once, and the updates' heat adds up to what the run's ledger books. */
    private void seesWhatIsBooked(MosquittoBroker broker, String address, String out) throws Exception {
        Path heard = directory.resolve("heard-" + out);
        Process listener = listen(broker, heard);
        try {
            Limbench.Outcome run = new Limbench(directory)
                    .run("run", "--device", address, "--updates", "5", "--arms", "lim", "--out", out, "--json");
            assertThat(run.code()).as(run.err()).isZero();
            double booked = JsonMapper.shared()
                    .readTree(run.out())
                    .get("energy")
                    .get("accounts")
                    .get("update")
                    .asDouble();
            assertThat(booked).isNotZero();
            Await.until(
                    "the last of it is heard",
                    Duration.ofSeconds(10),
                    () -> Math.abs(updateJoules(heard) - booked) <= 1e-9 * Math.abs(booked));
            Set<Long> ids = new HashSet<>();
            for (JsonNode line : results(heard)) {
                assertThat(ids.add(line.get("id").asLong()))
                        .as("told once: %s", line)
                        .isTrue();
                assertThat(line.get("status").asString()).isEqualTo("applied");
                assertThat(line.get("bootId").asString()).hasSize(16);
                assertThat(line.get("emulated").asBoolean()).isTrue();
            }
            assertThat(ids).hasSizeGreaterThan(5);
        } finally {
            listener.destroy();
        }
    }

    private Process listen(MosquittoBroker broker, Path heard) throws IOException {
        Process listener = new ProcessBuilder(List.of(
                        "stdbuf",
                        "-oL",
                        "mosquitto_sub",
                        "-V",
                        "5",
                        "-d",
                        "-q",
                        "1",
                        "-p",
                        Integer.toString(broker.port()),
                        "-t",
                        "lim/v1/bench/lim0/evt/energy"))
                .redirectErrorStream(true)
                .redirectOutput(heard.toFile())
                .start();
        Await.until(
                "mosquitto_sub is subscribed",
                Duration.ofSeconds(10),
                () -> Files.readString(heard).contains("Subscribed (mid:"));
        return listener;
    }

    private static double updateJoules(Path heard) throws IOException {
        return results(heard).stream()
                .mapToDouble(line -> line.get("joules").get("update").asDouble())
                .sum();
    }

    private static List<JsonNode> results(Path heard) throws IOException {
        return Files.readString(heard)
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(JsonMapper.shared()::readTree)
                .filter(line -> line.get("kind").asString().equals("result"))
                .toList();
    }
}
