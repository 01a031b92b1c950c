package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.limbench.testkit.Await;
import org.limbench.testkit.CuttableProxy;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** Host and device through a real mosquitto that stays up. */
@Timeout(60)
final class MqttLinkTest {
    private static final SendHints COMMAND = new SendHints(Channel.COMMAND, 60_000, 7);
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final MqttOptions OPTIONS = MqttOptions.of(() -> null, LIMIT, System::nanoTime);
    private static final MqttPresence PRESENCE = MqttPresence.of("b00t", "{\"profile\": \"test\"}");

    private static MosquittoBroker broker;

    private MqttAddress address;

    @BeforeAll
    static void startTheBroker() throws Exception {
        broker = MosquittoBroker.start();
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        broker.close();
    }

    /** A device of its own for every test, as retained messages stay. */
    @BeforeEach
    void nameADevice(TestInfo test) {
        String device = Integer.toHexString(test.getDisplayName().hashCode());
        address = MqttAddress.parse(broker.url("lab", device));
    }

    @Test
    void aCommandIsAnsweredToTheHostThatSentIt() throws Exception {
        try (MqttListener listener = open();
                Link one = MqttLink.connect(address, OPTIONS);
                Link other = MqttLink.connect(address, OPTIONS)) {
            assertThat(listener.accept(Duration.ZERO)).as("nobody spoke yet").isNull();
            one.send(new byte[] {1}, COMMAND);
            Link device = Objects.requireNonNull(listener.accept(LIMIT));
            assertThat(device.kind()).isEqualTo(LinkKind.MESSAGES);
            assertThat(device.receive(LIMIT)).containsExactly(1);
            device.send(new byte[] {10}, REPLY);
            other.send(new byte[] {2}, COMMAND);
            assertThat(device.receive(LIMIT)).containsExactly(2);
            device.send(new byte[] {20}, REPLY);
            assertThat(one.receive(LIMIT)).containsExactly(10);
            assertThat(other.receive(LIMIT)).containsExactly(20);
            assertThat(one.receive(Duration.ofMillis(20))).isNull();
        }
    }

    @Test
    void aReplyForOneHostReachesItThoughAnotherSpokeSince() throws Exception {
        try (MqttListener listener = open();
                Link one = MqttLink.connect(address, OPTIONS);
                Link other = MqttLink.connect(address, OPTIONS)) {
            one.send(new byte[] {1}, COMMAND);
            Link device = Objects.requireNonNull(listener.accept(LIMIT));
            assertThat(device.receive(LIMIT)).containsExactly(1);
            String first = device.peer();
            other.send(new byte[] {2}, COMMAND);
            assertThat(device.receive(LIMIT)).containsExactly(2);
            assertThat(device.peer()).isNotEqualTo(first);
            device.send(new byte[] {10}, REPLY.to(first));
            device.send(new byte[] {20}, REPLY);
            assertThat(one.receive(LIMIT)).containsExactly(10);
            assertThat(other.receive(LIMIT)).containsExactly(20);
            assertThat(other.receive(Duration.ofMillis(20))).isNull();
        }
    }

