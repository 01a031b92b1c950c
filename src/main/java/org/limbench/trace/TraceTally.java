package org.limbench.trace;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;

/**
 * Counts what is in a trace, each way. A sequenced message counts as sent again when its number, or a later one, was seen before
 * in its session and direction. Single-threaded.
 */
public final class TraceTally {
    private final Map<Direction, Count> counts = new EnumMap<>(Direction.class);
    private final Map<Stream, Long> newest = new HashMap<>();

    private record Stream(int link, long session, Direction direction) {}

    /** One direction: whole frames, those of them sent again, and what was no valid message. */
    public record Count(long frames, long again, long corrupt) {}

    /** Counts a record; whether it is a message sent again. */
    public boolean add(TraceRecord record, DecodeResult decoded) {
        if (record.kind() == TraceRecord.Kind.LINK) {
            return false;
        }
        boolean again = decoded instanceof DecodeResult.Decoded good && again(record, good.envelope());
        boolean corrupt = decoded instanceof DecodeResult.Corrupt;
        Count before = of(record.direction());
        counts.put(
                record.direction(),
                new Count(
                        before.frames() + (corrupt ? 0 : 1),
                        before.again() + (again ? 1 : 0),
                        before.corrupt() + (corrupt ? 1 : 0)));
        return again;
    }

    private boolean again(TraceRecord record, Envelope envelope) {
        if (envelope.seq() == 0) {
            return false;
        }
        Stream stream = new Stream(record.link().number(), envelope.session(), record.direction());
        long before = newest.getOrDefault(stream, 0L);
        newest.put(stream, Math.max(before, envelope.seq()));
        return envelope.seq() <= before;
    }

    /** What was counted in one direction. */
    public Count of(Direction direction) {
        return counts.getOrDefault(direction, new Count(0, 0, 0));
    }
}
