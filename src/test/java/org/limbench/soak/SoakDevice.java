package org.limbench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.RandomStream;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.DeviceServer;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.Ports;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttListener;
import org.limbench.transport.mqtt.MqttOptions;
import org.limbench.transport.mqtt.MqttPresence;
import org.limbench.transport.serial.PtyListener;
import org.limbench.transport.tcp.TcpListener;

/**
 * The process of a device, to be killed: an emulated device around a recording array, at an address, until its end. Says
 * its address on stdout when it can be reached.
 *
 * <p>Arguments: {@code tcp:PORT}, 0 for one that its later lives get as well, {@code serial:PATH} or an MQTT URL; directory; number of this life; seed; loss; flips;
 * cuts; then reboots, {@code N:MOMENT} each.
 */
public final class SoakDevice {
    private static final int PORT_TRIES = 10;

    private SoakDevice() {}

    /** Truth of a life. */
    static Path truth(Path directory, int life) {
        return directory.resolve("truth-" + life + ".bin");
    }

    /** What the device of a life has sent. */
    static Path counts(Path directory, int life) {
        return directory.resolve("device-" + life + ".counts");
    }

    public static void main(String[] arguments) throws IOException, LinkException {
        Path directory = Path.of(arguments[1]);
        int life = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        FaultProbabilities odds = odds(arguments, 4);
        List<FaultPlan.Reboot> reboots = new ArrayList<>();
        for (int i = 7; i < arguments.length; i++) {
            String[] parts = arguments[i].split(":", 2);
            reboots.add(new FaultPlan.Reboot(Long.parseLong(parts[0]), FaultPlan.Moment.valueOf(parts[1])));
        }
        FaultPlan plan = new FaultPlan(reboots, List.of(), List.of(), FaultProbabilities.NONE, 0);
        Wire wire = new Wire(odds, seed, "device-" + life);
        Truth truth = Truth.create(truth(directory, life));
        RandomStream.Cursor boots =
                RandomStream.of(seed, "soak.boots").split(life).cursor();
        DeviceOptions options =
                DeviceOptions.of(() -> boot(boots, truth), System::nanoTime).withFaults(plan);
        TestDevice device = TestDevice.of(
                SoakCommands.GEOMETRY,
                SoakCommands.MOST_STAGED_BYTES,
                cells -> new RecordingArray(cells, truth, () -> tell(wire, counts(directory, life))),
                options);
        Listener listener = listen(arguments[0]);
        System.out.println(listener.address());
        new DeviceServer(device.device, FaultPlan.none()).serve(new BadListener(listener, wire), () -> true);
    }

    private static void tell(Wire wire, Path file) {
        try {
            wire.sent().write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Odds of what one end sends: loss, flips and cuts, from an argument on. */
    public static FaultProbabilities odds(String[] arguments, int at) {
        double loss = Double.parseDouble(arguments[at]);
        double flips = Double.parseDouble(arguments[at + 1]);
        double cuts = Double.parseDouble(arguments[at + 2]);
        return new FaultProbabilities(loss, flips, 0, 0, 0, cuts, 1);
    }

    private static long boot(RandomStream.Cursor boots, Truth truth) {
        long id = boots.nextBits() | 1;
        truth.add(new Truth.Act(Truth.BOOT, 0, 0, 0, id));
        return id;
    }

    private static Listener listen(String address) throws LinkException {
        if (address.startsWith("tcp:")) {
            int port = Integer.parseInt(address.substring("tcp:".length()));
            return port == 0 ? onAPortForAllLives() : new TcpListener("127.0.0.1", port);
        }
        if (address.startsWith("serial:")) {
            return new PtyListener(Path.of(address.substring("serial:".length())), null);
        }
        MqttOptions options = MqttOptions.of(() -> null, Duration.ofSeconds(10), System::nanoTime);
        return MqttListener.open(MqttAddress.parse(address), options, MqttPresence.of("0", "{}"));
    }

    private static Listener onAPortForAllLives() throws LinkException {
        LinkException taken = new LinkException("no port was tried");
        for (int i = 0; i < PORT_TRIES; i++) {
            try {
                return new TcpListener("127.0.0.1", Ports.lasting());
            } catch (LinkException e) {
                taken = e;
            }
        }
        throw taken;
    }

    /** Gives out links that are bad in what the device sends. */
    private record BadListener(Listener inner, Wire wire) implements Listener {
        @Override
        public String address() {
            return inner.address();
        }

        @Override
        public @Nullable Link accept(Duration timeout) throws LinkException {
            Link link = inner.accept(timeout);
            return link == null ? null : wire.apply(link);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
