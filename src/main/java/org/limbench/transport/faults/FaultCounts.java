package org.limbench.transport.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How many frames of one direction passed untouched, and how many met which fault.
 *
 * @param byFate every fate has its number
 */
public record FaultCounts(Map<Fate, Long> byFate) {
    public FaultCounts {
        Map<Fate, Long> all = new EnumMap<>(Fate.class);
        for (Fate fate : Fate.values()) {
            all.put(fate, byFate.getOrDefault(fate, 0L));
        }
        byFate = Collections.unmodifiableMap(all);
    }

    /** Counts as they stand. */
    static FaultCounts of(ToLongFunction<Fate> count) {
        Map<Fate, Long> all = new EnumMap<>(Fate.class);
        Arrays.stream(Fate.values()).forEach(fate -> all.put(fate, count.applyAsLong(fate)));
        return new FaultCounts(all);
    }

    /** Frames of one fate. */
    public long of(Fate fate) {
        return byFate.getOrDefault(fate, 0L);
    }

    /** Frames that vanished one by one. */
    public long lost() {
        return of(Fate.LOST);
    }

    /** All frames that were sent into this direction. */
    public long frames() {
        return byFate.values().stream().mapToLong(Long::longValue).sum();
    }
}
