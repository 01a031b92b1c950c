package org.limbench.bench.proxy;

import java.util.EnumMap;
import java.util.Map;
import org.limbench.transport.faults.FaultCounts;
import org.limbench.transport.faults.LinkDirection;

/**
 * What a proxy has done so far.
 *
 * @param frames what befell the frames of each direction
 * @param broken frames of each direction that could not become messages
 * @param hosts links hosts have opened
 * @param reboots power cuts of the device
 */
public record ProxyReport(
        Map<LinkDirection, FaultCounts> frames, Map<LinkDirection, Long> broken, long hosts, long reboots) {
    public ProxyReport {
        frames = new EnumMap<>(frames);
        broken = new EnumMap<>(broken);
    }
}
