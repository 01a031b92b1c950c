package org.limbench.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.rcn.EmulatedStation;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

/**
 * A link to an emulated RCN station that writes down every line, loses or replaces replies on request, breaks on request, and
 * fails when a line is sent before the last one was answered or waited for. A wait for what will not come moves a manual clock.
 */
public final class WatchedStation implements Link {
    /** How long a host has to wait before a line counts as given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Link inner;
    private final ManualClock clock;
    private final List<String> lines;
    private Predicate<String> loses = line -> false;
    private Predicate<String> breaks = line -> false;
    private @Nullable String instead;
    private boolean broken;
    private boolean closed;
    private boolean unanswered;
    private Duration waited = Duration.ZERO;

    public WatchedStation(EmulatedStation station, ManualClock clock) {
        this(station, clock, new ArrayList<>());
    }

    /** A further link to a station whose lines are written into the same list. */
    public WatchedStation(EmulatedStation station, ManualClock clock, List<String> lines) {
        this.inner = InProcessLink.to(station);
        this.clock = clock;
        this.lines = lines;
    }

    /** Loses the reply to the lines a test picks; the station carries them out. */
    public void lose(Predicate<String> which) {
        loses = which;
    }

    /** Breaks for good when such a line is sent; the station carries it out. */
    public void breakAt(Predicate<String> which) {
        breaks = which;
    }

    /** The next reply becomes this. */
    public void replyOnce(String reply) {
        instead = reply;
    }

    /** Lines sent so far, over all links of the station. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.STREAM;
    }

    @Override
    public String address() {
        return "serial:fake";
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireUp();
        if (unanswered) {
            throw new AssertionError("a second line was sent before the first was answered or given up");
        }
        String line = new String(bytes, StandardCharsets.US_ASCII).strip();
        lines.add(line);
        waited = Duration.ZERO;
        inner.send(bytes, hints);
        if (breaks.test(line)) {
            broken = true;
            throw new LinkException("serial:fake: the device is gone (hung up or unplugged)");
        }
        if (loses.test(line) || instead != null) {
            drain();
        }
        unanswered = true;
    }

    private void drain() throws LinkException {
        byte[] answer = inner.receive(Duration.ZERO);
        while (answer != null) {
            answer = inner.receive(Duration.ZERO);
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        requireUp();
        if (instead != null && unanswered) {
            unanswered = false;
            byte[] reply = (instead + "\r\n").getBytes(StandardCharsets.US_ASCII);
            instead = null;
            return reply;
        }
        byte[] bytes = inner.receive(timeout);
        if (bytes != null) {
            unanswered = false;
        } else {
            clock.advance(timeout);
            waited = waited.plus(timeout);
            unanswered &= waited.compareTo(PATIENCE) < 0;
        }
        return bytes;
    }

    private void requireUp() throws LinkException {
        if (broken || closed) {
            throw new LinkException("serial:fake: the device is gone (hung up or unplugged)");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
