package org.limbench.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.Message;
import org.limbench.protocol.StatusRequest;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.ScriptedLink;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** Traces to test with, and what is in them. */
final class TraceFiles {
    static final TraceWriter.Origin ORIGIN = new TraceWriter.Origin("cpu", "os", "limbench 1");
    static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    static final long SESSION = 0x1122334455667788L;
    /** 2026-11-24 15:00 and a nanosecond. */
    static final long START = 1_795_532_400_000_000_001L;

    private TraceFiles() {}

    /** All records of a file. */
    static List<TraceRecord> records(Path file) throws IOException {
        try (TraceReader reader = TraceReader.open(file)) {
            return records(reader);
        }
    }

    /** All records that are left. */
    static List<TraceRecord> records(TraceReader reader) throws IOException {
        List<TraceRecord> records = new ArrayList<>();
        for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
            records.add(record);
        }
        return records;
    }

    static byte[] frame(long seq, Message body) {
        return FrameCodec.encode(new Envelope(SESSION, seq, body));
    }

    /** Writes a trace of one link, recorded by the host: 9 packets, two of them corrupt, over 8 ms. */
    static void write(Path file) throws IOException {
        ManualClock clock = new ManualClock(START);
        try (TraceWriter writer = TraceWriter.create(file, ORIGIN, clock)) {
            ScriptedLink wire = new ScriptedLink(LinkKind.STREAM);
            Link link =
                    writer.tap("serial:./lim0", Side.HOST, OptionalLong.empty()).record(wire);
            clock.advance(Duration.ofMillis(2));
            link.send(frame(0, new Hello(1, 0, SESSION, 5_000, "test", 1024)), COMMAND);
            link.send(frame(1, new DatasheetRequest()), COMMAND);
            clock.advance(Duration.ofMillis(2));
            byte[] broken = frame(0, new Ack(1, 8, false, 7));
            broken[5] ^= 1;
            wire.coming(broken).coming(new byte[] {0, 7, 7, 0});
            link.receive(Duration.ZERO);
            link.receive(Duration.ZERO);
            clock.advance(Duration.ofMillis(2));
            link.send(frame(1, new DatasheetRequest()), COMMAND);
            link.send(frame(2, new StatusRequest()), COMMAND);
            clock.advance(Duration.ofMillis(2));
            link.send(frame(0, new Bye("done")), COMMAND);
            link.close();
        }
    }
}
