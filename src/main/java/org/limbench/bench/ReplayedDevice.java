package org.limbench.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.DeviceProfile;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.MeterEvent;
import org.limbench.trace.Direction;
import org.limbench.trace.MessageWords;
import org.limbench.trace.Side;
import org.limbench.trace.TraceRecord;
import org.limbench.transport.Endpoint;
import org.limbench.transport.LinkKind;

/**
 * A fresh emulated device that hears what a recorded one heard, at the times it heard it, and whose answers are held against the
 * recorded ones.
 *
 * <p>Recorded by the device: frames between two answers on a connection came, or count, as one batch, and every answer must come
 * again in order. Recorded by the host: the device may have taken frames together or lost some, so acknowledgements, repeated
 * answers and goodbyes are passed over and the others are found by session and number. Streamed meter readings are due by the
 * clock and are passed over in both. Single-threaded.
 */
final class ReplayedDevice {
    private final boolean everyAnswer;
    private final EmulatedDevice device;
    private final Map<Integer, Connection> connections = new HashMap<>();
    private final Map<Place, Envelope> byPlace = new HashMap<>();
    private final Set<Place> compared = new HashSet<>();
    private long nowNanos;
    private long reproduced;
    private long passedOver;

    /** An answer of a session: its number, or 0 for the answer to its hello. */
    private record Place(long session, long seq) {}

    ReplayedDevice(TraceSurvey.Device recorded, DeviceProfile profile, long seed) {
        everyAnswer = recorded.link().recorder() == Side.DEVICE;
        nowNanos = recorded.bootNanos();
        Iterator<Long> boots = recorded.boots().iterator();
        LongSupplier bootIds = () -> boots.hasNext() ? boots.next() : 1; // a boot nobody greeted
        DeviceOptions options = DeviceOptions.of(bootIds, () -> nowNanos).withCredits(recorded.credits());
        device = Carriers.emulated(profile, seed, options);
    }

    /** Answers that came again so far. */
    long reproduced() {
        return reproduced;
    }

    /** Answers that were not compared so far. */
    long passedOver() {
        return passedOver;
    }

    /** Takes the next record of its link; what differs, or null. */
    @Nullable
    String take(TraceRecord record) {
        if (record.opensLink()) {
            connections.put(record.connection(), new Connection());
            return null;
        }
        Connection on = connections.computeIfAbsent(record.connection(), first -> new Connection());
        return switch (record.kind()) {
            case UNFINISHED -> null;
            case LINK -> {
                deliverTo(on);
                connections.remove(record.connection()); // what is unsaid was not said as the link was gone
                yield null;
            }
            case ENVELOPE, CORRUPT -> record.direction() == Direction.TO_DEVICE ? on.hear(record) : compare(record, on);
        };
    }

    /** One connection to the device: a peer of its own. */
    private final class Connection {
        private final Endpoint peer = device.newPeer();
        private final FrameDecoder decoder = new FrameDecoder();
        private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
        private final Deque<Envelope> inOrder = new ArrayDeque<>();
        private long heardNanos;

        @Nullable
        String hear(TraceRecord record) {
            if (batch.size() == 0 && !inOrder.isEmpty()) {
                return "the device now says '"
                        + MessageWords.of(inOrder.element().body()) + "' before it";
            }
            if (record.kind() == TraceRecord.Kind.ENVELOPE) {
                batch.writeBytes(FrameCodec.frame(record.bytes()));
            } else {
                batch.write(0);
                batch.writeBytes(record.bytes());
                batch.write(0);
            }
            heardNanos = record.epochNanos();
            if (!everyAnswer) {
                deliver();
            }
            return null;
        }

        void deliver() {
            if (batch.size() > 0) {
                byte[] bytes = batch.toByteArray();
                batch.reset();
                nowNanos = Math.max(nowNanos, heardNanos);
                peer.receive(
                        LinkKind.STREAM,
                        bytes,
                        (answer, hints) -> decoder.accept(answer).forEach(this::said));
            }
        }

        private void said(DecodeResult result) {
            Envelope envelope = ((DecodeResult.Decoded) result).envelope();
            if (envelope.body() instanceof MeterEvent) {
                return;
            }
            if (everyAnswer) {
                inOrder.add(envelope);
                return;
            }
            Place place = placeOf(envelope);
            if (place != null && !compared.contains(place)) {
                byPlace.put(place, envelope);
            }
        }
    }

    private static @Nullable Place placeOf(Envelope envelope) {
        return envelope.seq() != 0 || envelope.body() instanceof HelloAck
                ? new Place(envelope.session(), envelope.seq())
                : null;
    }

    /** What a connection has heard, after what others heard before it: they may have changed what it is told. */
    private void deliverTo(Connection on) {
        connections.values().stream()
                .filter(other -> other != on && other.heardNanos < on.heardNanos)
                .sorted(Comparator.comparingLong(other -> other.heardNanos))
                .forEach(Connection::deliver);
        on.deliver();
    }

    private @Nullable String compare(TraceRecord record, Connection on) {
        deliverTo(on);
        if (!(record.decoded() instanceof DecodeResult.Decoded decoded)) {
            passedOver++; // broken on its way to the host
            return null;
        }
        Envelope recorded = decoded.envelope();
        Place place = placeOf(recorded);
        boolean counts = everyAnswer || (place != null && compared.add(place));
        if (!counts || recorded.body() instanceof MeterEvent) {
            passedOver++;
            return null;
        }
        Envelope again = everyAnswer ? on.inOrder.poll() : byPlace.remove(place);
        if (again == null) {
            return "recorded '" + MessageWords.of(recorded.body()) + "', now nothing";
        }
        OptionalLong wait = wait(record, on);
        String difference = new RecordedAnswer(recorded, record.bytes(), !everyAnswer, wait).differenceTo(again);
        if (difference == null) {
            reproduced++;
        }
        return difference;
    }

    /** How long the device was at the answer, where its own end of the link tells and its time of boot is the trace's. */
    private OptionalLong wait(TraceRecord answer, Connection on) {
        return everyAnswer && device.boots() == 1
                ? OptionalLong.of(Math.max(0, answer.epochNanos() - on.heardNanos))
                : OptionalLong.empty();
    }
}
