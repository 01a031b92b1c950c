package org.limbench.device;

import java.util.Set;

/**
 * The accumulators latched at the start and at the end of a command, and the device time of both.
 *
 * @param start registers before
 * @param end registers after
 * @param startSeconds device time before, s
 * @param endSeconds device time after, s, not before the start
 * @param unseen what the meter missed in between: something wherever its count of losses moved, and where registers that only
 *     grow stand behind where they stood, of which the meter itself says nothing
 */
public record MeterWindow(MeterLatch start, MeterLatch end, double startSeconds, double endSeconds, MeterLoss unseen) {
    public MeterWindow {
        Require.atLeastZero("startSeconds", startSeconds, "s");
        Require.atLeastZero("endSeconds", endSeconds, "s");
        if (endSeconds < startSeconds) {
            throw new IllegalArgumentException(
                    "endSeconds is " + endSeconds + " s; allowed: not before the start, " + startSeconds + " s");
        }
        if (unseen.isNone() && start.losses() != end.losses()) {
            throw new IllegalArgumentException("unseen_accounts is empty with "
                    + Integer.toUnsignedString(end.losses() - start.losses()) + " losses; allowed with losses: some");
        }
    }

    /** Between two latches of which no more is told: where a loss lies in between, no account is known to be whole. */
    public MeterWindow(MeterLatch start, MeterLatch end, double startSeconds, double endSeconds) {
        this(
                start,
                end,
                startSeconds,
                endSeconds,
                start.losses() == end.losses() ? MeterLoss.NONE : MeterLoss.ofAll(Set.of(), 0));
    }

    /**
     * What the meter has gained since an earlier reading, for energy that no receipt tells of. Where registers or device
     * time have run backwards since, a power cut took them along: how much had flowed was not seen by anyone.
     */
    public static MeterWindow since(MeterLatch from, double fromSeconds, MeterLatch now, double nowSeconds) {
        boolean went = from.canReach(now) && fromSeconds <= nowSeconds;
        return went
                ? new MeterWindow(from, now, fromSeconds, nowSeconds)
                : lost(now, nowSeconds, MeterLoss.Cause.RESET);
    }

    /** A window of which no register tells anything. */
    private static MeterWindow lost(MeterLatch now, double nowSeconds, MeterLoss.Cause why) {
        MeterLatch before = new MeterLatch(now.delivered(), now.returned(), now.losses() - 1);
        return new MeterWindow(before, now, nowSeconds, nowSeconds, MeterLoss.ofAll(Set.of(why), 0));
    }

    /**
     * This window and one that begins no earlier than it ends, as one, what lies in between included. Where registers or
     * device time ran backwards in between, what had flowed until then is lost: the sum of both, not seen whole.
     */
    public MeterWindow through(MeterWindow later) {
        if (end.canReach(later.start) && endSeconds <= later.startSeconds) {
            MeterLoss between = end.losses() == later.start.losses() ? MeterLoss.NONE : MeterLoss.ofAll(Set.of(), 0);
            return new MeterWindow(
                    start,
                    later.end,
                    startSeconds,
                    later.endSeconds,
                    unseen.and(between).and(later.unseen));
        }
        MeterLatch sum = MeterLatch.zero();
        for (int i = 0; i < EnergyAccount.count(); i++) {
            sum.delivered()[i] =
                    end.delivered()[i] + later.end.delivered()[i] - later.start.delivered()[i];
            sum.returned()[i] =
                    end.returned()[i] + later.end.returned()[i] - later.start.returned()[i];
        }
        int losses = end.losses() + later.end.losses() - later.start.losses() + 1;
        return new MeterWindow(
                start,
                new MeterLatch(sum.delivered(), sum.returned(), losses),
                startSeconds,
                endSeconds + later.seconds(),
                unseen.and(later.unseen).and(MeterLoss.ofAll(Set.of(MeterLoss.Cause.RESET), 0)));
    }

    /** This window of a meter that began anew in it, or since the window before: of no account is known what flowed. */
    public MeterWindow begunAnew() {
        MeterLoss loss = unseen.and(MeterLoss.ofAll(Set.of(MeterLoss.Cause.RESET), 0));
        return new MeterWindow(start, end, startSeconds, endSeconds, loss);
    }

    /** Whether it holds no energy, and none that was not seen. */
    public boolean isEmpty() {
        return start.equals(end) && unseen.isNone();
    }

    /** Length of the window, s. */
    public double seconds() {
        return endSeconds - startSeconds;
    }
}
