package org.limbench.physics;

import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;

/** Collects the joules of one command by account. Single-threaded; one per command. */
final class EnergyBook {
    private final double[] joules = new double[EnergyAccount.count()];

    /** Books the periphery of one command and its static power. */
    EnergyBook(ArrayEnergetics.Periphery periphery, long slots, double poweredSeconds) {
        add(EnergyAccount.PERIPHERY, periphery.joulesPerCommand() + periphery.joulesPerSlot() * slots);
        add(EnergyAccount.IDLE, periphery.idleWatts() * poweredSeconds);
    }

    void add(EnergyAccount account, double amount) {
        joules[account.channel()] += amount;
    }

    /** Books the heat of pulses: that of half-selected cells apart in updates, all of it as programming elsewhere. */
    void addPulses(Operation operation, double selected, double halfSelected) {
        boolean update = operation == Operation.UPDATE;
        add(update ? EnergyAccount.UPDATE : EnergyAccount.PROGRAM, selected);
        add(update ? EnergyAccount.HALF_SELECT_PULSES : EnergyAccount.PROGRAM, halfSelected);
    }

    /** The collected joules with what was counted; this book is spent. */
    Dissipation close(long pulses, long jumps, double elapsedSeconds) {
        return new Dissipation(joules, pulses, jumps, elapsedSeconds);
    }
}
