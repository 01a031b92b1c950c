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
 * Decides the fate of the frames of one direction.
 *
 * <p>Frame k uses the draws 8 k to 8 k + 7 whatever befell the frames before it, so that a fault shifts nobody else's
 * draws. Single-threaded; {@link #counts} may come from any thread.
 */
final class FaultLane {
    private static final int DRAWS_PER_FRAME = 8;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    /** What may befall a frame, in the order of the cumulative probabilities. */
    private enum Fate {
        LOST,
        FLIPPED,
        DUPLICATED,
        REORDERED,
        DELAYED,
        DISCONNECTED,
        PASSED
    }

    /** A frame and the hints it was sent with; the array is the lane's own. */
    static final class Frame {
        final byte[] bytes;
        final SendHints hints;

        Frame(byte[] bytes, SendHints hints) {
            this.bytes = bytes;
            this.hints = hints;
        }
    }

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
    private final LongUnaryOperator draws;
    private final List<Held> delayed = new ArrayList<>();
    private final Queue<Frame> due = new ArrayDeque<>();
    private final Map<Fate, AtomicLong> counts = new EnumMap<>(Fate.class);
    private @Nullable Frame overtaken;
    private long frames;

    FaultLane(FaultProbabilities odds, LongUnaryOperator draws, LinkKind kind) {
        this.draws = draws;
        delayCalls = odds.delayCalls();
        for (Fate fate : Fate.values()) {
            counts.put(fate, new AtomicLong());
        }
        upTo = new double[] {
            odds.loss(),
            kind == LinkKind.STREAM ? odds.flips() : 0,
            odds.duplication(),
            odds.reordering(),
            odds.delay(),
            odds.disconnection()
        };
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
    }

    /** Counts one call: delayed frames come one call nearer. */
    void tick() {
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
     * @return false when the link breaks instead
     */
    boolean offer(Frame frame) {
        long firstDraw = frames++ * DRAWS_PER_FRAME;
        Frame waiting = overtaken;
        overtaken = null;
        Fate fate = frame.bytes.length == 0 ? Fate.PASSED : fate(firstDraw);
        count(fate).incrementAndGet();
        switch (fate) {
            case LOST, DISCONNECTED -> {}
            case FLIPPED -> due.add(new Frame(flipped(frame.bytes, firstDraw), frame.hints));
            case DUPLICATED -> {
                due.add(frame);
                due.add(frame);
            }
            case REORDERED -> overtaken = frame;
            case DELAYED -> delayed.add(new Held(frame, delayCalls));
            case PASSED -> due.add(frame);
        }
        if (waiting != null) {
            due.add(waiting);
        }
        return fate != Fate.DISCONNECTED;
    }

    /** The next frame that is to arrive, or null. */
    @Nullable
    Frame poll() {
        return due.poll();
    }

    FaultCounts counts() {
        return new FaultCounts(
                count(Fate.PASSED).get(),
                count(Fate.LOST).get(),
                count(Fate.FLIPPED).get(),
                count(Fate.DUPLICATED).get(),
                count(Fate.REORDERED).get(),
                count(Fate.DELAYED).get(),
                count(Fate.DISCONNECTED).get());
    }

    private AtomicLong count(Fate fate) {
        return Objects.requireNonNull(counts.get(fate));
    }

    private Fate fate(long firstDraw) {
        double u = (draws.applyAsLong(firstDraw) >>> 11) * TWO_TO_MINUS_53;
        for (int i = 0; i < upTo.length; i++) {
            if (u < upTo[i]) {
                return Fate.values()[i];
            }
        }
        return Fate.PASSED;
    }

    /** The frame with one to three of its bits inverted, all different. */
    private byte[] flipped(byte[] frame, long firstDraw) {
        byte[] bytes = frame.clone();
        int bits = 8 * bytes.length;
        int count = 1 + (int) Long.remainderUnsigned(draws.applyAsLong(firstDraw + 1), 3);
        List<Integer> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int place = (int) Long.remainderUnsigned(draws.applyAsLong(firstDraw + 2 + i), bits);
            while (places.contains(place)) {
                place = (place + 1) % bits;
            }
            places.add(place);
            bytes[place >>> 3] ^= (byte) (1 << (place & 7));
        }
        return bytes;
    }
}
