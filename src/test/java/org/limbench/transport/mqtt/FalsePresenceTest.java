package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.testkit.Await;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.SendHints;

/** What others leave at a broker under a device's name neither hides it nor makes it flood the broker. */
@Timeout(60)
final class FalsePresenceTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration BRIEFLY = Duration.ofSeconds(1);
    private static final MqttOptions OPTIONS = MqttOptions.of(() -> null, LIMIT, System::nanoTime);
    private static final MqttPresence PRESENCE = MqttPresence.of("b00t", "{\"profile\": \"test\"}");

    private static MosquittoBroker broker;

    private MqttAddress address;
    private MqttTopics topics;
    private String state;

    @BeforeAll
    static void startTheBroker() throws Exception {
        broker = MosquittoBroker.start();
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void nameADevice(TestInfo test) {
        String device = Integer.toHexString(test.getDisplayName().hashCode());
        address = MqttAddress.parse(broker.url("lab", device));
        topics = new MqttTopics(address);
        state = topics.of(MqttTopics.STATE);
    }

    /** The device here is one that does not look at what is kept of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{\"state\":\"OFFLINE\",\"bootId\":\"b00t\"}", "{\"state\":\"OFFLINE\"}", "garbage", "[[[["})
    void aFalseWordKeptOfADeviceDoesNotHideIt(String word) throws Exception {
        try (Stranger device = new Stranger(broker, topics.of(MqttTopics.COMMAND))) {
            device.leave(state, word);
            try (MqttLink host = MqttLink.connect(address, OPTIONS, BRIEFLY)) {
                assertThat(host.trouble())
                        .contains(word.contains("OFFLINE") ? "keeps OFFLINE for" : "keeps an unreadable state for")
                        .endsWith(", which is asked all the same");
                host.send(new byte[] {1}, COMMAND);
                device.publish(device.await(1).get(0).getProperties().getResponseTopic(), null, false);
                assertThat(host.receive(LIMIT)).containsExactly(66);
                assertThat(host.trouble()).as("it answered").isNull();
                assertThat(host.deviceOnline()).isTrue();
            }
        }
    }

    /** Cleared, or never there: a device that does not look, or a broker that lets nobody read it. */
    @Test
    void aDeviceOfWhichNothingIsKeptIsAskedAllTheSame() throws Exception {
        try (Stranger device = new Stranger(broker, topics.of(MqttTopics.COMMAND))) {
            device.leave(state, PRESENCE.online());
            device.leave(state, "");
            try (MqttLink host = MqttLink.connect(address, OPTIONS, BRIEFLY)) {
                assertThat(host.trouble())
                        .contains("the device never announced itself (nothing came on " + state)
                        .endsWith(", which is asked all the same");
                assertThat(host.carries()).isTrue();
                host.send(new byte[] {1}, COMMAND);
                device.publish(device.await(1).get(0).getProperties().getResponseTopic(), null, false);
                assertThat(host.receive(LIMIT)).containsExactly(66);
                assertThat(host.trouble()).as("it answered").isNull();
                assertThat(host.deviceOnline()).isTrue();
            }
        }
    }

    @Test
    void whatCannotBeReadSaysNothingOfADeviceThatIsOnline() throws Exception {
        String huge = "{\"state\":\"OFFLINE\",\"bootId\":\"" + "b".repeat(900_000) + "\"}";
        try (Stranger stranger = new Stranger(broker, state)) {
            stranger.leave(state, PRESENCE.online());
            try (MqttLink host = MqttLink.connect(address, OPTIONS, LIMIT)) {
                for (String word : new String[] {huge, "", "[".repeat(4000), "{\"state\":{\"state\":\"OFFLINE\"}}"}) {
                    stranger.leave(state, word);
                }
                stranger.leave(state, MqttPresence.of("another", "{}").offline());
                stranger.publish(topics.of(MqttTopics.LOG), null, false);
                assertThat(host.receive(LIMIT)).as("it came after all of those").isNotNull();
                assertThat(host.deviceOnline()).isTrue();
                stranger.leave(state, PRESENCE.offline());
                Await.until("its own will counts", LIMIT, () -> !host.deviceOnline());
            }
        }
    }

    @Test
    void aDeviceSetsRightWhatOthersLeaveInItsName() throws Exception {
        String description = topics.of(MqttTopics.DESCRIPTION);
        try (Stranger told = new Stranger(broker, description);
                Stranger stranger = new Stranger(broker, state)) {
            try (MqttListener listener = MqttListener.open(address, OPTIONS, PRESENCE)) {
                for (String word : new String[] {PRESENCE.offline(), "", "garbage"}) {
                    long before = stranger.count(PRESENCE.online());
                    stranger.leave(state, word);
                    Await.until(
                            "it is online again after '" + word + "'",
                            LIMIT,
                            () -> stranger.count(PRESENCE.online()) > before);
                }
                stranger.leave(description, "{\"profile\": \"forged\"}");
                Await.until(
                        "it describes itself again", LIMIT, () -> told.last().equals(PRESENCE.description()));
                try (MqttLink host = MqttLink.connect(address, OPTIONS);
                        Link other = MqttLink.connect(address, OPTIONS)) {
                    host.send(new byte[] {1}, COMMAND);
                    Link device = Objects.requireNonNull(listener.accept(LIMIT));
                    assertThat(device.receive(LIMIT)).containsExactly(1);
                    device.send(new byte[] {10}, REPLY);
                    assertThat(host.receive(LIMIT)).containsExactly(10);
                    assertThat(other.trouble()).isNull();
                }
                assertThat(listener.refusedCommands()).isZero();
            }
            Await.until("its goodbye stays", LIMIT, () -> stranger.last().equals(PRESENCE.offline()));
        }
    }

    @Test
    void anIntruderCannotMakeADeviceFloodItsBroker() throws Exception {
        try (Stranger stranger = new Stranger(broker, state);
                MqttListener listener = MqttListener.open(address, OPTIONS, PRESENCE)) {
            long start = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                stranger.leave(state, PRESENCE.offline());
            }
            Await.until(
                    "the last word is the device's",
                    LIMIT,
                    () -> stranger.last().equals(PRESENCE.online()));
            long said = stranger.count(PRESENCE.online());
            long pauses = (System.nanoTime() - start) / PresenceKeeper.PAUSE.toNanos();
            assertThat(said).isLessThanOrEqualTo(3 + pauses);
            assertThat(listener.trouble()).isNull();
        }
    }

    @Test
    void aStateFromTheWireIsNeverAnError() {
        for (String word : new String[] {
            "",
            "{",
            "null",
            "[1]",
            "\"ONLINE\"",
            "{\"state\":1}",
            "\u0000",
            "{\"state\":\"ONLINE\",\"state\":\"OFFLINE\"}",
            "{\"state\":\"ONLINE\"} {\"state\":\"OFFLINE\"}",
            "{\"state\":\"ONLINE\",\"up\":1e999}"
        }) {
            assertThat(MqttPresence.State.of(word.getBytes(StandardCharsets.UTF_8))
                            .word())
                    .as(word)
                    .isEqualTo(MqttPresence.Word.UNREADABLE);
        }
        assertThat(MqttPresence.State.of(new byte[] {(byte) 0xff, (byte) 0xfe}).word())
                .isEqualTo(MqttPresence.Word.UNREADABLE);
    }

    @Test
    void whatALaterDeviceTellsBesideItsStateIsPassedOver() {
        MqttPresence.State state = MqttPresence.State.of(
                "{\"state\":\"ONLINE\",\"bootId\":\"7f\",\"rack\":{\"slot\":3}}".getBytes(StandardCharsets.UTF_8));

        assertThat(state).isEqualTo(new MqttPresence.State(MqttPresence.Word.ONLINE, "7f"));
    }
}
