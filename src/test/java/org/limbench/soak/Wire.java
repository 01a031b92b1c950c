package org.limbench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.limbench.device.RandomStream;
import org.limbench.transport.Link;
import org.limbench.transport.faults.Fate;
import org.limbench.transport.faults.FaultCounts;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;

/**
 * One end of a bad wire: spoils what this end sends over link after link, by frame and seed, and counts it. Thread-safe.
 */
public final class Wire implements UnaryOperator<Link> {
    private final FaultProbabilities odds;
    private final RandomStream draws;
    private final List<FaultyLink> links = new ArrayList<>();

    /**
     * An end of its own faults.
     *
     * @param end names it, and the life of its process, so that no two draw the same faults
     */
    public Wire(FaultProbabilities odds, long seed, String end) {
        this.odds = odds;
        draws = RandomStream.of(seed, "soak.wire." + end);
    }

    @Override
    public synchronized Link apply(Link link) {
        FaultyLink faulty = new FaultyLink(link, odds, FaultProbabilities.NONE, draws.split(links.size())::bits);
        links.add(faulty);
        return faulty;
    }

    /** What befell everything sent so far. */
    public synchronized WireCounts sent() {
        WireCounts sum = WireCounts.NONE;
        for (FaultyLink link : links) {
            FaultCounts counts = link.sent();
            sum = sum.plus(new WireCounts(
                    counts.frames(), counts.lost(), counts.of(Fate.FLIPPED), counts.of(Fate.DISCONNECTED), 0, 0, 0));
        }
        return sum;
    }
}
