package org.limbench.transport.faults;

import java.util.List;

/** What a script does to a frame, or to the link when it comes to that frame. */
public sealed interface FrameFault {
    /** The frame vanishes. */
    record Drop() implements FrameFault {}

    /**
     * Bits are inverted; nothing happens on a carrier of messages, which keeps integrity.
     *
     * @param bits which, from the lowest of the first byte, modulo the length of the frame; empty to draw them
     * @param drawn how many to draw where none is named, 1 to 3
     */
    record Flip(List<Integer> bits, int drawn) implements FrameFault {
        public Flip {
            bits = List.copyOf(bits);
            for (int bit : bits) {
                if (bit < 0) {
                    throw new IllegalArgumentException("a bit is " + bit + "; allowed: 0 or more");
                }
            }
            if (drawn < 1 || drawn > 3) {
                throw new IllegalArgumentException("count is " + drawn + "; allowed: 1 to 3");
            }
        }
    }

    /**
     * The rest of the frame is cut off; nothing happens on a carrier of messages.
     *
     * @param bytes how many are left, 0 or more; a frame that is no longer is left as it is
     */
    record Truncate(int bytes) implements FrameFault {
        public Truncate {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes is " + bytes + "; allowed: 0 or more");
            }
        }
    }

    /**
     * The frame comes again.
     *
     * @param copies how often besides the first time, 1 to 100
     */
    record Duplicate(int copies) implements FrameFault {
        public Duplicate {
            if (copies < 1 || copies > 100) {
                throw new IllegalArgumentException("copies is " + copies + "; allowed: 1 to 100");
            }
        }
    }

    /** The frame arrives after the next one. */
    record Transpose() implements FrameFault {}

    /** The frame waits until the last frame of the same run has come; then all arrive, in order. */
    record Freeze() implements FrameFault {}

    /**
     * The sender has failed: this frame and all after it vanish, until the host opens a new session.
     */
    record Fail() implements FrameFault {}

    /** What the owner of the link has to carry out, as it needs a clock or the link itself. */
    sealed interface OfTheLink extends FrameFault {}

    /**
     * Nothing passes in this direction for a time; what comes meanwhile arrives afterwards.
     *
     * @param millis how long, ms, 1 to 600,000
     */
    record Stall(long millis) implements OfTheLink {
        public Stall {
            if (millis < 1 || millis > 600_000) {
                throw new IllegalArgumentException("millis is " + millis + " ms; allowed: 1 to 600000 ms");
            }
        }
    }

    /**
     * The link is closed at both ends; the frame is lost with it.
     *
     * @param outage until when it stays so
     */
    record Cut(Outage outage) implements OfTheLink {}
}
