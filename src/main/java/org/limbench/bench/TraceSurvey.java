package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.StatusReply;
import org.limbench.trace.Direction;
import org.limbench.trace.Side;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TracedLink;

/** A first look through a trace: which devices answered in it, and whether each can be had again from its power-on. */
final class TraceSurvey {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Path file;
    private final Map<Integer, Answers> links = new HashMap<>();

    private TraceSurvey(Path file) {
        this.file = file;
    }

    /** What a device said of itself on a link. Mutable while the trace is read. */
    private static final class Answers {
        private final TracedLink link;
        private final List<Long> boots = new ArrayList<>();
        private @Nullable HelloAck first;
        private @Nullable Datasheet datasheet;
        private final Map<Integer, Long> askedNanos = new HashMap<>();
        private long bootNotBefore = Long.MIN_VALUE;
        private long bootNotAfter = Long.MAX_VALUE;

        Answers(TracedLink link) {
            this.link = link;
        }

        /**
         * An uptime in ms was told by now, and where the device itself recorded, not before it was asked. A reply may be late,
         * so the earliest of the latest times of boot is nearest.
         */
        void up(long uptimeMillis, TraceRecord answer) {
            if (boots.size() > 1) {
                return;
            }
            long upNanos = uptimeMillis * NANOS_PER_MILLI;
            bootNotAfter = Math.min(bootNotAfter, answer.epochNanos() - upNanos);
            Long asked = askedNanos.get(answer.connection());
            if (link.recorder() == Side.DEVICE && asked != null) {
                bootNotBefore = Math.max(bootNotBefore, asked - upNanos - NANOS_PER_MILLI);
            }
        }

        long bootNanos() {
            return Math.max(bootNotBefore, bootNotAfter - NANOS_PER_MILLI / 2);
        }
    }

    /**
     * A device as the trace shows it.
     *
     * @param link it was reached over
     * @param boots its boot ids, in order
     * @param bootNanos when it booted first, in the trace's time, ns: such that every uptime it told then is right
     * @param credits it gave
     * @param datasheet it declared
     */
    record Device(TracedLink link, List<Long> boots, long bootNanos, int credits, Datasheet datasheet) {}

    /**
     * The devices of a trace by the number of their link; links on which none answered are left out.
     *
     * @throws IllegalArgumentException in one line, when there is none or one cannot be had again
     */
    static Map<Integer, Device> of(Path file) throws IOException {
        TraceSurvey survey = new TraceSurvey(file);
        try (TraceReader reader = TraceReader.open(file)) {
            for (TraceRecord record = reader.next(); record != null; record = reader.next()) {
                survey.take(record);
            }
        }
        return survey.devices();
    }

    private void take(TraceRecord record) {
        Answers answers = links.computeIfAbsent(record.link().number(), number -> new Answers(record.link()));
        if (record.kind() != TraceRecord.Kind.ENVELOPE) {
            return;
        }
        if (record.direction() == Direction.TO_DEVICE) {
            answers.askedNanos.put(record.connection(), record.epochNanos());
        } else if (record.decoded() instanceof DecodeResult.Decoded decoded) {
            answered(answers, record, decoded.envelope());
        }
    }

    private void answered(Answers answers, TraceRecord record, Envelope envelope) {
        Message body = envelope.body();
        if (body instanceof HelloAck ack) {
            greeted(answers, ack);
            answers.up(ack.uptimeMillis(), record);
        } else if (answers.first == null && envelope.session() != 0 && !(body instanceof Bye)) {
            throw middle(record.link(), "packet " + record.number() + " answers a session whose hello is not in it");
        } else if (body instanceof Ack ack) {
            answers.up(ack.uptimeMillis(), record);
        } else if (body instanceof StatusReply status) {
            answers.up(status.uptimeMillis(), record);
        } else if (body instanceof DatasheetReply reply && answers.datasheet == null) {
            answers.datasheet = reply.datasheet();
        }
    }

    private void greeted(Answers answers, HelloAck ack) {
        if (answers.first == null) {
            if (ack.lastUpdateId() != 0) {
                throw middle(answers.link, "the device had taken update " + ack.lastUpdateId() + " before it");
            }
            answers.first = ack;
        }
        if (!answers.boots.contains(ack.bootId())) {
            answers.boots.add(ack.bootId());
        }
    }

    private IllegalArgumentException middle(TracedLink link, String why) {
        return new IllegalArgumentException(file + " begins in the middle of a device's life: " + why + " ("
                + link.name() + "); allowed: a trace from the device's power-on");
    }

    private Map<Integer, Device> devices() {
        Map<Integer, Device> devices = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (Answers answers : links.values()) {
            HelloAck first = answers.first;
            if (first == null) {
                continue;
            }
            if (answers.datasheet == null) {
                throw new IllegalArgumentException(file + ": nobody asked the device for its datasheet ("
                        + answers.link.name() + "); allowed: a trace that tells which device it is of");
            }
            for (long boot : answers.boots) {
                if (!seen.add(boot)) {
                    throw new IllegalArgumentException(file + ": one device answers on several links, last on "
                            + answers.link.name() + "; allowed: one link a device");
                }
            }
            devices.put(
                    answers.link.number(),
                    new Device(answers.link, answers.boots, answers.bootNanos(), first.credits(), answers.datasheet));
        }
        if (devices.isEmpty()) {
            throw new IllegalArgumentException(file + ": no device answers a hello in it; nothing can be compared");
        }
        return devices;
    }
}
