package org.limbench.physics;

import org.limbench.device.EnergyAccount;
import org.limbench.thermodynamics.BarrierWork;

/**
 * What moving barriers and firing lines costs an array of tunable barriers, beside the heat of its jumps. Every driver pays
 * the positive parts of the work it does and gets back its recovery fraction of the negative ones. Costs are those of the
 * nominal barriers (hidden offsets left out: our assumption). Single-threaded: keeps the last cost computed.
 */
final class BarrierCosts {
    private final ArrayEnergetics.Lines lines;
    private final ArrayEnergetics.BarrierActuator actuator;
    private final double kt;
    private double lastRest = Double.NaN;
    private double lastOpen = Double.NaN;
    private double lastCycle;

    BarrierCosts(ArrayEnergetics energetics, double kt) {
        this.lines = energetics.lines();
        this.actuator = energetics.actuator();
        this.kt = kt;
    }

    /** Opening the barrier of one cell for a pulse and closing it again, J: cell work and gate. */
    double cycleJoules(double rest, double open) {
        if (rest != lastRest || open != lastOpen) {
            boolean sudden = actuator.suddenOpening();
            lastCycle = work(rest, open, sudden) + work(open, rest, sudden) + gateJoules(Math.abs(rest - open));
            lastRest = rest;
            lastOpen = open;
        }
        return lastCycle;
    }

    /** Work on one cell of moving its rest barrier for good, J: at once when the ramp takes no time, slowly otherwise. */
    double moveJoules(double from, double to, boolean sudden) {
        return work(from, to, sudden);
    }

    /** What the gate of one cell loses when its rest barrier is moved, J; paid on the way up. */
    double moveLossJoules(double from, double to) {
        return to > from ? gateJoules(to - from) : 0;
    }

    private double work(double from, double to, boolean sudden) {
        double work = kt * (sudden ? BarrierWork.suddenKt(from / kt, to / kt) : BarrierWork.slowKt(from / kt, to / kt));
        return work > 0 ? work : work * actuator.recoveryFraction();
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
        double perHalf = 0;
        int width = stimulus.tile.columns();
        double lastRestBarrier = Double.NaN;
        double squares = 0;
        double halfCost = 0;
        for (int row = 0, cell = 0; row < stimulus.tile.rows(); row++) {
            int base = (stimulus.tile.row() + row) * columns + stimulus.tile.column();
            for (int column = 0; column < width; column++, cell++) {
                double rest = state.restJoules[base + column];
                if (rest != lastRestBarrier) {
                    lastRestBarrier = rest;
                    double volts = lines.swingFraction() * (rest - open) / actuator.barrierJoulesPerVolt();
                    squares = tiltVolts * tiltVolts + volts * volts;
                    halfCost = half == 0 ? 0 : cycleJoules(rest, rest + half * (open - rest));
                }
                perCell += squares
                        * (stimulus.rowFires[row] * lines.rowFaradsPerCell()
                                + stimulus.columnFires[column] * lines.columnFaradsPerCell());
                perHalf += halfCost * stimulus.halfSlots[cell];
            }
        }
        book.add(EnergyAccount.LINES, perCell * (1 - lines.recoveryFraction()));
        book.addHalfSelect(perHalf);
    }
}
