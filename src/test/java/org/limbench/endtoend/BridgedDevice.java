package org.limbench.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.bench.proxy.Proxy;
import org.limbench.bench.proxy.ProxyPlan;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttLink;
import org.limbench.transport.mqtt.MqttOptions;

/** Firmware without a network of its own behind a broker: the program's proxy carries its bytes there as messages. */
final class BridgedDevice implements DeviceUnderTest {
    private static final MqttOptions OPTIONS = MqttOptions.of(() -> null, Duration.ofSeconds(5), System::nanoTime);

    private final Firmware.Running firmware;
    private final MosquittoBroker broker;
    private final Proxy bridge;

    private BridgedDevice(Firmware.Running firmware, MosquittoBroker broker, Proxy bridge) {
        this.firmware = firmware;
        this.broker = broker;
        this.bridge = bridge;
    }

    static BridgedDevice start(Firmware.Running firmware) throws IOException {
        MosquittoBroker broker = broker();
        AtomicLong identifiers = new AtomicLong(1);
        Host host = new Host(System::nanoTime, identifiers::incrementAndGet, name -> null);
        ProxyPlan plan = ProxyPlan.bridging(
                DeviceAddress.parse(broker.url("bench", "lim0")),
                DeviceAddress.parse("tcp:127.0.0.1:" + firmware.port()));
        return new BridgedDevice(firmware, broker, Proxy.start(plan, host, line -> {}));
    }

    private static MosquittoBroker broker() throws IOException {
        try {
            return MosquittoBroker.start();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting a broker", stopped);
        }
    }

    @Override
    public Link connect() throws LinkException {
        return MqttLink.connect(MqttAddress.parse(broker.url("bench", "lim0")), OPTIONS);
    }

    @Override
    public void cutPower() throws IOException {
        firmware.cutPower();
    }

    @Override
    public void cutPowerWithinTheNextCommand() throws IOException {
        firmware.cutPowerWithinTheNextCommand();
    }

    @Override
    public void close() throws IOException {
        bridge.close();
        broker.close();
        firmware.close();
    }
}
