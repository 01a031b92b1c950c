package org.limbench.device;

import java.util.Locale;

/**
 * Where a joule is booked. Each account has its own meter channel; new accounts are appended.
 */
public enum EnergyAccount {
    /** Cell heat of resets and write-verify. */
    PROGRAM(0),
    /** Cell heat of updates. */
    UPDATE(1),
    /** Read-out of cells. */
    READ(2),
    /** Work on the cells whose barriers a consolidation raises. */
    CONSOLIDATE(3),
    /** Work of opening and closing barriers during updates and programming, and actuator loss, also of a consolidation. */
    BARRIER(4),
    /** C V^2 of rows and columns, half-select, and tilt work the drivers do not recover. */
    LINES(5),
    /** Decoders, converters, sequencer: a cost per command. */
    PERIPHERY(6),
    /** Static power, all the time the device is powered. */
    IDLE(7);

    private static final EnergyAccount[] VALUES = values();

    private final int channel;

    EnergyAccount(int channel) {
        this.channel = channel;
    }

    /** Number of this account's channel, on the wire and in arrays with one entry per account. */
    public int channel() {
        return channel;
    }

    /** Its name in files and tables, e.g. {@code update}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Number of accounts. */
    public static int count() {
        return VALUES.length;
    }

    /** The account of a channel. */
    public static EnergyAccount at(int channel) {
        Require.between("energy account", channel, 0, VALUES.length - 1);
        return VALUES[channel];
    }
}