    @Test
    void aPasswordDoesNotTravelInTheClearToAnotherMachine() {
        MqttOptions secretive = MqttOptions.of(() -> "correct-horse", LIMIT, System::nanoTime);
        MqttAddress elsewhere = MqttAddress.parse("mqtt://alice@192.0.2.1/lab/lim0");
        assertThatThrownBy(() -> MqttLink.connect(elsewhere, secretive))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the password of 'alice' would travel in the clear to 192.0.2.1")
                .hasMessageContaining("allowed: mqtts://")
                .hasMessageNotContaining("horse");
        assertThatThrownBy(() -> MqttListener.open(elsewhere, secretive, PRESENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyMessagesArriveWholeAndInOrder() throws Exception {
        try (MqttListener listener = open();
                Link host = MqttLink.connect(address, OPTIONS)) {
            int count = 300;
            for (int i = 0; i < count; i++) {
                host.send(new byte[] {(byte) (i >> 8), (byte) i}, COMMAND);
            }
            Link device = Objects.requireNonNull(listener.accept(LIMIT));
            for (int i = 0; i < count; i++) {
                assertThat(device.receive(LIMIT)).containsExactly((byte) (i >> 8), (byte) i);
            }
        }
    }

    @Test
    void aDenseUpdateIsOneMessage() throws Exception {
        try (MqttListener listener = open();
                Link host = MqttLink.connect(address, OPTIONS)) {
            byte[] dense = new byte[70_000];
            Arrays.fill(dense, (byte) 42);
            host.send(dense, COMMAND);
            assertThat(Objects.requireNonNull(listener.accept(LIMIT)).receive(LIMIT))
                    .isEqualTo(dense);
            assertThatThrownBy(() -> host.send(new byte[(1 << 20) + 1], COMMAND))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("allowed: at most 1048576");
        }
    }

    @Test
    void eventsReachEveryHost() throws Exception {
        MqttTopics topics = new MqttTopics(address);
        try (MqttListener listener = open();
                Stranger results = new Stranger(broker, topics.of(MqttTopics.RESULT));
                Stranger energies = new Stranger(broker, topics.of(MqttTopics.ENERGY));
                Link one = MqttLink.connect(address, OPTIONS);
                Link other = MqttLink.connect(address, OPTIONS)) {
            one.send(new byte[] {1}, COMMAND);
            Link device = Objects.requireNonNull(listener.accept(LIMIT));
            device.send(new byte[] {3}, SendHints.on(Channel.RESULT));
            device.send(new byte[] {'6'}, SendHints.on(Channel.ENERGY));
            device.send(new byte[] {4}, SendHints.on(Channel.METER));
            device.send(new byte[] {5}, SendHints.on(Channel.LOG));
            for (Link host : List.of(one, other)) {
                List<Byte> got = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    got.add(Objects.requireNonNull(host.receive(LIMIT))[0]);
                }
                assertThat(got).containsExactlyInAnyOrder((byte) 4, (byte) 5);
            }
            // a host has its own results as replies
            assertThat(one.receive(Duration.ofMillis(50))).isNull();
            assertThat(results.await(1).get(0).getProperties().getContentType())
                    .isEqualTo("application/vnd.lim.v1+protobuf");
            assertThat(energies.await(1).get(0).getProperties().getContentType())
                    .isEqualTo("application/json");
            assertThatThrownBy(() -> one.send(new byte[1], REPLY)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> device.send(new byte[1], COMMAND)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void commandsCarryTheirEnvelope() throws Exception {
        MqttTopics topics = new MqttTopics(address);
        try (MqttListener listener = open();
                Stranger stranger = new Stranger(broker, topics.of(MqttTopics.COMMAND));
                Link host = MqttLink.connect(address, OPTIONS)) {
            host.send(new byte[] {1}, COMMAND);
            MqttMessage seen = stranger.await(1).get(0);
            MqttProperties properties = seen.getProperties();
            assertThat(seen.getQos()).isEqualTo(1);
            assertThat(seen.isRetained()).isFalse();
            assertThat(properties.getContentType()).isEqualTo("application/vnd.lim.v1+protobuf");
            assertThat(properties.getMessageExpiryInterval()).isBetween(58L, 60L);
            assertThat(properties.getCorrelationData()).containsExactly(0, 0, 0, 0, 0, 0, 0, 7);
            assertThat(topics.isReply(properties.getResponseTopic())).isTrue();
            assertThat(listener.refusedCommands()).isZero();
        }
    }

    @Test
    void retainedAndStrangeCommandsAreDroppedAndCounted() throws Exception {
        MqttTopics topics = new MqttTopics(address);
        String command = topics.of(MqttTopics.COMMAND);
        try (Stranger stranger = new Stranger(broker, command)) {
            stranger.publish(command, topics.reply("stranger"), true);
            try (MqttListener listener = open()) {
                Await.until("the one kept from before is refused", LIMIT, () -> listener.refusedCommands() == 1);
                stranger.publish(command, topics.reply("stranger"), true);
                Await.until("a live one is refused", LIMIT, () -> listener.refusedCommands() == 2);
                stranger.publish(command, "lim/v1/lab/other-device/cmd", false);
                stranger.publish(command, topics.reply("a/b"), false);
                stranger.publish(command, null, false);
                Await.until("bad response topics are refused", LIMIT, () -> listener.refusedCommands() == 5);
                assertThat(listener.accept(Duration.ZERO)).isNull();
                stranger.publish(command, topics.reply("stranger"), false);
                assertThat(listener.accept(LIMIT)).as("a proper one is served").isNotNull();
            }
        }
    }

    @Test
    void theDeviceAnnouncesItselfAndSaysGoodbye() throws Exception {
        MqttTopics topics = new MqttTopics(address);
        try (Stranger stranger = new Stranger(broker, topics.of(MqttTopics.STATE))) {
            MqttListener listener = open();
            assertThat(text(stranger.await(1).get(0))).isEqualTo("{\"state\":\"ONLINE\",\"bootId\":\"b00t\"}");
            listener.close();
            assertThat(text(stranger.await(2).get(1))).isEqualTo("{\"state\":\"OFFLINE\",\"bootId\":\"b00t\"}");
        }
        try (Stranger late = new Stranger(broker, topics.of(MqttTopics.DESCRIPTION))) {
            MqttMessage kept = late.await(1).get(0);
            assertThat(kept.isRetained()).isTrue();
            assertThat(text(kept)).isEqualTo("{\"profile\": \"test\"}");
        }
    }

    @Test
    void theLastWillTellsOfAForcedDeath() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(broker.port())) {
            MqttAddress through =
                    new MqttAddress(false, null, "127.0.0.1", proxy.port(), address.bench(), address.device());
            MqttOptions brief = new MqttOptions(() -> null, LIMIT, Duration.ofMillis(200), null, System::nanoTime);
            try (MqttListener listener = MqttListener.open(through, brief, PRESENCE);
                    MqttLink host = MqttLink.connect(address, brief)) {
                assertThat(host.deviceOnline()).isTrue();
                proxy.cutForGood();
                Await.until("the will arrives", LIMIT, () -> !host.deviceOnline());
                assertThatThrownBy(() -> {
                            while (true) {
                                host.receive(Duration.ofMillis(50));
                            }
                        })
                        .isInstanceOf(LinkException.class)
                        .hasMessageContaining("the device has been offline for");
                assertThatThrownBy(() -> listener.accept(LIMIT))
                        .isInstanceOf(LinkException.class)
                        .hasMessageContaining("broker 127.0.0.1:" + through.port()
                                + " went away and was not reached again in 200 ms");
            }
        }
    }

    @Test
    void aDeviceThatIsNotThereIsOneClearLine() throws Exception {
        try (MqttLink host = MqttLink.connect(address, OPTIONS, Duration.ofMillis(20))) {
            assertThat(host.trouble())
                    .startsWith(address + ": broker " + address.broker()
                            + " is there, but the device never announced itself (")
                    .endsWith("), which is asked all the same");
            assertThat(host.carries()).isTrue();
        }
        open().close();
        try (MqttLink host = MqttLink.connect(address, OPTIONS, Duration.ofSeconds(1))) {
            assertThat(host.trouble())
                    .isEqualTo(address + ": the broker keeps OFFLINE for the device, which is asked all the same");
            assertThat(host.carries()).isTrue();
        }
    }

    @Test
    void ofTwoDevicesOfOneNameOneGivesUp() throws Exception {
        try (MqttListener first = open();
                MqttListener second = open()) {
            Await.until("one of them gives up", LIMIT, () -> gaveUp(first) != gaveUp(second));
            MqttListener loser = gaveUp(first) ? first : second;
            MqttListener winner = loser == first ? second : first;
            assertThatThrownBy(() -> loser.accept(Duration.ZERO))
                    .hasMessageContaining("is another process at work as 'device-lab-" + address.device() + "'?");
            try (Link host = MqttLink.connect(address, OPTIONS)) {
                host.send(new byte[] {1}, COMMAND);
                assertThat(winner.accept(LIMIT)).isNotNull();
            }
        }
    }

    private static boolean gaveUp(MqttListener listener) {
        try {
            return listener.accept(Duration.ZERO) != null;
        } catch (LinkException e) {
            return true;
        }
    }

    @Test
    void closedEndsSayThatTheyAreClosed() throws Exception {
        MqttListener listener = open();
        MqttLink host = MqttLink.connect(address, OPTIONS);
        host.close();
        host.close();
        assertThatThrownBy(() -> host.receive(LIMIT))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> host.send(new byte[1], COMMAND)).hasMessageContaining("closed");
        listener.close();
        assertThatThrownBy(() -> listener.accept(LIMIT)).hasMessageContaining("closed");
    }

    private MqttListener open() throws LinkException {
        return MqttListener.open(address, OPTIONS, PRESENCE);
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }
}
