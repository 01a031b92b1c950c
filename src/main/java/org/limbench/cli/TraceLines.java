package org.limbench.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.limbench.protocol.DecodeResult;
import org.limbench.trace.Direction;
import org.limbench.trace.MessageWords;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceTally;
import org.limbench.trace.TracedLink;

/** A trace for a person: a line a packet, cut at the end of the terminal's. */
final class TraceLines implements TraceView {
    private final PrintWriter out;
    private final int columns;
    private final Set<Integer> shown = new HashSet<>();

    TraceLines(PrintWriter out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public void show(TraceRecord record, DecodeResult decoded, double seconds, boolean again) {
        TracedLink link = record.link();
        if (shown.add(link.number())) {
            print("# link " + link.number() + ": " + link.name() + ", recorded by the "
                    + link.recorder().name().toLowerCase(Locale.ROOT));
        }
        String session = TraceFilter.sessionOf(record, decoded);
        long seq = TraceFilter.seqOf(decoded);
        print(String.format(
                Locale.ROOT,
                "%s%s %11.6f %-4s %5s %s",
                link.number() == 0 ? "" : link.number(),
                mark(record),
                seconds,
                session.isEmpty() ? "" : session.substring(0, 4),
                seq == 0 ? "" : seq,
                (again ? "again: " : "") + words(record, decoded)));
    }

    private static String mark(TraceRecord record) {
        if (record.kind() == TraceRecord.Kind.LINK) {
            return "-";
        }
        return record.direction() == Direction.TO_DEVICE ? ">" : "<";
    }

    private static String words(TraceRecord record, DecodeResult decoded) {
        return switch (record.kind()) {
            case LINK -> record.comment();
            case UNFINISHED -> record.length() + " bytes " + record.comment();
            case CORRUPT, ENVELOPE -> MessageWords.of(decoded);
        };
    }

    @Override
    public void end(TraceReader reader, TraceTally tally) {
        out.println();
        total("to the device", tally.of(Direction.TO_DEVICE));
        total("to the host", tally.of(Direction.TO_HOST));
        out.flush();
    }

    private void total(String way, TraceTally.Count count) {
        print(String.format(
                Locale.ROOT,
                "%-16s %d frames, %d of them sent again; %d corrupt",
                way,
                count.frames(),
                count.again(),
                count.corrupt()));
    }

    /** What a file says must not steer a terminal, nor be wider than it. */
    private void print(String text) {
        String plain = text.replaceAll("\\p{C}", "?");
        out.println(plain.length() <= columns ? plain : plain.substring(0, columns - 3) + "...");
    }
}
