package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.BarrierChange;
import org.limbench.device.Tile;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.Message;
import org.limbench.protocol.WireLimits;
import org.limbench.testkit.Await;
import org.limbench.testkit.LabCertificates;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.MosquittoClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The broker as shipped for labs, a device behind it, hosts that may and strangers who may not. A broker says nothing to
 * those a message is kept from, so that nothing arrives is shown between two messages that do.
 */
final class MqttSecurityIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct-horse-battery";
    private static final String PASSPHRASE = "staple-of-the-key";
    private static final String COMMANDS = "lim/v1/lab/lim0/cmd";
    private static final String REPLIES = "lim/v1/lab/lim0/rsp/intruder";

    @TempDir
    private static Path lab;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LabCertificates certificates;
    private static LabCertificates elsewhere;
    private static LabCertificates.Pair alice;
    private static LabCertificates.Pair lim0;
    private static LabCertificates.Pair lim1;
    private static LabCertificates.Pair unlisted;
    private static MosquittoBroker broker;
    private static Limbench.Running emulator;
    private static URI backDoor;
    private static long draws = 1;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openTheLab() throws IOException, InterruptedException {
        certificates = LabCertificates.in(lab.resolve("certificates"));
        certificates.broker("localhost");
        alice = certificates.host("alice", PASSPHRASE);
        unlisted = certificates.host("mallory");
        lim0 = certificates.device("lab", "lim0");
        lim1 = certificates.device("lab", "lim1");
        elsewhere = LabCertificates.in(lab.resolve("elsewhere"));
        broker = MosquittoBroker.startAsShipped(
                certificates.directory(), Map.of("alice", PASSWORD, "lab/lim1", PASSWORD, "watcher", PASSWORD));
        emulator = new Limbench(lab, with(lim0))
                .serve(
                        "emulate",
                        "--mqtt",
                        "mqtts://localhost:" + broker.certificatePort(),
                        "--bench",
                        "lab",
                        "--id",
                        "lim0",
                        "--control",
                        "127.0.0.1:0");
        backDoor = URI.create("http://" + emulator.ready().get("control").asString() + "/devices");
    }

    @AfterAll
    static void closeTheLab() throws IOException {
        if (emulator != null) {
            emulator.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private static Map<String, String> with(LabCertificates.Pair pair) {
        Map<String, String> environment = new HashMap<>(pair.environment());
        environment.put("LIMBENCH_MQTT_CA", certificates.authority().toString());
        return environment;
    }

    private static String byCertificate() {
        return "mqtts://localhost:" + broker.certificatePort() + "/lab/lim0";
    }

    private static String byPassword() {
        return "mqtts://alice@localhost:" + broker.port() + "/lab/lim0";
    }

    /** State-changing commands the device has carried out, from behind. */
    private static long updates() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(backDoor).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode devices = JsonMapper.shared().readTree(answer.body());
        return devices.get(0).get("updates").longValue();
    }

    private Limbench.Outcome run(Map<String, String> environment, String device)
            throws IOException, InterruptedException {
        return new Limbench(directory, environment)
                .run(
                        "run",
                        "--device",
                        device,
                        "--task",
                        "quadratic",
                        "--arms",
                        "lim",
                        "--updates",
                        "20",
                        "--verbose",
                        "--out",
                        directory.resolve("out").toString());
    }

    private void keepsItsSecrets(Limbench.Outcome outcome) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(content).as(file.toString()).doesNotContain(PASSWORD, PASSPHRASE, "PRIVATE KEY");
        }
        assertThat(outcome.out() + outcome.err()).doesNotContain(PASSWORD, PASSPHRASE);
    }

    @Test
    void aHostWithItsCertificateTrains() throws IOException, InterruptedException {
        long before = updates();
        Map<String, String> environment = with(alice);
        environment.put("LIMBENCH_MQTT_KEY_PASSPHRASE", PASSPHRASE);
        Limbench.Outcome outcome = run(environment, byCertificate());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(updates()).isGreaterThanOrEqualTo(before + 20);
        keepsItsSecrets(outcome);
    }

    @Test
    void aHostWithItsPasswordTrains() throws IOException, InterruptedException {
        long before = updates();
        Limbench.Outcome outcome = run(password(PASSWORD), byPassword());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(updates()).isGreaterThanOrEqualTo(before + 20);
        keepsItsSecrets(outcome);
    }

    @Test
    void aHostWithACertificateOfRsaIsLetInToo() throws IOException, InterruptedException {
        Map<String, String> environment = with(certificates.rsa("alice", PASSPHRASE));
        environment.put("LIMBENCH_MQTT_KEY_PASSPHRASE", PASSPHRASE);
        Limbench.Outcome outcome = new Limbench(directory, environment).run("probe", byCertificate());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("lim-chain");
    }

    private static Map<String, String> password(String password) {
        return Map.of("LIMBENCH_MQTT_CA", certificates.authority().toString(), "LIMBENCH_MQTT_PASSWORD", password);
    }

    private void refused(Map<String, String> environment, String device, int code, String... parts)
            throws IOException, InterruptedException {
        Limbench.Outcome outcome = new Limbench(directory, environment).run("probe", device);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err()).hasLineCount(1).startsWith("limbench: ").contains(parts);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).doesNotContain(PASSWORD, PASSPHRASE);
    }

    @Test
    void whoIsNotKnownIsToldSoInOneLineAndReachesNothing() throws IOException, InterruptedException {
        long before = updates();
        Map<String, String> none =
                Map.of("LIMBENCH_MQTT_CA", certificates.authority().toString());
        String at = "broker localhost:" + broker.certificatePort();
        refused(none, byCertificate(), 3, at, "wants a client certificate and was given none");
        LabCertificates.Pair foreign = elsewhere.host("alice");
        refused(with(foreign), byCertificate(), 3, at, "does not know the authority", "" + foreign.certificate());
        LabCertificates.Pair expired = certificates.expired(unlisted, "alice");
        refused(with(expired), byCertificate(), 3, at, "expired", "" + expired.certificate());
        refused(password("wrong-" + PASSWORD.length()), byPassword(), 3, "refuses user 'alice' or the password");
        refused(none, byPassword().replace("alice@", ""), 3, "refuses a client without user name");
        assertThat(updates()).isEqualTo(before);
    }

    @Test
    void aBrokerThatIsNotTheOneAskedForIsRefused() throws IOException, InterruptedException {
        Map<String, String> trusting = password(PASSWORD);
        refused(
                trusting,
                byPassword().replace("localhost", "127.0.0.1"),
                3,
                "broker 127.0.0.1:" + broker.port(),
                "not for 127.0.0.1");
        refused(
                Map.of("LIMBENCH_MQTT_CA", elsewhere.authority().toString(), "LIMBENCH_MQTT_PASSWORD", PASSWORD),
                byPassword(),
                3,
                "an authority that is not in " + elsewhere.authority());
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreBadInput() throws IOException, InterruptedException {
        refused(with(alice), byCertificate(), 2, "" + alice.key(), "no passphrase", "LIMBENCH_MQTT_KEY_PASSPHRASE");
        Map<String, String> wrong = with(alice);
        wrong.put("LIMBENCH_MQTT_KEY_PASSPHRASE", "not it");
        refused(wrong, byCertificate(), 2, "" + alice.key(), "not opened by the passphrase");
        refused(
                with(new LabCertificates.Pair(lim0.certificate(), lim1.key())),
                byCertificate(),
                2,
                lim1.key() + " is not the key of the first certificate in " + lim0.certificate());
    }

    /** A host by hand: the bytes that move a barrier, whoever sends them. */
    private List<Path> barrierMove() throws IOException {
        long session = 0x5EC0_0000L + draws;
        // above every id a run has used in the meantime
        long id = draws++ << 30;
        List<Path> files = new ArrayList<>();
        BarrierChange move = new BarrierChange(new Tile(0, 0, 2, 2), 9e-20, 1e-3);
        for (Message message : List.of(
                new Hello(WireLimits.PROTO_MAJOR, 0, session, 1000, "intruder", 1024),
                new Command(id, Long.MAX_VALUE >>> 1, move),
                new Bye("done"))) {
            Path file = directory.resolve("message-" + session + "-" + files.size());
            long seq = message instanceof Command ? 1 : 0;
            files.add(Files.write(file, EnvelopeCodec.encode(new Envelope(session, seq, message))));
        }
        return files;
    }

    private void moveBarrier(MosquittoClient by, String... more) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-D", "PUBLISH", "response-topic", REPLIES));
        options.addAll(List.of(more));
        for (Path message : barrierMove()) {
            by.publish(COMMANDS, message, options.toArray(String[]::new));
        }
    }

    /** The same bytes from one who may; over when the device has obeyed. */
    private void moveBarrierAsAlice() throws IOException, InterruptedException {
        long before = updates();
        moveBarrier(aliceBy());
        Await.until("the barrier has moved", LIMIT, () -> updates() == before + 1);
    }

    private static MosquittoClient aliceBy() {
        return MosquittoClient.by("alice", PASSWORD, broker.port(), certificates.authority());
    }

    private static MosquittoClient by(LabCertificates.Pair pair) {
        return MosquittoClient.by(pair, broker.certificatePort(), certificates.authority());
    }

    @Test
    void nobodyElsesAccountMovesABarrier() throws IOException, InterruptedException {
        moveBarrierAsAlice();
        long before = updates();
        try (MosquittoClient.Watch commands = by(lim0).watch(directory.resolve("heard"), COMMANDS)) {
            byte[] first = "first".getBytes(StandardCharsets.UTF_8);
            byte[] last = "last".getBytes(StandardCharsets.UTF_8);
            aliceBy().publish(COMMANDS, Files.write(directory.resolve("first"), first));
            commands.await(COMMANDS, first);
            moveBarrier(by(lim1));
            moveBarrier(MosquittoClient.by("lab/lim1", PASSWORD, broker.port(), certificates.authority()));
            moveBarrier(MosquittoClient.by("watcher", PASSWORD, broker.port(), certificates.authority()));
            moveBarrier(MosquittoClient.by("alice", "guessed", broker.port(), certificates.authority()));
            moveBarrier(by(unlisted));
            moveBarrier(by(elsewhere.device("lab", "lim0")));
            moveBarrier(by(lim0), "-r");
            aliceBy().publish(COMMANDS, Files.write(directory.resolve("last"), last));
            commands.await(COMMANDS, last);
            assertThat(Files.readAllLines(directory.resolve("heard")))
                    .filteredOn(line -> line.startsWith(COMMANDS))
                    .as("nothing between the first and the last")
                    .hasSize(2);
        }
        assertThat(updates()).isEqualTo(before);
        moveBarrierAsAlice();
    }

    @Test
    void aRetainedCommandIsNotObeyed() throws IOException, InterruptedException {
        moveBarrierAsAlice();
        long before = updates();
        moveBarrier(aliceBy(), "-r");
        moveBarrierAsAlice();
        assertThat(updates()).isEqualTo(before + 1);
        aliceBy().publish(COMMANDS, Files.write(directory.resolve("nothing"), new byte[0]), "-r");
    }

    @Test
    void nobodySpeaksInTheNameOfADevice() throws IOException, InterruptedException {
        List<String> topics = List.of("state", "desc", "rsp/alice", "evt/result", "evt/meter", "evt/log").stream()
                .map(name -> "lim/v1/lab/lim0/" + name)
                .toList();
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] last = "last".getBytes(StandardCharsets.UTF_8);
        Path forged = Files.writeString(directory.resolve("forged"), "forged");
        try (MosquittoClient.Watch heard = aliceBy()
                .watch(
                        directory.resolve("heard"),
                        "lim/v1/lab/lim0/+",
                        "lim/v1/lab/lim0/evt/+",
                        "lim/v1/lab/lim0/rsp/+")) {
            sayOnAll(by(lim0), topics, Files.write(directory.resolve("first"), first));
            topics.forEach(topic -> heard.await(topic, first));
            for (MosquittoClient stranger : List.of(
                    by(lim1),
                    by(unlisted),
                    aliceBy(),
                    MosquittoClient.by("lab/lim1", PASSWORD, broker.port(), certificates.authority()),
                    MosquittoClient.by("watcher", PASSWORD, broker.port(), certificates.authority()))) {
                sayOnAll(stranger, topics, forged);
            }
            sayOnAll(by(lim0), topics, Files.write(directory.resolve("last"), last));
            topics.forEach(topic -> heard.await(topic, last));
            for (String topic : topics) {
                assertThat(heard.heard(topic, Files.readAllBytes(forged)))
                        .as(topic)
                        .isFalse();
            }
        }
    }

    private static void sayOnAll(MosquittoClient by, List<String> topics, Path payload)
            throws IOException, InterruptedException {
        for (String topic : topics) {
            by.publish(topic, payload);
        }
    }

    @Test
    void aMessageBeyondTheBoundsIsNotPassedOn() throws IOException, InterruptedException {
        byte[] last = "last".getBytes(StandardCharsets.UTF_8);
        Path huge = Files.write(directory.resolve("huge"), new byte[70_000]);
        Path longest = Files.write(directory.resolve("longest"), new byte[60_000]);
        String topic = "lim/v1/lab/lim1/cmd";
        try (MosquittoClient.Watch heard = by(lim1).watch(directory.resolve("heard"), topic)) {
            aliceBy().publish(topic, longest);
            heard.await(topic, Files.readAllBytes(longest));
            aliceBy().publish(topic, huge);
            aliceBy().publish(topic, Files.write(directory.resolve("last"), last));
            heard.await(topic, last);
            assertThat(heard.heard(topic, Files.readAllBytes(huge))).isFalse();
        }
    }

    @Test
    void whoSubscribesToEverythingHearsWhatIsTheirsAlone() throws IOException, InterruptedException {
        Path own = directory.resolve("own");
        try (MosquittoClient.Watch curious = by(lim1).watch(own, "#");
                MosquittoClient.Watch stranger = by(unlisted).watch(directory.resolve("stranger"), "#")) {
            moveBarrierAsAlice();
            byte[] hello = "for lim1".getBytes(StandardCharsets.UTF_8);
            aliceBy().publish("lim/v1/lab/lim1/cmd", Files.write(directory.resolve("hello"), hello));
            curious.await("lim/v1/lab/lim1/cmd", hello);
            assertThat(Files.readString(own)).doesNotContain("lim0");
            assertThat(Files.readString(stranger.file())).doesNotContain("lim/v1");
        }
    }
}
