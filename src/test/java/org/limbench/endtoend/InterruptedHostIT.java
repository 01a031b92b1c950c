package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.testkit.Await;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.Signals;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;
import org.limbench.transport.serial.PtyListener;

/** A host that is told to stop leaves the device to the next one; one that is talked at does not listen for ever. */
final class InterruptedHostIT {
    private static final int SIGINT_EXIT = 130;
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    private Path directory;

    private static Limbench.Running run(Limbench limbench, String device, Path out) throws Exception {
        return limbench.background(
                "run",
                "--device",
                device,
                "--task",
                "quadratic",
                "--arms",
                "lim",
                "--updates",
                "200000",
                "--out",
                out.toString());
    }

    /** Interrupts a run in the middle; the next host, without any wait, must get in. */
    private void interrupted(String device, String signal) throws Exception {
        Limbench limbench = new Limbench(directory);
        Path out = directory.resolve("out");
        try (Limbench.Running run = run(limbench, device, out)) {
            Path journal = out.resolve("journal.bin");
            Await.until(
                    "updates are booked: " + Files.readString(run.err()),
                    Duration.ofMinutes(2),
                    () -> !run.process().isAlive() || (Files.exists(journal) && Files.size(journal) > 20_000));
            Signals.send(run.process(), signal);
            // sooner than the device would let go of it by itself
            Await.until(
                    "it ends",
                    Duration.ofSeconds(8),
                    run.process(),
                    () -> !run.process().isAlive());
            String said = Files.readString(run.err());
            assertThat(run.process().exitValue()).as(said).isEqualTo(signal.equals("INT") ? SIGINT_EXIT : SIGTERM_EXIT);
            assertThat(said).contains("--resume").doesNotContain("gone").doesNotContain("new link");
        }
        Limbench.Outcome next = limbench.run("probe", "--json", device);
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.err()).doesNotContain("LEASE_HELD").doesNotContain("no answer");
    }

    @ParameterizedTest
    @CsvSource({"serial, INT", "tcp, TERM"})
    void aStoppedRunSaysGoodbyeBeforeItsPortIsClosed(String carrier, String signal) throws Exception {
        String place = carrier.equals("serial") ? "lim0" : "127.0.0.1:0";
        try (Limbench.Running device = new Limbench(directory).serve("emulate", "--" + carrier, place)) {
            interrupted(carrier + ":" + device.ready().get(carrier).asString(), signal);
        }
    }

    @Test
    void aRunStoppedOverMqttSaysGoodbye() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device = new Limbench(directory)
                        .serve("emulate", "--mqtt", "mqtt://127.0.0.1:" + broker.port(), "--bench", "b", "--id", "d")) {
            assertThat(device.ready().get("ready").asBoolean()).isTrue();
            interrupted(broker.url("b", "d"), "INT");
        }
    }

    @Test
    void aRunStoppedOnAStationLeavesItToTheNextHost() throws Exception {
        try (Limbench.Running station =
                new Limbench(directory).serve("emulate", "--dialect", "rcn", "--serial", "lim0")) {
            String port = station.ready().get("serial").asString();
            interrupted("rcn:" + port + "?wiring=rcn-16x4", "INT");
        }
    }

    /** Says a line every few milliseconds until it is not wanted any more. */
    private static Thread chatter(String name, Link link) {
        Thread talker = new Thread(
                () -> {
                    byte[] line = "OK".getBytes(StandardCharsets.US_ASCII);
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            link.send(line, SendHints.on(Channel.LOG));
                            TimeUnit.MILLISECONDS.sleep(5);
                        }
                    } catch (LinkException | InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        talker.setDaemon(true);
        talker.start();
        return talker;
    }

    @Test
    void aPeerThatTalksWithoutEndIsGivenUpAndNamed() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path port = directory.resolve("modem");
        try (PtyListener modem = new PtyListener(port, null);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Limbench.Running serial = limbench.background("probe", "serial:" + port);
                Limbench.Running tcp = limbench.background("probe", "tcp:127.0.0.1:" + server.getLocalPort())) {
            Thread accepting = new Thread(() -> talk(server), "chatter-tcp");
            accepting.setDaemon(true);
            accepting.start();
            Link host = modem.accept(Duration.ofSeconds(30));
            assertThat(host).isNotNull();
            Thread talker = chatter("chatter-serial", host);
            for (Limbench.Running probe : new Limbench.Running[] {serial, tcp}) {
                Await.until(
                        "it gives up",
                        Duration.ofSeconds(30),
                        () -> !probe.process().isAlive());
                assertThat(probe.process().exitValue()).isEqualTo(3);
            }
            talker.interrupt();
            assertThat(Files.readString(serial.err()))
                    .contains("talks, but not our protocol: 'OKOKOK")
                    .contains("at this baud rate?");
            assertThat(Files.readString(tcp.err()))
                    .contains("talks, but not our protocol: 'OKOKOK")
                    .contains("is it this port?");
        }
    }

    private static void talk(ServerSocket server) {
        try (Socket peer = server.accept();
                OutputStream out = peer.getOutputStream()) {
            while (!peer.isClosed()) {
                out.write(new byte[] {'O', 'K'});
                out.flush();
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (java.io.IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
