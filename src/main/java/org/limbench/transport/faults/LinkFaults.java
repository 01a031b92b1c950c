package org.limbench.transport.faults;

import java.util.List;

/**
 * Everything that befalls a link.
 *
 * @param toDevice what may befall each frame of the host
 * @param toHost what may befall each frame of the device
 * @param script what befalls frames that are counted; where two strike the same frame the first does, and a frame that is
 *     struck is spared the drawn faults
 * @param timing how long bytes take
 */
public record LinkFaults(
        FaultProbabilities toDevice, FaultProbabilities toHost, List<ScriptedFault> script, LineTiming timing) {
    /** A link without faults. */
    public static final LinkFaults NONE = LinkFaults.drawn(FaultProbabilities.NONE);

    public LinkFaults {
        script = List.copyOf(script);
    }

    /** Drawn faults alone, the same both ways. */
    public static LinkFaults drawn(FaultProbabilities bothWays) {
        return new LinkFaults(bothWays, bothWays, List.of(), LineTiming.NONE);
    }

    /** What may befall each frame of a direction. */
    public FaultProbabilities odds(LinkDirection direction) {
        return direction == LinkDirection.TO_DEVICE ? toDevice : toHost;
    }

    /** What befalls counted frames of a direction, in order. */
    List<ScriptedFault> script(LinkDirection direction) {
        return script.stream()
                .filter(fault -> fault.directions().contains(direction))
                .toList();
    }

    /** Whether any of it damages frames, which only a stream can suffer. */
    public boolean damages() {
        return toDevice.flips() + toDevice.truncation() + toHost.flips() + toHost.truncation() > 0
                || script.stream()
                        .anyMatch(scripted -> scripted.fault() instanceof FrameFault.Flip
                                || scripted.fault() instanceof FrameFault.Truncate);
    }

    /** Whether all of it goes by count of frames and needs nothing but the link: no clock, no outage. */
    public boolean countsAlone() {
        return timing.equals(LineTiming.NONE)
                && script.stream()
                        .noneMatch(scripted -> scripted.fault() instanceof FrameFault.Stall
                                || (scripted.fault() instanceof FrameFault.Cut cut
                                        && !cut.outage().equals(Outage.NONE)));
    }
}
