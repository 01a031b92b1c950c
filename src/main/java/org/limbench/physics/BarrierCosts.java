package org.limbench.physics;

import org.limbench.device.EnergyAccount;
import org.limbench.thermodynamics.BarrierWork;

/**
 * What moving barriers and firing lines costs an array of tunable barriers, beside the heat of its jumps. A driver pays for
 * the work it does on a cell, and gets work back where a cell does work on it; of that it recovers its fraction and loses the
 * rest. Costs are those of the nominal barriers (hidden offsets left out: our assumption). Single-threaded: keeps the last
 * move computed.
 */
final class BarrierCosts {
    private final ArrayEnergetics.Lines lines;
    private final ArrayEnergetics.BarrierActuator actuator;
    private final double kt;
    private double lastRest = Double.NaN;
    private double lastOpen = Double.NaN;
    private Move lastCycle = Move.NONE;

    BarrierCosts(ArrayEnergetics energetics, double kt) {
        this.lines = energetics.lines();
        this.actuator = energetics.actuator();
        this.kt = kt;
    }

    /**
     * What moving a barrier costs.
     *
     * @param cellJoules net work on the cell, J: its heat, once the barrier is back where it was
     * @param returnedJoules work the cell gave back that the gate does not recover, J
     * @param gateJoules C V^2 of the gate, J
     */
    record Move(double cellJoules, double returnedJoules, double gateJoules) {
        static final Move NONE = new Move(0, 0, 0);

        Move plus(Move other, double times) {
            return new Move(
                    cellJoules + times * other.cellJoules,
                    returnedJoules + times * other.returnedJoules,
                    gateJoules + times * other.gateJoules);
        }

        /** Books it, the work on the cell under an account of its own. */
        void book(EnergyBook book, EnergyAccount cell) {
            book.add(cell, cellJoules);
            book.add(EnergyAccount.BARRIER_RETURN, returnedJoules);
            book.add(EnergyAccount.BARRIER, gateJoules);
        }
    }

    /** Opening the barrier of one cell for a pulse and closing it again. */
    Move cycle(double rest, double open) {
        if (rest != lastRest || open != lastOpen) {
            boolean sudden = actuator.suddenOpening();
            double opening = work(rest, open, sudden);
            double closing = work(open, rest, sudden);
            lastCycle = new Move(
                    opening + closing, unrecovered(opening) + unrecovered(closing), gateJoules(Math.abs(rest - open)));
            lastRest = rest;
            lastOpen = open;
        }
        return lastCycle;
    }

    /** Moving the rest barrier of one cell for good, at once or slowly; the gate loses on the way up. */
    Move move(double from, double to, boolean sudden) {
        double work = work(from, to, sudden);
        return new Move(work, unrecovered(work), to > from ? gateJoules(to - from) : 0);
    }

    private double work(double from, double to, boolean sudden) {
        return kt * (sudden ? BarrierWork.suddenKt(from / kt, to / kt) : BarrierWork.slowKt(from / kt, to / kt));
    }

    private double unrecovered(double work) {
        return Math.max(0, -work) * (1 - actuator.recoveryFraction());
    }

    private double gateJoules(double swing) {
        double volts = swing / actuator.barrierJoulesPerVolt();
        return actuator.farads() * volts * volts * (1 - actuator.recoveryFraction());
    }

    /**
     * Tilt work of one pulse that the driver does not get back, J. Switching the tilt on at level i does -s x (i - middle)
     * kT of work on the cell, switching it off at level i' s x (i' - middle) kT; their sum is the heat, and the returned
     * parts are lost but for the recovered fraction.
     *
     * @param tilt signed tilt, J
     */
    double lostTiltJoules(double tilt, int before, int after, double middle) {
        double returned = Math.max(0, tilt * (before - middle)) + Math.max(0, -tilt * (after - middle));
        return returned * (1 - lines.recoveryFraction());
    }

    /** {@link #lostTiltJoules} of a run of pulses between two levels, at the straight line between them. */
    double lostTiltJoules(double tilt, int before, int after, double middle, int pulses) {
        double slope = (double) (after - before) / pulses;
        double first = before - middle;
        double last = after - middle;
        double share = 1 - lines.recoveryFraction();
        if (first >= 0 == last >= 0) {
            double on = pulses * (first + slope * (pulses - 1) / 2);
            double off = pulses * (first + slope * (pulses + 1) / 2);
            return share * (Math.max(0, tilt * on) + Math.max(0, -tilt * off));
        }
        double returned = 0;
        for (int k = 0; k < pulses; k++) {
            returned += Math.max(0, tilt * (first + slope * k)) + Math.max(0, -tilt * (first + slope * (k + 1)));
        }
        return share * returned;
    }

    /** Books C V^2 of every line that fired, tilt and barrier swing both, and the moves of half-selected cells. */
    void bookLines(
            EnergyBook book,
            Stimulus stimulus,
            BarrierState state,
            int columns,
            double tilt,
            double open,
            double half) {
        double tiltVolts = lines.swingFraction() * tilt / lines.tiltJoulesPerVolt();
        double perCell = 0;
        Move halfSelected = Move.NONE;
        int width = stimulus.tile.columns();
        double lastRestBarrier = Double.NaN;
        double squares = 0;
        Move halfCost = Move.NONE;
        for (int row = 0, cell = 0; row < stimulus.tile.rows(); row++) {
            int base = (stimulus.tile.row() + row) * columns + stimulus.tile.column();
            for (int column = 0; column < width; column++, cell++) {
                double rest = state.restJoules[base + column];
                if (rest != lastRestBarrier) {
                    lastRestBarrier = rest;
                    double volts = lines.swingFraction() * (rest - open) / actuator.barrierJoulesPerVolt();
                    squares = tiltVolts * tiltVolts + volts * volts;
                    halfCost = half == 0 ? Move.NONE : cycle(rest, rest + half * (open - rest));
                }
                perCell += squares
                        * (stimulus.rowFires[row] * lines.rowFaradsPerCell()
                                + stimulus.columnFires[column] * lines.columnFaradsPerCell());
                if (stimulus.halfSlots[cell] != 0) {
                    halfSelected = halfSelected.plus(halfCost, stimulus.halfSlots[cell]);
                }
            }
        }
        book.add(EnergyAccount.LINES, perCell * (1 - lines.recoveryFraction()));
        halfSelected.book(book, EnergyAccount.HALF_SELECT_MOTION);
    }
}
