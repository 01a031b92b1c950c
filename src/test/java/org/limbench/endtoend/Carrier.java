package org.limbench.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.limbench.emulator.DeviceServer;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
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

    /** A device being served; closing stops the server. */
    interface Served extends AutoCloseable {
        /** A new link of a host to the device. */
        Link connect() throws LinkException;

        @Override
        void close();
    }

    Served serve(EmulatedDevice device) throws LinkException {
        return switch (this) {
            case IN_PROCESS -> new InProcess(device);
            case TCP -> {
                TcpListener listener = new TcpListener("127.0.0.1", 0);
                int port = listener.port();
                yield new Threaded(device, listener, () -> TcpLink.connect("127.0.0.1", port, Duration.ofSeconds(5)));
            }
            case SERIAL -> {
                PtyListener listener = new PtyListener(null, null);
                String path = listener.address().substring("serial:".length());
                yield new Threaded(device, listener, () -> SerialLink.open(path, 921_600, System::nanoTime));
            }
            case MQTT -> mqtt(device);
        };
    }

    private static Served mqtt(EmulatedDevice device) throws LinkException {
        MosquittoBroker broker = broker();
        MqttAddress address = MqttAddress.parse(broker.url("bench", "lim0"));
        MqttOptions options = MqttOptions.of(() -> null, Duration.ofSeconds(5), System::nanoTime);
        MqttListener listener = MqttListener.open(address, options, MqttPresence.of("0", "{}"));
        Served served = new Threaded(device, listener, () -> MqttLink.connect(address, options));
        return new Served() {
            @Override
            public Link connect() throws LinkException {
                return served.connect();
            }

            @Override
            public void close() {
                served.close();
                try {
                    broker.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
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

    private record InProcess(EmulatedDevice device) implements Served {
        @Override
        public Link connect() {
            return InProcessLink.to(device);
        }

        @Override
        public void close() {}
    }

    /** Opens a host's end. */
    private interface Dial {
        Link open() throws LinkException;
    }

    private static final class Threaded implements Served {
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final Dial dial;
        private final Thread thread;

        Threaded(EmulatedDevice device, Listener listener, Dial dial) {
            this.dial = dial;
            DeviceServer server = new DeviceServer(device, FaultPlan.none());
            thread = new Thread(
                    () -> {
                        try {
                            server.serve(listener, running::get);
                        } catch (LinkException gone) {
                            throw new IllegalStateException(gone);
                        }
                    },
                    "contract-device");
            thread.start();
        }

        @Override
        public Link connect() throws LinkException {
            return dial.open();
        }

        @Override
        public void close() {
            running.set(false);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
