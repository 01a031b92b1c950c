package org.limbench.transport.faults;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what befalls a link out of a file of faults, the same for everything that injects them:
 *
 * <pre>
 * link: {loss: 0.01, flips: 0.001}           # both ways
 * toDevice: {truncation: 0.001}              # instead of link, for one way
 * toHost: {delay: 0.01, delayCalls: 3}
 * script:                                    # frames counted from 1, in each direction
 *   - {do: drop, direction: toHost, frame: 30, frames: 2, every: 100}
 *   - {do: keepAndDrop, direction: toDevice, keep: 20, drop: 1}
 *   - {do: flip, frame: 7, bits: [0, 17]}    # or count: 1 to 3 bits, drawn
 *   - {do: truncate, frame: 8, bytes: 10}
 *   - {do: duplicate, frame: 9, copies: 1}
 *   - {do: transpose, frame: 10}
 *   - {do: freeze, frame: 11, frames: 3}     # or millis
 *   - {do: cut, frame: 12, refuse: {attempts: 2}}   # or silent; or millis
 *   - {do: fail, direction: toHost, frame: 13}
 * line: {baud: 115200, latencyTimerMillis: 16, latencyMillis: 2, jitterMillis: 1}
 * </pre>
 */
public final class LinkFaultsReader {
    /** Keys of the document it reads; the rest is the caller's. */
    public static final Set<String> KEYS = Set.of("link", "toDevice", "toHost", "script", "line");

    private static final Set<String> PROBABILITIES =
            Set.of("loss", "flips", "duplication", "reordering", "delay", "disconnection", "truncation", "delayCalls");
    private static final Set<String> ANY_ENTRY = Set.of("do", "direction", "frame", "every", "frames");
    private static final Set<String> ENTRY = Set.of(
            "do",
            "direction",
            "frame",
            "every",
            "frames",
            "keep",
            "drop",
            "bits",
            "count",
            "bytes",
            "copies",
            "millis",
            "refuse",
            "silent");
    private static final int MOST_BITS = 1 << 20;

    private LinkFaultsReader() {}

    /** What befalls the link, as the document says. */
    public static LinkFaults read(FaultSection document) {
        FaultProbabilities both = odds(document.section("link"), FaultProbabilities.NONE);
        return new LinkFaults(
                odds(document.section("toDevice"), both),
                odds(document.section("toHost"), both),
                document.list("script", ENTRY, LinkFaultsReader::scripted),
                timing(document.section("line")));
    }

    private static FaultProbabilities odds(@Nullable FaultSection link, FaultProbabilities otherwise) {
        if (link == null) {
            return otherwise;
        }
        link.keys(PROBABILITIES);
        return link.named(() -> new FaultProbabilities(
                link.number("loss", 0.0),
                link.number("flips", 0.0),
                link.number("duplication", 0.0),
                link.number("reordering", 0.0),
                link.number("delay", 0.0),
                link.number("disconnection", 0.0),
                link.number("truncation", 0.0),
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, link.whole("delayCalls", 3L)))));
    }

    private static LineTiming timing(@Nullable FaultSection line) {
        if (line == null) {
            return LineTiming.NONE;
        }
        line.keys(Set.of("baud", "bytesPerSecond", "latencyTimerMillis", "latencyMillis", "jitterMillis"));
        if (line.has("baud") && line.has("bytesPerSecond")) {
            throw line.bad("baud", "there beside bytesPerSecond", "one of them");
        }
        double rate = line.has("baud")
                ? LineTiming.ofBaud(line.whole("baud", null, 1, 12_000_000))
                : line.number("bytesPerSecond", 0.0);
        return line.named(() -> new LineTiming(
                rate,
                line.whole("latencyTimerMillis", 0, 0, 255),
                line.number("latencyMillis", 0.0),
                line.number("jitterMillis", 0.0)));
    }

    private static ScriptedFault scripted(FaultSection entry) {
        String what = entry.text("do", "missing");
        return switch (what) {
            case "drop" -> at(entry, Set.of(), new FrameFault.Drop());
            case "keepAndDrop" -> keepAndDrop(entry);
            case "flip" ->
                at(
                        entry,
                        Set.of("bits", "count"),
                        new FrameFault.Flip(
                                entry.wholes("bits", 0, MOST_BITS),
                                entry.whole("count", 1, 1, FrameDamage.MOST_DRAWN)));
            case "truncate" ->
                at(entry, Set.of("bytes"), new FrameFault.Truncate(entry.whole("bytes", null, 0, MOST_BITS)));
            case "duplicate" -> at(entry, Set.of("copies"), new FrameFault.Duplicate(entry.whole("copies", 1, 1, 100)));
            case "transpose" -> at(entry, Set.of(), new FrameFault.Transpose());
            case "freeze" ->
                entry.has("millis")
                        ? at(entry, Set.of("millis"), new FrameFault.Stall(entry.whole("millis", null, 1, 600_000)))
                        : at(entry, Set.of(), new FrameFault.Freeze());
            case "cut" -> at(entry, Set.of("refuse", "silent"), new FrameFault.Cut(outage(entry)));
            case "fail" -> at(entry, Set.of(), new FrameFault.Fail());
            default ->
                throw entry.bad(
                        "do", what, "drop, keepAndDrop, flip, truncate, duplicate, transpose, freeze, cut or fail");
        };
    }

    private static ScriptedFault at(FaultSection entry, Set<String> own, FrameFault fault) {
        Set<String> allowed = new HashSet<>(ANY_ENTRY);
        allowed.addAll(own);
        entry.keys(allowed);
        long every = entry.has("every") ? entry.whole("every", 0, 1, Integer.MAX_VALUE) : 0;
        return new ScriptedFault(
                directions(entry),
                entry.whole("frame", every > 0 ? every : null),
                every,
                entry.whole("frames", 1L),
                fault);
    }

    private static ScriptedFault keepAndDrop(FaultSection entry) {
        entry.keys(Set.of("do", "direction", "frame", "keep", "drop"));
        long keep = entry.whole("keep", null, 0, 1_000_000_000);
        long drop = entry.whole("drop", null, 1, 1_000_000_000);
        long from = entry.whole("frame", 1, 1, Integer.MAX_VALUE);
        return new ScriptedFault(directions(entry), from + keep, keep + drop, drop, new FrameFault.Drop());
    }

    private static Set<LinkDirection> directions(FaultSection entry) {
        String word = entry.text("direction", "both");
        for (LinkDirection direction : LinkDirection.values()) {
            if (direction.word().equals(word)) {
                return EnumSet.of(direction);
            }
        }
        if (!word.equals("both")) {
            throw entry.bad("direction", word, "toDevice, toHost or both");
        }
        return EnumSet.allOf(LinkDirection.class);
    }

    private static Outage outage(FaultSection entry) {
        if (entry.has("refuse") && entry.has("silent")) {
            throw entry.bad("silent", "there beside refuse", "one of them");
        }
        for (Outage.Manner manner : List.of(Outage.Manner.REFUSE, Outage.Manner.SILENT)) {
            FaultSection outage = entry.section(manner.name().toLowerCase(Locale.ROOT));
            if (outage != null) {
                outage.keys(Set.of("attempts", "millis"));
                return outage.named(() -> new Outage(
                        manner, outage.whole("attempts", 0, 0, 1000), outage.whole("millis", 0, 0, 600_000)));
            }
        }
        return Outage.NONE;
    }
}
