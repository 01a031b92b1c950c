package org.limbench.transport.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * Decides the fate of the frames of one direction: first by the script, then by the draws.
 *
 * <p>Frame k (from 0 here, from 1 in a script) uses the draws 8 k to 8 k + 7 whatever befell the frames before it, so that
 * a fault shifts nobody else's draws. Single-threaded; {@link #counts} may come from any thread.
 */
public final class FaultLane {
    private static final int DRAWS_PER_FRAME = 8;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    /** Drawn fates in the order of the cumulative probabilities; a new one goes to the end, so that none shifts. */
    private static final Fate[] DRAWN = {
        Fate.LOST, Fate.FLIPPED, Fate.DUPLICATED, Fate.REORDERED, Fate.DELAYED, Fate.DISCONNECTED, Fate.TRUNCATED
    };

    /**
     * A frame on its way.
     *
     * @param bytes not changed by whoever has it
     * @param hints it was sent with
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Frame(byte[] bytes, SendHints hints) {}

    private static final class Held {
        final Frame frame;
        int callsLeft;

        Held(Frame frame, int callsLeft) {
            this.frame = frame;
            this.callsLeft = callsLeft;
        }
    }

    private final double[] upTo;
    private final int delayCalls;
    private final List<ScriptedFault> script;
    private final LongUnaryOperator draws;
    private final boolean damageable;
    private final SessionWatch sessions;
    private final List<Held> delayed = new ArrayList<>();
    private final List<Frame> frozen = new ArrayList<>();
    private final Queue<Frame> due = new ArrayDeque<>();
    private final Map<Fate, AtomicLong> counts = new EnumMap<>(Fate.class);
    private @Nullable Frame overtaken;
    private long frames;
    private boolean failed;
    private long failedInSession;

    FaultLane(
            FaultProbabilities odds,
            List<ScriptedFault> script,
            LongUnaryOperator draws,
            LinkKind kind,
            SessionWatch sessions) {
        this.script = List.copyOf(script);
        this.draws = draws;
        this.sessions = sessions;
        damageable = kind == LinkKind.STREAM;
        delayCalls = odds.delayCalls();
        for (Fate fate : Fate.values()) {
            counts.put(fate, new AtomicLong());
        }
        upTo = new double[] {
            odds.loss(),
            damageable ? odds.flips() : 0,
            odds.duplication(),
            odds.reordering(),
            odds.delay(),
            odds.disconnection(),
            damageable ? odds.truncation() : 0
        };
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
    }

    /** Counts one call: delayed frames come one call nearer. */
    public void tick() {
        for (Iterator<Held> all = delayed.iterator(); all.hasNext(); ) {
            Held held = all.next();
            if (--held.callsLeft <= 0) {
                all.remove();
                due.add(held.frame);
            }
        }
    }

    /**
     * Takes a frame in; what is to arrive because of it can then be {@link #poll}ed.
     *
     * @return what the owner of the link must do first; null when nothing
     */
    public FrameFault.@Nullable OfTheLink offer(Frame frame) {
        long firstDraw = frames++ * DRAWS_PER_FRAME;
        Frame waiting = overtaken;
        overtaken = null;
        FrameFault.OfTheLink event = judge(frame, firstDraw);
        if (waiting != null) {
            due.add(waiting);
        }
        return event;
    }

    /** The next frame that is to arrive, or null. */
    public @Nullable Frame poll() {
        return due.poll();
    }

    /** Forgets the frames on their way; the link they were on is gone. The count of frames goes on. */
    public void clear() {
        delayed.clear();
        frozen.clear();
        due.clear();
        overtaken = null;
    }

    /** What befell the frames so far. */
    public FaultCounts counts() {
        return FaultCounts.of(fate -> count(fate).get());
    }

    private FrameFault.@Nullable OfTheLink judge(Frame frame, long firstDraw) {
        if (failed && sessions.sessions() == failedInSession) {
            count(Fate.SWALLOWED).incrementAndGet();
            return null;
        }
        failed = false;
        if (frame.bytes.length > 0) {
            for (ScriptedFault scripted : script) {
                if (scripted.strikes(frames)) {
                    return strike(frame, scripted, firstDraw);
                }
            }
        }
        Fate fate = frame.bytes.length == 0 ? Fate.PASSED : drawn(firstDraw);
        return befall(frame, fate, firstDraw);
    }

