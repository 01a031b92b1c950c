package org.limbench.emulator;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.profile.DriveChain;

/**
 * The converters that drive the lines: what is commanded becomes the nearest amplitude they can make.
 *
 * @param chain what they can make
 * @param datasheet whose limits a rounded barrier keeps to
 */
record DriveConverter(DriveChain chain, Datasheet datasheet) {

    /**
     * The command as the array gets it.
     *
     * @throws IllegalArgumentException when a pulse amplitude is too large, or too small for the converter
     */
    ArrayCommand convert(ArrayCommand command) {
        if (chain.makesAnything() && keepsTheLimits(command)) {
            return command;
        }
        if (command instanceof Rank1Update update) {
            return new Rank1Update(
                    update.tile(),
                    drive(update.drive()),
                    update.rowCodes(),
                    update.rowScaleQ16(),
                    update.columnCodes(),
                    update.columnScaleQ16(),
                    update.slots(),
                    update.pulseSeconds(),
                    update.pulseSeed());
        }
        if (command instanceof DenseUpdate update) {
            return new DenseUpdate(update.tile(), drive(update.drive()), update.signedPulses(), update.pulseSeconds());
        }
        if (command instanceof SparseUpdate update) {
            return new SparseUpdate(
                    update.geometry(),
                    drive(update.drive()),
                    update.cells(),
                    update.signedPulses(),
                    update.pulseSeconds());
        }
        if (command instanceof PulseTrain train) {
            return new PulseTrain(
                    train.tile(),
                    train.operation(),
                    drive(train.drive()),
                    train.polarity(),
                    train.pulseSeconds(),
                    train.periodSeconds(),
                    train.count());
        }
        if (command instanceof BarrierChange change) {
            return new BarrierChange(change.tile(), barrier(change.barrierJoules()), change.rampSeconds());
        }
        if (command instanceof Consolidation change) {
            return new Consolidation(change.tile(), barrier(change.barrierJoules()), change.rampSeconds());
        }
        return command;
    }

    private Drive drive(Drive drive) {
        if (drive instanceof Drive.Barrier open) {
            double barrier = barrier(open.barrierJoules());
            double tilt = tilt(open.tiltJoules());
            // rounding must not take away more barrier than there is
            return new Drive.Barrier(tilt > 2 * barrier ? below(2 * barrier, chain.tiltStepJoules()) : tilt, barrier);
        }
        Drive.Voltage voltage = (Drive.Voltage) drive;
        return new Drive.Voltage(
                amplitude("drive.potentiateVolts", voltage.potentiateVolts()),
                amplitude("drive.depressVolts", voltage.depressVolts()));
    }

    private double amplitude(String name, double volts) {
        double made = nearest(volts, chain.stepVolts());
        if (made <= 0 || volts > chain.mostVolts()) {
            throw new IllegalArgumentException(name + " is " + volts + " V; allowed: "
                    + (chain.stepVolts() == 0 ? "more than 0" : "at least " + chain.stepVolts() / 2) + " V, at most "
                    + chain.mostVolts() + " V");
        }
        return made;
    }

    /** The limits are checked with a rounding error's grace, so that they hold here only after the grace is taken off. */
    private boolean keepsTheLimits(ArrayCommand command) {
        if (command instanceof BarrierChange change) {
            return barrier(change.barrierJoules()) == change.barrierJoules();
        }
        if (command instanceof Consolidation change) {
            return barrier(change.barrierJoules()) == change.barrierJoules();
        }
        Drive drive = command instanceof ArrayUpdate update
                ? update.drive()
                : command instanceof PulseTrain train ? train.drive() : null;
        return !(drive instanceof Drive.Barrier open)
                || (barrier(open.barrierJoules()) == open.barrierJoules()
                        && tilt(open.tiltJoules()) == open.tiltJoules());
    }

    private double barrier(double joules) {
        BarrierLimits limits = datasheet.barrier();
        double made = nearest(joules, chain.barrierStepJoules());
        return limits == null ? made : Math.max(limits.leastJoules(), Math.min(limits.mostJoules(), made));
    }

    private double tilt(double joules) {
        BarrierLimits limits = datasheet.barrier();
        double made = nearest(joules, chain.tiltStepJoules());
        return limits == null ? made : Math.min(limits.mostTiltJoules(), made);
    }

    private static double nearest(double value, double step) {
        return step == 0 ? value : step * Math.rint(value / step);
    }

    private static double below(double value, double step) {
        return step == 0 ? value : step * Math.floor(value / step);
    }
}
