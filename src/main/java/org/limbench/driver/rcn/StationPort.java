package org.limbench.driver.rcn;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.Overheard;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyBuffer;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/**
 * One line out, its reply in, strictly in turn: the station keeps a single pending line, and no reply says which line it
 * belongs to. Whatever is there before a line goes out is thrown away and counted. Single-threaded.
 */
final class StationPort {
    /** Beside the time the station needs for a line; its own waits give up after 3 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);

    private final LongSupplier nanoTime;
    private final int oversampling;
    private final ReplyBuffer buffer = new ReplyBuffer();
    private final Overheard overheard = new Overheard();
    private Link link;
    private double stationSeconds;
    private long linesSent;
    private long linesReceived;
    private long noise;
    private long bytesSent;

    /**
     * A port.
     *
     * @param oversampling of the converter that is read, for how long it takes
     */
    StationPort(Link link, int oversampling, LongSupplier nanoTime) {
        this.link = link;
        this.oversampling = oversampling;
        this.nanoTime = nanoTime;
    }

    /** Goes on over another link. */
    void over(Link another) {
        link = another;
        buffer.clear();
    }

    Link link() {
        return link;
    }

    /** Time the station has spent on our lines, s. */
    double stationSeconds() {
        return stationSeconds;
    }

    LinkStatistics statistics() {
        return new LinkStatistics(linesSent, linesReceived, 0, noise, 0, bytesSent);
    }

    /**
     * Sends a line and waits for its reply.
     *
     * @throws DeviceRefusedException the station answers ERR: nothing has changed
     * @throws ReplyTimeoutException no reply in time: whether the line was carried out is not known
     */
    RcnReply ask(RcnCommand command) throws LinkException {
        RcnReply reply = say(command);
        if (reply instanceof RcnReply.Refusal error) {
            throw new DeviceRefusedException(
                    link.address() + ": the station refuses '" + command.line() + "': " + error.text());
        }
        return reply;
    }

    /** Sends a line and gives whatever line comes next, a refusal as well. */
    RcnReply say(RcnCommand command) throws LinkException {
        send(command);
        return next(command);
    }

    /** The next line after one that was no reply to this. */
    RcnReply stray(RcnCommand command) throws LinkException {
        noise++;
        return next(command);
    }

    /** Sends a line that must be answered by exactly this. */
    void require(RcnCommand command, RcnReply expected) throws LinkException {
        RcnReply reply = ask(command);
        if (!reply.equals(expected)) {
            throw implausible(command, reply, expected.line());
        }
    }

    /** The samples of a capture, codes of the fast converter. */
    int[] capture(RcnCommand.CaptureStep command) throws LinkException {
        RcnReply pretrigger = ask(command);
        RcnReply expected = new RcnReply.Pretrigger((int) command.pretriggerSamples());
        if (!pretrigger.equals(expected)) {
            throw implausible(command, pretrigger, expected.line());
        }
        RcnReply header = next(command);
        int bytes = (int) (2 * command.samples());
        if (!header.equals(new RcnReply.Binary(bytes))) {
            throw implausible(command, header, "BINARY:" + bytes);
        }
        byte[] block = block(command, bytes);
        RcnReply done = next(command);
        if (!done.equals(ReplyTexts.captured(command.samples()))) {
            throw implausible(
                    command, done, ReplyTexts.captured(command.samples()).line());
        }
        int[] codes = new int[bytes / 2];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (block[2 * i] & 0xFF) | ((block[2 * i + 1] & 0xFF) << 8);
        }
        return codes;
    }

    private void send(RcnCommand command) throws LinkException {
        long deadline = nanoTime.getAsLong() + PATIENCE.toNanos();
        for (byte[] stale = link.receive(Duration.ZERO); stale != null; stale = link.receive(Duration.ZERO)) {
            buffer.add(stale);
            overheard.add(stale);
            if (nanoTime.getAsLong() - deadline > 0) {
                throw new ReplyTimeoutException(link.address() + ": talks without being asked, and does not stop for "
                        + PATIENCE.toMillis() + " ms: " + overheard.excerpt() + " (" + overheard.bytes() + " bytes)");
            }
        }
        if (buffer.waiting() > 0) {
            noise++;
            buffer.clear();
        }
        byte[] bytes = (command.line() + "\n").getBytes(StandardCharsets.US_ASCII);
        overheard.clear();
        link.send(bytes, COMMAND);
        linesSent++;
        bytesSent += bytes.length;
        stationSeconds += StationTiming.seconds(command, oversampling);
    }

    private RcnReply next(RcnCommand command) throws LinkException {
        long deadline = deadline(command);
        String line = buffer.line();
        while (line == null) {
            receive(command, deadline);
            line = buffer.line();
        }
        linesReceived++;
        return RcnReply.parse(line);
    }

    private byte[] block(RcnCommand command, int bytes) throws LinkException {
        long deadline = deadline(command);
        byte[] block = buffer.block(bytes);
        while (block == null) {
            receive(command, deadline);
            block = buffer.block(bytes);
        }
        return block;
    }

    private long deadline(RcnCommand command) {
        long own = (long) (2e9 * StationTiming.seconds(command, oversampling));
        return nanoTime.getAsLong() + PATIENCE.toNanos() + own;
    }

    private void receive(RcnCommand command, long deadline) throws LinkException {
        if (nanoTime.getAsLong() - deadline > 0) {
            throw new ReplyTimeoutException(
                    link.address() + ": no reply to '" + command.line() + "' within " + PATIENCE.toMillis() + " ms"
                            + (overheard.bytes() == 0
                                    ? ""
                                    : ": it talks, but not as an RCN station: " + overheard.excerpt() + " ("
                                            + overheard.bytes() + " bytes)"));
        }
        byte[] bytes = link.receive(SLICE);
        if (bytes != null) {
            buffer.add(bytes);
            overheard.add(bytes);
        }
    }

    private ImplausibleReplyException implausible(RcnCommand command, RcnReply reply, String expected) {
        noise++;
        return implausible(
                "'" + reply.line() + "' came in answer to '" + command.line() + "'; expected: '" + expected + "'");
    }

    ImplausibleReplyException implausible(String what) {
        return new ImplausibleReplyException(link.address() + ": not believed: " + what);
    }
}
