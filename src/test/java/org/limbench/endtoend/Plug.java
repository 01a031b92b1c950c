package org.limbench.endtoend;

import java.io.IOException;
import java.time.Duration;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.CuttableProxy;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.Signals;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.tcp.TcpLink;

/** What can be pulled between a host and a device, and how. */
enum Plug {
    /** The process that owns the pseudo-terminal dies, and the terminal with it. */
    PTY_MASTER,
    /** The process at the other end of the TCP connection dies. */
    TCP_PEER,
    QEMU_SERIAL,
    QEMU_TCP,
    BROKER,
    /** The device leaves its broker. */
    DEVICE_AT_BROKER,
    /** TCP connections are reset; new ones go through. */
    TCP_RESET,
    /** TCP connections carry nothing any more, and neither end hears of it; new ones go through. */
    TCP_SILENT,
    /** The device stops, its terminal stays. */
    PTY_FROZEN,
    /** The device stops, its connection stays. */
    TCP_FROZEN,
    QEMU_FROZEN,
    BROKER_FROZEN;

    /** A device that can be unplugged and perhaps plugged in again. */
    interface Plugged extends AutoCloseable {
        Link connect() throws LinkException;

        void unplug() throws Exception;

        /** Undoes it, where it can be undone. */
        default void plugIn() throws Exception {
            throw new UnsupportedOperationException("this cannot be plugged in again");
        }

        @Override
        void close() throws IOException;
    }

    Plugged start() throws Exception {
        return switch (this) {
            case PTY_MASTER -> new Killed(Firmware.posix(false));
            case TCP_PEER -> new Killed(Firmware.posix(true));
            case QEMU_SERIAL -> new Killed(Firmware.cortexM3(false));
            case QEMU_TCP -> new Killed(Firmware.cortexM3(true));
            case BROKER -> new AtBroker(MosquittoBroker::kill, MosquittoBroker::restart);
            case BROKER_FROZEN -> new AtBroker(MosquittoBroker::freeze, MosquittoBroker::thaw);
            case DEVICE_AT_BROKER -> new LeavingBroker();
            case TCP_RESET -> new Proxied(CuttableProxy::cut);
            case TCP_SILENT -> new Proxied(CuttableProxy::silence);
            case PTY_FROZEN -> new Frozen(Firmware.posix(false));
            case TCP_FROZEN -> new Frozen(Firmware.posix(true));
            case QEMU_FROZEN -> new Frozen(Firmware.cortexM3(true));
        };
    }

    private record Killed(Firmware.Running firmware) implements Plugged {
        @Override
        public Link connect() throws LinkException {
            return firmware.connect();
        }

        @Override
        public void unplug() throws InterruptedException {
            firmware.process().destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            firmware.process().destroyForcibly();
        }
    }

    private record Frozen(Firmware.Running firmware) implements Plugged {
        @Override
        public Link connect() throws LinkException {
            return firmware.connect();
        }

        @Override
        public void unplug() throws IOException {
            Signals.send(firmware.process(), "STOP");
        }

        @Override
        public void plugIn() throws IOException {
            Signals.send(firmware.process(), "CONT");
        }

        @Override
        public void close() {
            firmware.process().destroyForcibly();
        }
    }

    private interface OnBroker {
        void doTo(MosquittoBroker broker) throws Exception;
    }

    private static EmulatedDevice emulated() {
        return EmulatedDevice.of(ProfileLibrary.load("lim-chain"), 1, DeviceOptions.of(() -> 1, System::nanoTime));
    }

    private static final class AtBroker implements Plugged {
        private final MosquittoBroker broker = MosquittoBroker.start();
        private final DeviceUnderTest device = Carrier.behind(broker, emulated());
        private final OnBroker out;
        private final OnBroker in;

        AtBroker(OnBroker out, OnBroker in) throws Exception {
            this.out = out;
            this.in = in;
        }

        @Override
        public Link connect() throws LinkException {
            return device.connect();
        }

        @Override
        public void unplug() throws Exception {
            out.doTo(broker);
        }

        @Override
        public void plugIn() throws Exception {
            in.doTo(broker);
        }

        @Override
        public void close() throws IOException {
            try {
                broker.kill(); // a frozen one does not end otherwise
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            device.close();
            broker.close();
        }
    }

    private static final class LeavingBroker implements Plugged {
        private final MosquittoBroker broker = MosquittoBroker.start();
        private final EmulatedDevice emulated = emulated();
        private DeviceUnderTest device = Carrier.behind(broker, emulated);

        LeavingBroker() throws Exception {}

        @Override
        public Link connect() throws LinkException {
            return device.connect();
        }

        @Override
        public void unplug() throws IOException {
            device.close();
        }

        @Override
        public void plugIn() throws LinkException {
            device = Carrier.behind(broker, emulated);
        }

        @Override
        public void close() throws IOException {
            device.close();
            broker.close();
        }
    }

    private interface OnProxy {
        void doTo(CuttableProxy proxy) throws IOException;
    }

    private static final class Proxied implements Plugged {
        private final Firmware.Running firmware = Firmware.posix(true);
        private final CuttableProxy proxy = new CuttableProxy(firmware.port());
        private final OnProxy out;

        Proxied(OnProxy out) throws IOException {
            this.out = out;
        }

        @Override
        public Link connect() throws LinkException {
            return TcpLink.connect("127.0.0.1", proxy.port(), Duration.ofSeconds(2));
        }

        @Override
        public void unplug() throws IOException {
            out.doTo(proxy);
        }

        @Override
        public void plugIn() {
            // new connections go through all the time
        }

        @Override
        public void close() throws IOException {
            proxy.close();
            firmware.close();
        }
    }
}
