package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.profile.DeviceProfile;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TracedLink;

/**
 * Sends the host's frames of a trace to fresh emulated devices and compares their answers with the recorded ones.
 *
 * <p>Each link of the trace that a device answered on has a device of its own, with the recorded boot ids and an uptime clock
 * that follows the trace's timestamps. What the wire does not show cannot come again: the back door, power cuts that nobody
 * asked for, stuck cells and meter gaps of a fault plan. Single-threaded.
 */
public final class TraceReplay {
    /** Seed of a device whose own is not in the trace. */
    public static final long DEFAULT_SEED = 1;

    private TraceReplay() {}

    /** Told how far the replay is. */
    public interface Watcher {
        /** So many bytes of the file, out of so many. */
        void progress(long done, long total);
    }

    /**
     * How a replay ended.
     *
     * @param reproduced answers that came again, byte for byte but for uptimes
     * @param passedOver answers not compared, as they depend on more than the device
     * @param seeds of the devices, by the name of their link
     * @param difference the first, in one line; null for none
     * @param cutAt where the block begins in whose middle the trace ends
     */
    public record Outcome(
            long reproduced,
            long passedOver,
            SortedMap<String, Long> seeds,
            @Nullable String difference,
            OptionalLong cutAt) {}

    /**
     * Replays a trace.
     *
     * @param address of the emulated device
     * @param seed of it; empty for the recorded one, or {@link #DEFAULT_SEED} where none is recorded
     * @throws IllegalArgumentException in one line, when the trace cannot be replayed on that device
     */
    public static Outcome run(Path file, DeviceAddress.Emulated address, OptionalLong seed, Watcher watcher)
            throws IOException {
        Map<Integer, TraceSurvey.Device> recorded = TraceSurvey.of(file);
        if (seed.isPresent() && recorded.size() > 1) {
            throw new IllegalArgumentException(
                    file + " holds " + recorded.size() + " devices; allowed: --seed with a trace of one");
        }
        Map<Integer, ReplayedDevice> devices = new HashMap<>();
        SortedMap<String, Long> seeds = new TreeMap<>();
        recorded.forEach((number, device) -> {
            TracedLink link = device.link();
            long own = seed.orElse(link.seed().orElse(DEFAULT_SEED));
            seeds.put(link.name(), own);
            devices.put(number, new ReplayedDevice(device, profile(file, address, device), own));
        });
        try (TraceReader reader = TraceReader.open(file)) {
            String difference = replay(reader, devices, Files.size(file), watcher);
            return new Outcome(
                    devices.values().stream()
                            .mapToLong(ReplayedDevice::reproduced)
                            .sum(),
                    devices.values().stream()
                            .mapToLong(ReplayedDevice::passedOver)
                            .sum(),
                    seeds,
                    difference,
                    reader.cutAt());
        }
    }

    private static @Nullable String replay(
            TraceReader reader, Map<Integer, ReplayedDevice> devices, long size, Watcher watcher) throws IOException {
        long start = Long.MIN_VALUE;
        for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
            if (start == Long.MIN_VALUE) {
                start = record.epochNanos();
            }
            ReplayedDevice device = devices.get(record.link().number());
            String difference = device == null ? null : device.take(record);
            if (difference != null) {
                return String.format(
                        Locale.ROOT,
                        "packet %d at %.6f s: %s",
                        record.number(),
                        (record.epochNanos() - start) * 1e-9,
                        difference);
            }
            watcher.progress(reader.offset(), size);
        }
        return null;
    }

    /** The profile in the recorded size, unless the address asks for one. */
    private static DeviceProfile profile(Path file, DeviceAddress.Emulated address, TraceSurvey.Device recorded) {
        DeviceProfile profile = Carriers.profile(address);
        String then = recorded.datasheet().profileSha256();
        if (!then.equals(profile.sha256())) {
            throw new IllegalArgumentException(
                    file + " is of " + recorded.datasheet().device() + ", "
                            + (then.isEmpty() ? "a real device" : "profile sha256 " + then.substring(0, 16)) + "; "
                            + address.text() + " is " + profile.name() + ", sha256 "
                            + profile.sha256().substring(0, 16));
        }
        ArrayGeometry size = recorded.datasheet().geometry();
        return address.rows().isPresent() || address.columns().isPresent()
                ? profile
                : profile.withGeometry(size.rows(), size.columns());
    }
}
