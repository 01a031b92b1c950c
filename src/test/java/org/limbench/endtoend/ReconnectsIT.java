package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.testkit.Await;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.Resources;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.Listener;
import org.limbench.transport.SendHints;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttLink;
import org.limbench.transport.mqtt.MqttListener;
import org.limbench.transport.mqtt.MqttOptions;
import org.limbench.transport.mqtt.MqttPresence;
import org.limbench.transport.serial.PtyListener;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;
import org.limbench.transport.tcp.TcpListener;

/** A thousand times anew, neither a thread nor a file descriptor is left: of hosts, of listeners, of device sessions. */
final class ReconnectsIT {
    private static final int WARM_UP = 10;
    /** Of carriers that take milliseconds. */
    private static final int TIMES = 1000;
    /** A serial port takes tens of them, a broker's client hundreds: -Dlimbench.reconnects=1000 for as many as elsewhere. */
    private static final int TIMES_SERIAL = Integer.getInteger("limbench.reconnects", 200);

    private static final int TIMES_MQTT = Integer.getInteger("limbench.reconnects", 20);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final MqttOptions OPTIONS = MqttOptions.of(() -> null, LIMIT, System::nanoTime);

    /** One time anew. */
    private interface Anew {
        void run() throws IOException;
    }

    private static void leavesNothing(int times, Anew anew) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            anew.run();
        }
        Map<String, Long> before = Resources.held();
        for (int i = 0; i < times; i++) {
            anew.run();
        }
        // threads end a moment after they were told to
        AtomicReference<Map<String, Long>> gained = new AtomicReference<>(Map.of());
        Await.until(() -> "nothing held after " + times + " times, but there is " + gained, LIMIT, () -> {
            gained.set(Resources.gained(before));
            return gained.get().isEmpty();
        });
    }

    private static int times(Carrier carrier) {
        return switch (carrier) {
            case IN_PROCESS, TCP -> TIMES;
            case SERIAL -> TIMES_SERIAL;
            case MQTT -> TIMES_MQTT;
        };
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void sessionsWithAServedDeviceLeaveNothing(Carrier carrier) throws IOException {
        TestDevice device = TestDevice.small(System::nanoTime);
        AtomicLong sessions = new AtomicLong(1000);
        try (DeviceUnderTest served = carrier.serve(device.device)) {
            leavesNothing(times(carrier), () -> {
                SessionOptions options = SessionOptions.builder(System::nanoTime, sessions.incrementAndGet())
                        .build();
                try (Session session = Session.open(served.connect(), options)) {
                    assertThat(session.datasheet()).isEqualTo(device.datasheet);
                }
            });
        }
    }

    /** A listener of its own, a host, a word each way. */
    private static void talk(Listener listener, Link host) throws IOException {
        try (listener;
                host) {
            host.send(new byte[] {1}, SendHints.on(Channel.COMMAND));
            Link peer = Objects.requireNonNull(listener.accept(LIMIT));
            assertThat(peer.receive(LIMIT)).containsExactly(1);
            peer.send(new byte[] {2}, SendHints.on(Channel.REPLY));
            assertThat(host.receive(LIMIT)).containsExactly(2);
        }
    }

    @Test
    void serialListenersLeaveNothing() throws IOException {
        leavesNothing(TIMES_SERIAL, () -> {
            PtyListener listener = new PtyListener(null, null);
            String path = listener.address().substring("serial:".length());
            talk(listener, SerialLink.open(path, 921_600, System::nanoTime));
        });
    }

    @Test
    void tcpListenersLeaveNothing() throws IOException {
        leavesNothing(TIMES, () -> {
            TcpListener listener = new TcpListener("127.0.0.1", 0);
            talk(listener, TcpLink.connect("127.0.0.1", listener.port(), LIMIT));
        });
    }

    @Test
    void mqttListenersLeaveNothing() throws IOException, InterruptedException {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            MqttAddress address = MqttAddress.parse(broker.url("lab", "dev"));
            leavesNothing(TIMES_MQTT, () -> {
                MqttListener listener = MqttListener.open(address, OPTIONS, MqttPresence.of("b00t", "{}"));
                talk(listener, MqttLink.connect(address, OPTIONS));
            });
        }
    }
}
