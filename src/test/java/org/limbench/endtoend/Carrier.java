package org.limbench.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.limbench.emulator.DeviceServer;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.inprocess.InProcessLink;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttLink;
import org.limbench.transport.mqtt.MqttListener;
import org.limbench.transport.mqtt.MqttOptions;
import org.limbench.transport.mqtt.MqttPresence;
import org.limbench.transport.serial.PtyListener;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;
import org.limbench.transport.tcp.TcpListener;

/** The carriers a device must be indistinguishable over. */
enum Carrier {
    IN_PROCESS,
    TCP,
    SERIAL,
    MQTT;

    /** Serves a device of this process until closed. */
    DeviceUnderTest serve(EmulatedDevice device) throws LinkException {
        return switch (this) {
            case IN_PROCESS -> new InProcess(device);
            case TCP -> {
                TcpListener listener = new TcpListener("127.0.0.1", 0);
                int port = listener.port();
                yield new Served(device, listener, () -> TcpLink.connect("127.0.0.1", port, Duration.ofSeconds(5)));
            }
            case SERIAL -> {
                PtyListener listener = new PtyListener(null, null);
                String path = listener.address().substring("serial:".length());
                yield new Served(device, listener, () -> SerialLink.open(path, 921_600, System::nanoTime));
            }
            case MQTT -> mqtt(device);
        };
    }

    private static DeviceUnderTest mqtt(EmulatedDevice device) throws LinkException {
        MosquittoBroker broker = broker();
        DeviceUnderTest behind = behind(broker, device);
        return new DeviceUnderTest() {
            @Override
            public Link connect() throws LinkException {
                return behind.connect();
            }

            @Override
            public void cutPower() throws IOException {
                behind.cutPower();
            }

            @Override
            public void cutPowerWithinTheNextCommand() throws IOException {
                behind.cutPowerWithinTheNextCommand();
            }

            @Override
            public void close() throws IOException {
                behind.close();
                broker.close();
            }
        };
    }

    /** Serves a device at a broker of the caller's. */
    static DeviceUnderTest behind(MosquittoBroker broker, EmulatedDevice device) throws LinkException {
        MqttAddress address = MqttAddress.parse(broker.url("bench", "lim0"));
        MqttOptions options = MqttOptions.of(() -> null, Duration.ofSeconds(5), System::nanoTime);
        MqttListener listener = MqttListener.open(address, options, MqttPresence.of("0", "{}"));
        return new Served(device, listener, () -> MqttLink.connect(address, options));
    }

    private static MosquittoBroker broker() throws LinkException {
        try {
            return MosquittoBroker.start();
        } catch (IOException e) {
            throw new LinkException("mosquitto: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException("interrupted", e);
        }
    }

    /** Opens a host's end. */
    private interface Dial {
        Link open() throws LinkException;
    }

    /** A device whose power this process can cut at will. */
    private abstract static class Emulated implements DeviceUnderTest {
        private final EmulatedDevice device;

        Emulated(EmulatedDevice device) {
            this.device = device;
        }

        @Override
        public void cutPower() {
            device.reboot();
        }

        @Override
        public void cutPowerWithinTheNextCommand() {
            device.inject(new FaultPlan.Reboot(device.updates() + 1, FaultPlan.Moment.COMMIT));
        }
    }

    private static final class InProcess extends Emulated {
        private final EmulatedDevice device;

        InProcess(EmulatedDevice device) {
            super(device);
            this.device = device;
        }

        @Override
        public Link connect() {
            return InProcessLink.to(device);
        }

        @Override
        public void close() {}
    }

    private static final class Served extends Emulated {
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final Dial dial;
        private final Thread thread;

        Served(EmulatedDevice device, Listener listener, Dial dial) {
            super(device);
            this.dial = dial;
            thread = new DeviceServer(device, FaultPlan.none()).start(listener, running::get, gone -> {
                throw new IllegalStateException(gone);
            });
        }

        @Override
        public Link connect() throws LinkException {
            return dial.open();
        }

        @Override
        public void close() throws IOException {
            running.set(false);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
