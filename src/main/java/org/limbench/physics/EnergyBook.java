package org.limbench.physics;

import org.limbench.device.EnergyAccount;

/** Collects the joules of one command by account. Single-threaded; one per command. */
final class EnergyBook {
    private final double[] joules = new double[EnergyAccount.count()];
    private double halfSelectJoules;

    /** Books the periphery of one command and its static power. */
    EnergyBook(ArrayEnergetics.Periphery periphery, long slots, double poweredSeconds) {
        add(EnergyAccount.PERIPHERY, periphery.joulesPerCommand() + periphery.joulesPerSlot() * slots);
        add(EnergyAccount.IDLE, periphery.idleWatts() * poweredSeconds);
    }

    void add(EnergyAccount account, double amount) {
        joules[account.channel()] += amount;
    }

    /** Books what half-selected cells cost, under LINES. */
    void addHalfSelect(double amount) {
        add(EnergyAccount.LINES, amount);
        halfSelectJoules += amount;
    }

    /** The collected joules with what was counted; this book is spent. */
    Dissipation close(long pulses, long jumps, double elapsedSeconds) {
        return new Dissipation(joules, pulses, jumps, elapsedSeconds, halfSelectJoules);
    }
}
