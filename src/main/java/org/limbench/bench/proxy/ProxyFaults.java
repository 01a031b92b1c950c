package org.limbench.bench.proxy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.limbench.emulator.FaultPlan;
import org.limbench.emulator.FaultPlanFile;
import org.limbench.transport.faults.FaultSection;
import org.limbench.transport.faults.LinkFaults;
import org.limbench.transport.faults.LinkFaultsReader;

/**
 * What a proxy does to a link and to the device behind it.
 *
 * @param link what befalls frames and the link
 * @param reboots power cuts of the device, at the n-th state-changing command that passes for the first time
 * @param seed of what is drawn
 */
public record ProxyFaults(LinkFaults link, List<FaultPlan.Reboot> reboots, long seed) {
    /** A proxy that breaks nothing. */
    public static final ProxyFaults NONE = new ProxyFaults(LinkFaults.NONE, List.of(), 1);

    public ProxyFaults {
        reboots = List.copyOf(reboots);
    }

    /** The same with other draws. */
    public ProxyFaults withSeed(long other) {
        return new ProxyFaults(link, reboots, other);
    }

    /**
     * Reads a file: the keys of {@link LinkFaultsReader}, and {@code format}, {@code seed} and {@code reboots} of a fault
     * plan.
     *
     * @throws IllegalArgumentException naming file, key, value and what is allowed
     */
    public static ProxyFaults read(Path path) {
        return of(FaultSection.read(path));
    }

    /** Reads a text; {@code file} names it in messages. */
    public static ProxyFaults parse(String file, String text) {
        return of(FaultSection.parse(file, text));
    }

    private static ProxyFaults of(FaultSection document) {
        Set<String> keys = new HashSet<>(Set.of("format", "seed", "reboots"));
        keys.addAll(LinkFaultsReader.KEYS);
        FaultPlanFile.requireFormat(document.keys(keys));
        return new ProxyFaults(
                LinkFaultsReader.read(document), FaultPlanFile.reboots(document), document.whole("seed", 1L));
    }
}