    private FrameFault.@Nullable OfTheLink strike(Frame frame, ScriptedFault scripted, long firstDraw) {
        FrameFault fault = scripted.fault();
        if (fault instanceof FrameFault.Flip flip) {
            pass(
                    Fate.FLIPPED,
                    frame,
                    flip.bits().isEmpty()
                            ? FrameDamage.flipped(frame.bytes, flip.drawn(), k -> draws.applyAsLong(firstDraw + 2 + k))
                            : FrameDamage.flipped(frame.bytes, flip.bits()));
        } else if (fault instanceof FrameFault.Truncate truncate) {
            pass(Fate.TRUNCATED, frame, FrameDamage.truncated(frame.bytes, truncate.bytes()));
        } else if (fault instanceof FrameFault.Duplicate duplicate) {
            count(Fate.DUPLICATED).incrementAndGet();
            for (int i = 0; i <= duplicate.copies(); i++) {
                due.add(frame);
            }
        } else if (fault instanceof FrameFault.Freeze) {
            count(Fate.FROZEN).incrementAndGet();
            frozen.add(frame);
            if (scripted.endsWith(frames)) {
                due.addAll(frozen);
                frozen.clear();
            }
        } else if (fault instanceof FrameFault.Fail) {
            failed = true;
            failedInSession = sessions.sessions();
            count(Fate.SWALLOWED).incrementAndGet();
        } else if (fault instanceof FrameFault.Stall stall) {
            count(Fate.FROZEN).incrementAndGet();
            due.add(frame);
            return stall;
        } else if (fault instanceof FrameFault.Cut cut) {
            count(Fate.DISCONNECTED).incrementAndGet();
            return cut;
        } else {
            return befall(frame, fault instanceof FrameFault.Drop ? Fate.LOST : Fate.REORDERED, firstDraw);
        }
        return null;
    }

    private FrameFault.@Nullable OfTheLink befall(Frame frame, Fate fate, long firstDraw) {
        if (fate == Fate.FLIPPED) {
            int bits = 1 + (int) Long.remainderUnsigned(draws.applyAsLong(firstDraw + 1), FrameDamage.MOST_DRAWN);
            pass(fate, frame, FrameDamage.flipped(frame.bytes, bits, k -> draws.applyAsLong(firstDraw + 2 + k)));
            return null;
        }
        if (fate == Fate.TRUNCATED) {
            int left = (int) Long.remainderUnsigned(draws.applyAsLong(firstDraw + 1), frame.bytes.length);
            pass(fate, frame, FrameDamage.truncated(frame.bytes, left));
            return null;
        }
        count(fate).incrementAndGet();
        switch (fate) {
            case DUPLICATED -> {
                due.add(frame);
                due.add(frame);
            }
            case REORDERED -> overtaken = frame;
            case DELAYED -> delayed.add(new Held(frame, delayCalls));
            case PASSED -> due.add(frame);
            default -> {} // lost, or with the link
        }
        return fate == Fate.DISCONNECTED ? new FrameFault.Cut(Outage.NONE) : null;
    }

    /** Lets a damaged frame pass; a carrier of messages keeps it whole. */
    private void pass(Fate fate, Frame frame, byte[] damaged) {
        count(damageable ? fate : Fate.PASSED).incrementAndGet();
        due.add(damageable ? new Frame(damaged, frame.hints) : frame);
    }

    private AtomicLong count(Fate fate) {
        return Objects.requireNonNull(counts.get(fate));
    }

    private Fate drawn(long firstDraw) {
        double u = (draws.applyAsLong(firstDraw) >>> 11) * TWO_TO_MINUS_53;
        for (int i = 0; i < upTo.length; i++) {
            if (u < upTo[i]) {
                return DRAWN[i];
            }
        }
        return Fate.PASSED;
    }
}
