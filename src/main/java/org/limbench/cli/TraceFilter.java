package org.limbench.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.protocol.DecodeResult;
import org.limbench.trace.TraceRecord;
import picocli.CommandLine.Option;

/** Which packets of a trace are shown. */
@Heading.Under(Heading.FILTER)
final class TraceFilter {
    @Option(names = "--session", paramLabel = "HEX", description = "Only the session whose 16 hex digits begin so.")
    private @Nullable String session;

    @Option(names = "--from", paramLabel = "S", description = "Only packets from this second of the trace on.")
    private @Nullable Double from;

    @Option(names = "--to", paramLabel = "S", description = "Only packets up to this second of the trace.")
    private @Nullable Double to;

    void requireSense() {
        if (session != null && !session.matches("[0-9a-fA-F]{1,16}")) {
            throw new IllegalArgumentException("--session is '" + session + "'; allowed: 1 to 16 hex digits");
        }
        if (from != null && to != null && !(from <= to)) {
            throw new IllegalArgumentException("--from is " + from + " s; allowed: at most --to, " + to + " s");
        }
    }

    /** Whether anything may be left out. */
    boolean isOn() {
        return session != null || from != null || to != null;
    }

    boolean shows(TraceRecord record, DecodeResult decoded, double seconds) {
        if ((from != null && seconds < from) || (to != null && seconds > to)) {
            return false;
        }
        return session == null || sessionOf(record, decoded).startsWith(session.toLowerCase(Locale.ROOT));
    }

    /** The session of a packet as 16 hex digits; empty where it has none. */
    static String sessionOf(TraceRecord record, DecodeResult decoded) {
        if (record.kind() != TraceRecord.Kind.ENVELOPE) {
            return "";
        }
        if (decoded instanceof DecodeResult.Decoded good) {
            return String.format("%016x", good.envelope().session());
        }
        if (decoded instanceof DecodeResult.Malformed malformed) {
            return String.format("%016x", malformed.session());
        }
        return decoded instanceof DecodeResult.Unsupported unknown ? String.format("%016x", unknown.session()) : "";
    }

    /** The sequence number of a packet; 0 where it has none. */
    static long seqOf(DecodeResult decoded) {
        if (decoded instanceof DecodeResult.Decoded good) {
            return good.envelope().seq();
        }
        if (decoded instanceof DecodeResult.Malformed malformed) {
            return malformed.seq();
        }
        return decoded instanceof DecodeResult.Unsupported unknown ? unknown.seq() : 0;
    }
}
