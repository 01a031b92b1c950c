package org.limbench.emulator;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Require;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.protocol.BarrierSchedule;

/** What a device refuses before it touches its cells: whatever lies outside its own datasheet. */
final class CommandLimits {
    /** Joules are sums of decimal inputs; a barrier given as the limit itself must not fail on its last bit. */
    private static final double ROUNDING = 1 + 1e-12;

    /** Pulses and periods up to so many nominal pulses are usual. */
    private static final double MOST_FORESEEN_PULSES = 10;

    private CommandLimits() {}

    /**
     * Checks a command against the datasheet.
     *
     * @return the number of cells it addresses
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    static int check(Datasheet datasheet, ArrayCommand command) {
        if (command instanceof ArrayUpdate update) {
            return update(datasheet, update);
        }
        if (command instanceof PulseTrain train) {
            drive(datasheet, train.drive());
            return tile(datasheet, train.tile());
        }
        if (command instanceof BarrierChange change) {
            barrier(datasheet, "barrierJoules", change.barrierJoules());
            return tile(datasheet, change.tile());
        }
        if (command instanceof Consolidation consolidation) {
            barrier(datasheet, "barrierJoules", consolidation.barrierJoules());
            return tile(datasheet, consolidation.tile());
        }
        if (command instanceof TimeAdvance advance) {
            if (!datasheet.emulated()) {
                throw new IllegalArgumentException(
                        "seconds is " + advance.seconds() + " s; allowed: time passes by itself in real silicon");
            }
            return datasheet.geometry().cells();
        }
        return tile(datasheet, ((ReadRequest) command).tile());
    }

    /** As {@link #check(Datasheet, ArrayCommand)}, for a schedule: every step must be allowed now. */
    static int check(Datasheet datasheet, BarrierSchedule schedule) {
        for (BarrierSchedule.Step step : schedule.steps()) {
            barrier(datasheet, "barrierJoules", step.barrierJoules());
        }
        return tile(datasheet, schedule.tile());
    }

    /**
     * Whether a command asks for no more than the datasheet's own pulses and sudden moves. Any other may turn out, once it is
     * carried out, to take more energy or time than the meter can count.
     */
    static boolean isForeseen(Datasheet datasheet, ArrayCommand command) {
        if (command instanceof Rank1Update rank1) {
            return isForeseen(datasheet, rank1.drive(), rank1.pulseSeconds());
        }
        if (command instanceof DenseUpdate dense) {
            return isForeseen(datasheet, dense.drive(), dense.pulseSeconds());
        }
        if (command instanceof SparseUpdate sparse) {
            return isForeseen(datasheet, sparse.drive(), sparse.pulseSeconds());
        }
        if (command instanceof PulseTrain train) {
            return train.count() <= Rank1Update.MOST_SLOTS
                    && isForeseen(datasheet, train.drive(), train.periodSeconds());
        }
        if (command instanceof BarrierChange change) {
            return change.rampSeconds() == 0;
        }
        return command instanceof ReadRequest; // changes nothing
    }

    private static boolean isForeseen(Datasheet datasheet, Drive drive, double seconds) {
        Drive.Voltage nominal = datasheet.voltage();
        boolean gentle = nominal == null
                || (drive instanceof Drive.Voltage voltage
                        && voltage.potentiateVolts() <= nominal.potentiateVolts() * ROUNDING
                        && voltage.depressVolts() <= nominal.depressVolts() * ROUNDING);
        return gentle && seconds <= MOST_FORESEEN_PULSES * datasheet.pulseSeconds();
    }

    private static int update(Datasheet datasheet, ArrayUpdate update) {
        drive(datasheet, update.drive());
        if (update instanceof Rank1Update rank1) {
            Require.between("slots", rank1.slots(), 1, datasheet.mostSlots());
            return tile(datasheet, rank1.tile());
        }
        if (update instanceof DenseUpdate dense) {
            return tile(datasheet, dense.tile());
        }
        SparseUpdate sparse = (SparseUpdate) update;
        ArrayGeometry own = datasheet.geometry();
        if (!sparse.geometry().equals(own)) {
            throw new IllegalArgumentException("geometry is "
                    + sparse.geometry().rows() + " x " + sparse.geometry().columns() + "; allowed: the array's "
                    + own.rows() + " x " + own.columns());
        }
        return sparse.cells().length;
    }

    static int tile(Datasheet datasheet, Tile tile) {
        ArrayGeometry geometry = datasheet.geometry();
        if (!geometry.contains(tile)) {
            throw new IllegalArgumentException("tile is rows " + tile.row() + " to " + (tile.row() + tile.rows() - 1)
                    + ", columns " + tile.column() + " to " + (tile.column() + tile.columns() - 1)
                    + "; allowed: rows 0 to " + (geometry.rows() - 1) + ", columns 0 to " + (geometry.columns() - 1));
        }
        return tile.cells();
    }

    private static void drive(Datasheet datasheet, Drive drive) {
        if (drive.kind() != datasheet.driveKind()) {
            throw new IllegalArgumentException(
                    "drive is " + drive.kind() + "; allowed: " + datasheet.driveKind() + ", as the datasheet says");
        }
        if (drive instanceof Drive.Barrier barrier) {
            barrier(datasheet, "drive.barrierJoules", barrier.barrierJoules());
            BarrierLimits limits = limits(datasheet);
            if (barrier.tiltJoules() > limits.mostTiltJoules() * ROUNDING) {
                throw new IllegalArgumentException("drive.tiltJoules is " + barrier.tiltJoules() + " J; allowed: 0 to "
                        + limits.mostTiltJoules() + " J");
            }
        }
    }

    private static void barrier(Datasheet datasheet, String name, double joules) {
        BarrierLimits limits = limits(datasheet);
        if (joules * ROUNDING < limits.leastJoules() || joules > limits.mostJoules() * ROUNDING) {
            throw new IllegalArgumentException(name + " is " + joules + " J; allowed: " + limits.leastJoules() + " to "
                    + limits.mostJoules() + " J");
        }
    }

    private static BarrierLimits limits(Datasheet datasheet) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null) {
            throw new IllegalArgumentException(
                    "barrierJoules is set; allowed: nothing, this device has no tunable barrier");
        }
        return limits;
    }
}
