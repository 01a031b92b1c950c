package org.limbench.transport.faults;

import java.util.Set;

/**
 * A fault at frames that are counted, from 1 and by direction, as long as whoever applies it lives.
 *
 * @param directions where it strikes
 * @param first the first frame it strikes, 1 or more
 * @param every after how many frames it strikes again; 0 for never
 * @param frames how many frames in a row it strikes, 1 or more, and at most {@code every}
 * @param fault what happens
 */
public record ScriptedFault(Set<LinkDirection> directions, long first, long every, long frames, FrameFault fault) {
    /** Most frames that may be held back together. */
    private static final long MOST_HELD = 1000;

    public ScriptedFault {
        directions = Set.copyOf(directions);
        if (first < 1) {
            throw new IllegalArgumentException("frame is " + first + "; allowed: 1 or more");
        }
        if (every < 0) {
            throw new IllegalArgumentException("every is " + every + "; allowed: 1 or more, or 0 for once");
        }
        long most = fault instanceof FrameFault.Freeze
                ? MOST_HELD
                : fault instanceof FrameFault.OfTheLink || fault instanceof FrameFault.Fail ? 1 : Long.MAX_VALUE;
        most = every > 0 ? Math.min(most, every) : most;
        if (frames < 1 || frames > most) {
            throw new IllegalArgumentException("frames is " + frames + "; allowed: 1 to " + most);
        }
    }

    /** One strike at one frame. */
    public static ScriptedFault once(LinkDirection direction, long frame, FrameFault fault) {
        return new ScriptedFault(Set.of(direction), frame, 0, 1, fault);
    }

    /** Whether it strikes a frame. */
    boolean strikes(long frame) {
        return frame >= first && place(frame) < frames;
    }

    /** Whether a frame it strikes is the last of its run. */
    boolean endsWith(long frame) {
        return place(frame) == frames - 1;
    }

    private long place(long frame) {
        return every > 0 ? (frame - first) % every : frame - first;
    }
}
