package org.limbench.transport.faults;

import java.util.function.LongUnaryOperator;
import org.limbench.transport.LinkKind;

/**
 * Both directions of one link. Each lane is single-threaded, and the two may be used by two threads; frames of the host
 * are to be shown to {@link #sent} first, so that a side that has failed comes back with the next session.
 */
public final class FaultLanes {
    private final FaultLane toDevice;
    private final FaultLane toHost;
    private final SessionWatch sessions;
    private final boolean watching;

    /**
     * Lanes that have seen no frame.
     *
     * @param toDeviceDraws draw number to 64 random bits, the same bits for the same number
     * @param toHostDraws as before, of the other direction
     * @param kind whether frames can be damaged
     */
    public FaultLanes(
            LinkFaults faults,
            LongUnaryOperator toDeviceDraws,
            LongUnaryOperator toHostDraws,
            LinkKind kind,
            FrameView view) {
        sessions = new SessionWatch(view);
        watching = faults.script().stream().anyMatch(scripted -> scripted.fault() instanceof FrameFault.Fail);
        toDevice =
                new FaultLane(faults.toDevice(), faults.script(LinkDirection.TO_DEVICE), toDeviceDraws, kind, sessions);
        toHost = new FaultLane(faults.toHost(), faults.script(LinkDirection.TO_HOST), toHostDraws, kind, sessions);
    }

    /** The lane of a direction. */
    public FaultLane lane(LinkDirection direction) {
        return direction == LinkDirection.TO_DEVICE ? toDevice : toHost;
    }

    /** Shows a frame that is about to go into its lane. */
    public void sent(LinkDirection direction, byte[] frame) {
        if (watching && direction == LinkDirection.TO_DEVICE) {
            sessions.look(frame);
        }
    }
}
