package org.limbench.emulator;

import java.util.function.LongSupplier;
import org.limbench.device.Require;

/**
 * How an emulated device behaves apart from its physics.
 *
 * @param bootIds gives a boot id at every boot, not 0, never the same twice
 * @param nanoTime monotone clock, ns; uptime alone, device time is virtual
 * @param credits frames a host may have unacknowledged, 1..64
 * @param mostLeaseMillis longest lease granted, ms, 1..3,600,000
 * @param faults what goes wrong
 */
public record DeviceOptions(
        LongSupplier bootIds, LongSupplier nanoTime, int credits, int mostLeaseMillis, FaultPlan faults) {
    public DeviceOptions {
        Require.between("credits", credits, 1, 64);
        Require.between("mostLeaseMillis", mostLeaseMillis, 1, 3_600_000);
    }

    /** Eight credits, leases of up to a minute, no faults. */
    public static DeviceOptions of(LongSupplier bootIds, LongSupplier nanoTime) {
        return new DeviceOptions(bootIds, nanoTime, 8, 60_000, FaultPlan.none());
    }

    /** The same with faults. */
    public DeviceOptions withFaults(FaultPlan plan) {
        return new DeviceOptions(bootIds, nanoTime, credits, mostLeaseMillis, plan);
    }

    /** The same with another number of credits. */
    public DeviceOptions withCredits(int frames) {
        return new DeviceOptions(bootIds, nanoTime, frames, mostLeaseMillis, faults);
    }
}
