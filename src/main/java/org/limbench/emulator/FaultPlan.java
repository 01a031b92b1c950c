package org.limbench.emulator;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.limbench.device.CellAddress;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLoss;
import org.limbench.device.Require;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.LinkFaults;

/**
 * What goes wrong in an emulated device, and when: by count of updates, never by time, so that a run can be repeated.
 *
 * @param reboots power cuts of the controller
 * @param stuckCells cells that no longer answer to pulses
 * @param meterGaps stretches in which the meter misses something
 * @param link what befalls the frames the device sends and receives
 * @param linkSeed of the link faults
 */
public record FaultPlan(
        List<Reboot> reboots, List<StuckCell> stuckCells, List<MeterGap> meterGaps, LinkFaults link, long linkSeed) {
    public FaultPlan {
        reboots = List.copyOf(reboots);
        stuckCells = List.copyOf(stuckCells);
        meterGaps = List.copyOf(meterGaps);
        if (!link.countsAlone()) {
            throw new IllegalArgumentException(
                    "link is " + link + "; allowed: faults by count of frames, without a clock or an outage");
        }
    }

    /** With drawn link faults alone, the same both ways. */
    public FaultPlan(
            List<Reboot> reboots,
            List<StuckCell> stuckCells,
            List<MeterGap> meterGaps,
            FaultProbabilities link,
            long linkSeed) {
        this(reboots, stuckCells, meterGaps, LinkFaults.drawn(link), linkSeed);
    }

    /** Nothing goes wrong. */
    public static FaultPlan none() {
        return new FaultPlan(List.of(), List.of(), List.of(), LinkFaults.NONE, 0);
    }

    /** At which moment of an update the power goes. */
    public enum Moment {
        /** Before the array is touched. */
        BEFORE,
        /** In the middle of the commit: the pulses have been fired, the result is not kept yet. */
        COMMIT,
        /** After the result is kept, before it is sent. */
        AFTER
    }

    /**
     * A power cut of the controller.
     *
     * @param atUpdate which state-changing command since the device was made, from 1
     * @param moment of that command
     */
    public record Reboot(long atUpdate, Moment moment) {
        public Reboot {
            requireFrom1("atUpdate", atUpdate);
        }
    }

    /**
     * A power cut of the controller at a command known by its id.
     *
     * @param commandId of a state-changing command, from 1
     * @param moment of that command
     */
    public record RebootAtCommand(long commandId, Moment moment) {
        public RebootAtCommand {
            requireFrom1("commandId", commandId);
        }
    }

    /**
     * A cell that reads the same whatever is done to it.
     *
     * @param cell which
     * @param fraction of the conductance range at which it sticks, 0..1
     */
    public record StuckCell(CellAddress cell, double fraction) {
        public StuckCell {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("fraction is " + fraction + "; allowed: 0 to 1");
            }
        }
    }

    /**
     * A stretch in which the meter misses something, and says so. It lasts until the first command that changes the array
     * after it.
     *
     * @param fromUpdate first state-changing command not metered, from 1
     * @param updates how many, 1 or more
     * @param cause what the device tells of it
     * @param accounts it misses, at least one
     */
    public record MeterGap(long fromUpdate, long updates, MeterLoss.Cause cause, Set<EnergyAccount> accounts) {
        public MeterGap {
            requireFrom1("fromUpdate", fromUpdate);
            requireFrom1("updates", updates);
            accounts = Set.copyOf(accounts);
            if (accounts.isEmpty()) {
                throw new IllegalArgumentException("accounts is empty; allowed: one or more");
            }
        }

        /** A gap in which the meter sees nothing at all. */
        public MeterGap(long fromUpdate, long updates) {
            this(fromUpdate, updates, MeterLoss.Cause.GAP, EnumSet.allOf(EnergyAccount.class));
        }

        boolean covers(long update) {
            return update >= fromUpdate && update - fromUpdate < updates;
        }
    }

    private static void requireFrom1(String name, long value) {
        Require.atLeastZero(name, value);
        if (value == 0) {
            throw new IllegalArgumentException(name + " is 0; allowed: 1 or more");
        }
    }
}
