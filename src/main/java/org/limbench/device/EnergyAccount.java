package org.limbench.device;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a joule was lost, and why. Each account has its own meter channel; new accounts are appended.
 *
 * <p>The first eight ({@link #BASIC}) are all that a simple meter tells. A device that meters only those books what happens
 * in cells when barriers move under {@link #BARRIER} or {@link #LINES}, undivided: see {@link #mayHold}.
 *
 * <p>Net joules: negative where more came back than was delivered. What moving a barrier books in a cell is the net work
 * done on it, which is heat once the barrier is back where it was.
 */
public enum EnergyAccount {
    /** Heat of pulses of resets and write-verify, of half-selected cells too. */
    PROGRAM(0, Place.CELL, Cause.PROGRAMMING),
    /** Heat of jumps along the tilt (of the current through voltage-driven cells) in updates, selected cells alone. */
    UPDATE(1, Place.CELL, Cause.TILT),
    /** Read-out of cells. */
    READ(2, Place.PERIPHERY, Cause.READ),
    /** Work on the cells whose barriers a consolidation raises. */
    CONSOLIDATE(3, Place.CELL, Cause.CONSOLIDATION),
    /** C V^2 of the gates that move barriers, of selected and half-selected cells, and of a consolidation. */
    BARRIER(4, Place.ACTUATOR, Cause.CHARGING),
    /** C V^2 of rows and columns. */
    LINES(5, Place.WIRE, Cause.CHARGING),
    /** Decoders, converters, sequencer: a cost per command. */
    PERIPHERY(6, Place.PERIPHERY, Cause.CONVERSION),
    /** Static power, all the time the device is powered. */
    IDLE(7, Place.PERIPHERY, Cause.IDLE),
    /** Net work on selected cells when their barriers are opened for a pulse, closed again, or moved in training. */
    BARRIER_MOTION(8, Place.CELL, Cause.BARRIER_MOTION),
    /** The same of half-selected cells, whose barriers the lines move part of the way. */
    HALF_SELECT_MOTION(9, Place.CELL, Cause.HALF_SELECT_MOTION),
    /** Heat of pulses that half-selected cells see in updates. */
    HALF_SELECT_PULSES(10, Place.CELL, Cause.HALF_SELECT_PULSES),
    /** Work that cells gave back to the gates that move their barriers, and that those do not recover. */
    BARRIER_RETURN(11, Place.ACTUATOR, Cause.RETURNED_WORK),
    /** Tilt work that cells gave back to the lines, and that the drivers of those do not recover. */
    LINES_RETURN(12, Place.WIRE, Cause.RETURNED_WORK);

    /** Number of accounts that every meter has a channel for. */
    public static final int BASIC = 8;

    private static final Pattern WORD_START = Pattern.compile("_(.)");
    private static final EnergyAccount[] VALUES = values();
    private static final Set<EnergyAccount> CELLS = in(Place.CELL);
    private static final List<Set<EnergyAccount>> SUMS =
            Arrays.stream(VALUES).map(EnergyAccount::under).toList();

    private final int channel;
    private final Place place;
    private final Cause cause;

    EnergyAccount(int channel, Place place, Cause cause) {
        this.channel = channel;
        this.place = place;
        this.cause = cause;
    }

    /** Where a joule is lost. */
    public enum Place {
        /** In a memory cell: what the bounds of thermodynamics speak of. */
        CELL,
        /** In rows, columns and their drivers. */
        WIRE,
        /** In what moves the barrier of a cell. */
        ACTUATOR,
        /** In decoders, converters and the sequencer. */
        PERIPHERY;

        /** Its name in files and tables, e.g. {@code cell}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a joule is lost. */
    public enum Cause {
        /** Jumps along the tilt of an update. */
        TILT("tilt"),
        /** Pulses of resets and write-verify. */
        PROGRAMMING("programming"),
        /** Barriers raised to keep. */
        CONSOLIDATION("consolidation"),
        /** Barriers of selected cells, moved to write. */
        BARRIER_MOTION("barrier motion"),
        /** Barriers of half-selected cells. */
        HALF_SELECT_MOTION("half-select motion"),
        /** Pulses of half-selected cells. */
        HALF_SELECT_PULSES("half-select pulses"),
        /** C V^2. */
        CHARGING("charging"),
        /** Work given back that nothing recovers. */
        RETURNED_WORK("returned work"),
        /** Reads. */
        READ("read"),
        /** Commands decoded and converted. */
        CONVERSION("conversion"),
        /** Time. */
        IDLE("idle");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /** Its name in tables, e.g. {@code half-select motion}. */
        public String label() {
            return label;
        }
    }

    /** Where its joules are lost. */
    public Place place() {
        return place;
    }

    /** Why its joules are lost. */
    public Cause cause() {
        return cause;
    }

    /** Number of this account's channel, on the wire and in arrays with one entry per account. */
    public int channel() {
        return channel;
    }

    /** Its name in files and tables, e.g. {@code halfSelectMotion}. */
    public String label() {
        return camelCase(name());
    }

    /** Place and cause as one word, e.g. {@code cellHalfSelectMotion}. */
    public String loss() {
        return camelCase(place.name() + "_" + cause.name());
    }

    private static String camelCase(String upper) {
        return WORD_START
                .matcher(upper.toLowerCase(Locale.ROOT))
                .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * The basic account under which it is summed: all that selected and half-selected cells take when barriers move, and what
     * moves them, as {@link #BARRIER}; the wires as {@link #LINES}; pulses of half-selected cells with those of the update.
     */
    public EnergyAccount basic() {
        return switch (this) {
            case PROGRAM, UPDATE, READ, CONSOLIDATE, BARRIER, LINES, PERIPHERY, IDLE -> this;
            case BARRIER_MOTION, HALF_SELECT_MOTION, BARRIER_RETURN -> BARRIER;
            case HALF_SELECT_PULSES -> UPDATE;
            case LINES_RETURN -> LINES;
        };
    }

    private static Set<EnergyAccount> under(EnergyAccount basic) {
        EnumSet<EnergyAccount> accounts = EnumSet.allOf(EnergyAccount.class);
        accounts.removeIf(account -> account.basic() != basic);
        return Collections.unmodifiableSet(accounts);
    }

    /** The accounts that are summed under a basic one, itself among them, in their order. */
    public static Set<EnergyAccount> summedUnder(EnergyAccount basic) {
        return SUMS.get(basic.channel());
    }

    /** Basic accounts that may hold its joules on a device that does not meter it apart. */
    Set<EnergyAccount> mayHold() {
        return switch (this) {
            case PROGRAM, UPDATE, READ, CONSOLIDATE, BARRIER, LINES, PERIPHERY, IDLE -> Set.of(this);
            case BARRIER_MOTION, BARRIER_RETURN -> Set.of(BARRIER);
            case HALF_SELECT_MOTION -> Set.of(BARRIER, LINES);
            case HALF_SELECT_PULSES, LINES_RETURN -> Set.of(LINES);
        };
    }

    /** Everything lost in cells. */
    public static Set<EnergyAccount> cells() {
        return CELLS;
    }

    /** The accounts of one place. */
    public static Set<EnergyAccount> in(Place place) {
        EnumSet<EnergyAccount> accounts = EnumSet.allOf(EnergyAccount.class);
        accounts.removeIf(account -> account.place != place);
        return Collections.unmodifiableSet(accounts);
    }

    /**
     * Accounts that hold at least everything lost in cells, whatever this meter tells apart: those of the cells, and of what
     * it does not meter apart those that may hold it.
     *
     * @param unmetered bit n: nothing meters account n apart
     */
    public static Set<EnergyAccount> holdingCells(int unmetered) {
        if (unmetered == 0) {
            return CELLS;
        }
        EnumSet<EnergyAccount> accounts = EnumSet.copyOf(CELLS);
        for (EnergyAccount account : CELLS) {
            if ((unmetered >>> account.channel() & 1) != 0) {
                accounts.addAll(account.mayHold());
            }
        }
        return accounts;
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
