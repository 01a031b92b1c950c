package org.limbench.emulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Strikes when a plan says so. Counts state-changing commands carried out or begun since the device was made, across its
 * boots. Single-threaded.
 */
final class PlannedFaults {
    private final List<FaultPlan.Reboot> reboots;
    private final List<FaultPlan.RebootAtCommand> rebootsAtCommands = new ArrayList<>();
    private final List<FaultPlan.MeterGap> gaps;
    private long updates;
    private long command;

    PlannedFaults(FaultPlan plan) {
        reboots = new ArrayList<>(plan.reboots());
        gaps = new ArrayList<>(plan.meterGaps());
    }

    void add(FaultPlan.Reboot reboot) {
        reboots.add(reboot);
    }

    void add(FaultPlan.RebootAtCommand reboot) {
        rebootsAtCommands.add(reboot);
    }

    void add(FaultPlan.MeterGap gap) {
        gaps.add(gap);
    }

    /** State-changing commands so far. */
    long updates() {
        return updates;
    }

    /** Counts the next state-changing command, about to touch the array. */
    void beforeUpdate(long id, MeteredArray array) {
        updates++;
        command = id;
        array.meterGap(
                gaps.stream().filter(gap -> gap.covers(updates)).findFirst().orElse(null));
        strike(FaultPlan.Moment.BEFORE);
    }

    void beforeKept() {
        strike(FaultPlan.Moment.COMMIT);
    }

    void afterKept() {
        strike(FaultPlan.Moment.AFTER);
    }

    private void strike(FaultPlan.Moment moment) {
        // each strikes once: the count stands still while a refused or late command is answered
        boolean now = reboots.removeIf(reboot -> reboot.atUpdate() == updates && reboot.moment() == moment);
        now |= rebootsAtCommands.removeIf(reboot -> reboot.commandId() == command && reboot.moment() == moment);
        if (now) {
            throw new PowerCut();
        }
    }
}
