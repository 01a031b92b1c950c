package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/** What a broker's access list forbids is told as that, and not as a wrong password. */
final class AccessListTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final MqttPresence PRESENCE = MqttPresence.of("b00t", "{}");
    private static final String ACCESS_LIST = """
            user dev
            topic readwrite lim/v1/bench/lim0/#
            user reader
            topic read lim/v1/bench/lim0/#
            user blind
            topic write lim/v1/bench/lim0/#
            """;

    private static MosquittoBroker broker;

    @BeforeAll
    static void startTheBroker() throws IOException, InterruptedException {
        broker = MosquittoBroker.startWithAccessList(
                Map.of("dev", "secret", "reader", "secret", "blind", "secret"), ACCESS_LIST);
    }

    @AfterAll
    static void stopTheBroker() throws IOException {
        broker.close();
    }

    /** There are brokers that look at the will when the client connects, and others when they send it. */
    @Test
    void aDeviceThatMayNotLeaveItsLastWillIsToldSo() throws IOException {
        try (ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread guard = new Thread(() -> refuseWills(door));
            guard.setDaemon(true);
            guard.start();
            MqttAddress address = MqttAddress.parse("mqtt://dev@127.0.0.1:" + door.getLocalPort() + "/bench/lim0");
            assertThatThrownBy(() -> MqttListener.open(address, with(() -> "secret"), PRESENCE))
                    .isInstanceOf(LinkException.class)
                    .hasMessage(
                            address + ": broker 127.0.0.1:" + door.getLocalPort() + " lets user 'dev' in, but its"
                                    + " access list does not let it leave its last will on lim/v1/bench/lim0/state (reason 135)");
        }
    }

    /** A broker as far as CONNECT and its answer: 135 to whoever brings a will, else welcome. */
    private static void refuseWills(ServerSocket door) {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                byte[] connect = new byte[1024];
                int length = client.getInputStream().read(connect);
                // behind fixed header (2 or 3 octets), name (6) and version (1) stand the flags; 0x04 is the will's
                int flags = length > 128 ? connect[10] : connect[9];
                client.getOutputStream().write(new byte[] {0x20, 3, 0, (byte) ((flags & 0x04) == 0 ? 0 : 0x87), 0});
                client.getOutputStream().flush();
                client.getInputStream().read();
            } catch (IOException over) {
                // the next client, or the end
            }
        }
    }

    @Test
    void aDeviceThatMayNotDescribeItselfIsToldSo() {
        assertThatThrownBy(() -> MqttListener.open(as("reader"), with(() -> "secret"), PRESENCE))
                .isInstanceOf(LinkException.class)
                .hasMessage(
                        as("reader") + ": broker 127.0.0.1:" + broker.port() + " lets user 'reader' in, but its access"
                                + " list does not let it publish to lim/v1/bench/lim0/desc (reason 135)");
    }

    @Test
    void aWrongPasswordStaysAWrongPasswordForADeviceToo() {
        assertThatThrownBy(() -> MqttListener.open(as("reader"), with(() -> "wrong"), PRESENCE))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("refuses user 'reader' or the password (reason 135)");
    }

    @Test
    void aReaderWhomTheListHidesTheDeviceFromIsToldThatItMay() throws Exception {
        try (MqttListener device = MqttListener.open(as("dev"), with(() -> "secret"), PRESENCE)) {
            try (Link host = MqttLink.connect(as("dev"), with(() -> "secret"))) {
                host.receive(Duration.ZERO);
            }
            try (MqttLink host = MqttLink.connect(as("blind"), with(() -> "secret"), Duration.ofMillis(500))) {
                assertThat(host.trouble())
                        .contains("never announced itself (nothing came on lim/v1/bench/lim0/state: ")
                        .contains("the broker's access list does not let user 'blind' read there)");
            }
            device.accept(Duration.ZERO);
        }
    }

    private static MqttAddress as(String user) {
        return MqttAddress.parse("mqtt://" + user + "@127.0.0.1:" + broker.port() + "/bench/lim0");
    }

    private static MqttOptions with(Supplier<@Nullable String> password) {
        return MqttOptions.of(password, LIMIT, System::nanoTime);
    }
}
