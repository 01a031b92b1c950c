package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limbench.testkit.Await;
import org.limbench.testkit.CuttableProxy;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.Ports;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/** A broker that is away, goes away, comes back, or says no. */
@Timeout(60)
final class BrokerLossTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final MqttOptions OPTIONS = MqttOptions.of(() -> null, LIMIT, System::nanoTime);
    private static final MqttPresence PRESENCE = MqttPresence.of("b00t", "{}");

    @Test
    void aBrokerThatRestartsInTheMiddleIsFoundAgain() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            MqttAddress address = MqttAddress.parse(broker.url("lab", "dev"));
            try (MqttListener listener = MqttListener.open(address, OPTIONS, PRESENCE);
                    MqttLink host = MqttLink.connect(address, OPTIONS)) {
                host.send(new byte[] {1}, COMMAND);
                Link device = Objects.requireNonNull(listener.accept(LIMIT));
                assertThat(device.receive(LIMIT)).containsExactly(1);
                broker.kill();
                broker.restart();
                Await.until("both are back", LIMIT, () -> host.reconnections() > 0 && listener.reconnections() > 0);
                host.send(new byte[] {2}, COMMAND);
                assertThat(device.receive(LIMIT)).as("subscribed anew").containsExactly(2);
                device.send(new byte[] {20}, REPLY);
                assertThat(host.receive(LIMIT)).containsExactly(20);
                assertThat(host.deviceOnline()).isTrue();
            }
        }
    }

    @Test
    void whatWasSentWhileTheBrokerWasAwayArrivesInOrder() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                CuttableProxy proxy = new CuttableProxy(broker.port())) {
            MqttAddress direct = MqttAddress.parse(broker.url("lab", "dev"));
            MqttAddress through = new MqttAddress(false, null, "127.0.0.1", proxy.port(), "lab", "dev");
            try (MqttListener listener = MqttListener.open(direct, OPTIONS, PRESENCE);
                    MqttLink host = MqttLink.connect(through, OPTIONS)) {
                proxy.cut();
                for (byte i = 0; i < 10; i++) {
                    host.send(new byte[] {i}, COMMAND);
                }
                Link device = Objects.requireNonNull(listener.accept(LIMIT));
                byte expected = 0;
                while (expected < 10) {
                    byte[] got = Objects.requireNonNull(device.receive(LIMIT));
                    // one that was on its way when the line was cut may come twice
                    assertThat(got[0]).isLessThanOrEqualTo(expected);
                    expected = (byte) Math.max(expected, got[0] + 1);
                }
                assertThat(host.reconnections()).isPositive();
            }
        }
    }

    @Test
    void aBrokerThatStaysAwayFailsNamingIt() throws Exception {
        MqttOptions brief = MqttOptions.of(() -> null, Duration.ofMillis(1500), System::nanoTime);
        try (Ports.Deaf nobody = new Ports.Deaf()) {
            String broker = "127.0.0.1:" + nobody.port();
            MqttAddress address = MqttAddress.parse("mqtt://" + broker + "/lab/dev");
            assertThatThrownBy(() -> MqttLink.connect(address, brief))
                    .isInstanceOf(LinkException.class)
                    .hasMessage(address + ": broker " + broker + " was not reached in 1500 ms: Connection refused");
        }
    }

    @Test
    void aBrokerThatComesUpLateIsWaitedFor() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            MqttAddress address = MqttAddress.parse(broker.url("lab", "dev"));
            broker.kill();
            AtomicInteger asked = new AtomicInteger();
            MqttAddress withUser = MqttAddress.parse("mqtt://ada@127.0.0.1:" + broker.port() + "/lab/dev");
            MqttOptions counting = MqttOptions.of(
                    () -> {
                        if (asked.incrementAndGet() == 2) {
                            restart(broker);
                        }
                        return null;
                    },
                    LIMIT,
                    System::nanoTime);
            try (MqttListener listener = MqttListener.open(withUser, counting, PRESENCE)) {
                assertThat(asked.get()).isGreaterThanOrEqualTo(2);
                assertThat(listener.address()).contains(address.broker());
            }
        }
    }

    @Test
    void aBrokerThatGoesAwayForGoodEndsTheLink() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            MqttAddress address = MqttAddress.parse(broker.url("lab", "dev"));
            MqttOptions brief = new MqttOptions(() -> null, LIMIT, Duration.ofMillis(300), null, System::nanoTime);
            try (MqttListener listener = MqttListener.open(address, OPTIONS, PRESENCE);
                    MqttLink host = MqttLink.connect(address, brief)) {
                broker.kill();
                assertThatThrownBy(() -> {
                            while (true) {
                                host.receive(Duration.ofMillis(100));
                            }
                        })
                        .isInstanceOf(LinkException.class)
                        .hasMessageContaining(
                                "broker 127.0.0.1:" + broker.port() + " went away and was not reached again in 300 ms");
                assertThatThrownBy(() -> host.send(new byte[1], COMMAND)).isInstanceOf(LinkException.class);
                assertThat(listener.accept(Duration.ZERO)).isNull();
            }
        }
    }

    @Test
    void aServerThatIsNoBrokerIsToldAsThat() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                while (!door.isClosed()) {
                    try (Socket client = door.accept()) {
                        client.getInputStream().read(new byte[1024]);
                    } catch (IOException over) {
                        // the next client, or the end
                    }
                }
            });
            server.setDaemon(true);
            server.start();
            MqttOptions brief = MqttOptions.of(() -> null, Duration.ofMillis(500), System::nanoTime);
            MqttAddress address = MqttAddress.parse("mqtt://127.0.0.1:" + door.getLocalPort() + "/lab/dev");
            assertThatThrownBy(() -> MqttLink.connect(address, brief))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("it ended the connection without a word; is it a broker for MQTT 5?");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAtOnceAndNotTriedAgain() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.startWithPassword("ada", "right")) {
            MqttAddress address = MqttAddress.parse("mqtt://ada@127.0.0.1:" + broker.port() + "/lab/dev");
            AtomicInteger asked = new AtomicInteger();
            MqttOptions wrong = MqttOptions.of(
                    () -> {
                        asked.incrementAndGet();
                        return "wrong";
                    },
                    LIMIT,
                    System::nanoTime);
            assertThatThrownBy(() -> MqttLink.connect(address, wrong))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("broker 127.0.0.1:" + broker.port() + " refuses user 'ada' or the password")
                    .hasMessageNotContaining("wrong");
            assertThat(asked).hasValue(1);
            MqttAddress nobody = MqttAddress.parse(broker.url("lab", "dev"));
            assertThatThrownBy(() -> MqttLink.connect(nobody, OPTIONS))
                    .hasMessageContaining("refuses a client without user name");
            MqttOptions right = MqttOptions.of(() -> "right", LIMIT, System::nanoTime);
            try (MqttListener listener = MqttListener.open(address, right, PRESENCE);
                    Link host = MqttLink.connect(address, right)) {
                host.send(new byte[] {1}, COMMAND);
                assertThat(listener.accept(LIMIT)).isNotNull();
            }
        }
    }

    private static void restart(MosquittoBroker broker) {
        try {
            broker.restart();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
