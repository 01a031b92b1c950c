package org.limbench.driver.rcn;

import java.util.Arrays;
import java.util.BitSet;
import org.limbench.protocol.rcn.DacPin;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.transport.LinkException;

/**
 * The chip's lines as last set and confirmed. A line that is where it should be is not set again; after a failure none counts
 * as known. Single-threaded.
 */
final class StationLines {
    private static final int UNKNOWN = -1;
    private static final int STROBE_PIN = 9;

    private final Wiring wiring;
    private final StationPort port;
    private final int[] tenths = new int[RcnCommand.DAC_CHIPS * RcnCommand.DAC_CHANNELS];
    private final int restTenths;
    private int mux = UNKNOWN;
    private double barrierKt;

    StationLines(Wiring wiring, StationPort port) {
        this.wiring = wiring;
        this.port = port;
        this.restTenths = StationVolts.tenths(wiring.lines().restVolts());
        this.barrierKt = wiring.barrier().holdKt();
        forget();
    }

    /** Nothing is known any more of where the lines are. */
    void forget() {
        Arrays.fill(tenths, UNKNOWN);
        mux = UNKNOWN;
    }

    /** Rest barrier last commanded, kT. */
    double barrierKt() {
        return barrierKt;
    }

    /**
     * Brings every line to where it does no harm: PD9 low, gates at hold, or at the rest barrier last commanded where that is
     * higher; then rows and columns at rest. Absolute levels throughout, so it may be done again and again.
     */
    void makeSafe() throws LinkException {
        strobe(false);
        barrierKt = Math.max(barrierKt, wiring.barrier().holdKt());
        int gate = gateTenths(barrierKt);
        set(wiring.lines().gateRest(), gate);
        for (Wiring.Line column : wiring.lines().columns()) {
            set(column.gate(), gate);
        }
        for (Wiring.Line row : wiring.lines().rows()) {
            set(row.gate(), gate);
        }
        for (Wiring.Line row : wiring.lines().rows()) {
            set(row.drive(), restTenths);
        }
        for (Wiring.Line column : wiring.lines().columns()) {
            set(column.drive(), restTenths);
        }
    }

    /**
     * Moves the rest barrier in steps of one setting, as many as the time allows, then the gates' own outputs after it.
     *
     * @param rampSeconds duration; shorter than one setting is one step
     */
    void moveBarrier(double kt, double rampSeconds) throws LinkException {
        int steps = (int) Math.max(1, rampSeconds / StationTiming.DAC_SECONDS);
        double from = barrierKt;
        for (int step = 1; step <= steps; step++) {
            // what is told last is what is safe, should the next step fail
            barrierKt = step == steps ? kt : from + (kt - from) * step / steps;
            set(wiring.lines().gateRest(), gateTenths(barrierKt));
        }
        closeGates();
    }

    /**
     * Sets rows and gates for a pulse; nothing happens to a cell before PD9 rises.
     *
     * @param volts of the driven rows over rest, V, signed
     * @param openKt barrier of the cells that both gates open, kT
     */
    void aim(BitSet rows, BitSet columns, double volts, double openKt) throws LinkException {
        int rest = gateTenths(barrierKt);
        int open = gateTenths(openKt);
        int driven = StationVolts.tenths(wiring.lines().restVolts() + volts);
        for (int i = 0; i < wiring.lines().rows().size(); i++) {
            Wiring.Line row = wiring.lines().rows().get(i);
            set(row.drive(), rows.get(i) ? driven : restTenths);
            set(row.gate(), rows.get(i) ? open : rest);
        }
        for (int j = 0; j < wiring.lines().columns().size(); j++) {
            set(wiring.lines().columns().get(j).gate(), columns.get(j) ? open : rest);
        }
    }

    /** Takes back what {@link #aim} and {@link #driveRow} have set. */
    void relax() throws LinkException {
        closeGates();
        for (Wiring.Line row : wiring.lines().rows()) {
            set(row.drive(), restTenths);
        }
    }

    private void closeGates() throws LinkException {
        int gate = gateTenths(barrierKt);
        for (Wiring.Line column : wiring.lines().columns()) {
            set(column.gate(), gate);
        }
        for (Wiring.Line row : wiring.lines().rows()) {
            set(row.gate(), gate);
        }
    }

    /** Sets one row to the read voltage and the others to rest. */
    void driveRow(int row) throws LinkException {
        int driven =
                StationVolts.tenths(wiring.lines().restVolts() + wiring.read().volts());
        for (int i = 0; i < wiring.lines().rows().size(); i++) {
            set(wiring.lines().rows().get(i).drive(), i == row ? driven : restTenths);
        }
    }

    /** Volts a row gets when told this, over rest, V: whole numbers of 0.1 mV. */
    double drivenVolts(double volts) {
        return StationVolts.volts(StationVolts.tenths(wiring.lines().restVolts() + volts) - (long) restTenths);
    }

    /** Puts rows and gates on their own outputs, or takes them off. */
    void strobe(boolean high) throws LinkException {
        int state = high ? 1 : 0;
        port.require(new RcnCommand.DioWritePin(STROBE_PIN, state), ReplyTexts.pin(STROBE_PIN, state));
    }

    /** Switches a column to the amplifier. */
    void select(int column) throws LinkException {
        int mask = wiring.read().mask(column);
        if (mask != mux && !wiring.read().muxPins().isEmpty()) {
            mux = UNKNOWN;
            port.require(new RcnCommand.DioWrite(mask), ReplyTexts.dioWrite(mask));
            mux = mask;
        }
    }

    private int gateTenths(double kt) {
        return StationVolts.tenths(wiring.barrier().volts(kt));
    }

    private void set(DacPin pin, int to) throws LinkException {
        if (tenths[pin.index()] == to) {
            return;
        }
        tenths[pin.index()] = UNKNOWN;
        RcnCommand.DacSet command = RcnCommand.DacSet.of(pin, to);
        port.require(command, ReplyTexts.dacSet(command));
        tenths[pin.index()] = to;
    }
}
