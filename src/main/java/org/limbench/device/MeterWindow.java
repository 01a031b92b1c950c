package org.limbench.device;

import java.util.Set;

/**
 * The accumulators latched at the start and at the end of a command, and the device time of both.
 *
 * @param start registers before
 * @param end registers after
 * @param startSeconds device time before, s
 * @param endSeconds device time after, s, not before the start
 * @param unseen what the meter missed in between: something exactly where its count of losses moved
 */
public record MeterWindow(MeterLatch start, MeterLatch end, double startSeconds, double endSeconds, MeterLoss unseen) {
    public MeterWindow {
        Require.atLeastZero("startSeconds", startSeconds, "s");
        Require.atLeastZero("endSeconds", endSeconds, "s");
        if (endSeconds < startSeconds) {
            throw new IllegalArgumentException(
                    "endSeconds is " + endSeconds + " s; allowed: not before the start, " + startSeconds + " s");
        }
        if (unseen.isNone() != (start.losses() == end.losses())) {
            throw new IllegalArgumentException("unseen_accounts is "
                    + unseen.accounts() + " with " + Integer.toUnsignedString(end.losses() - start.losses())
                    + " losses; allowed: some with losses, none without");
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
     * What the meter has gained since an earlier reading, for energy that no receipt tells of. Empty where registers or
     * device time have run backwards since: a power cut took them along.
     */
    public static MeterWindow since(MeterLatch from, double fromSeconds, MeterLatch now, double nowSeconds) {
        boolean went = from.canReach(now) && fromSeconds <= nowSeconds;
        return went
                ? new MeterWindow(from, now, fromSeconds, nowSeconds)
                : new MeterWindow(now, now, nowSeconds, nowSeconds);
    }

    /** Whether it holds no energy. */
    public boolean isEmpty() {
        return start.equals(end);
    }

    /** Length of the window, s. */
    public double seconds() {
        return endSeconds - startSeconds;
    }
}
