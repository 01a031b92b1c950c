package org.limbench.driver.rcn;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.Wiring;

/** What a wiring and the station's own name amount to, and what lies outside it. */
final class StationDatasheet {
    /** Joules are sums of decimal inputs; a barrier given as the limit itself must not fail on its last bit. */
    private static final double ROUNDING = 1 + 1e-9;
    /** Longer ramps are more settings than anybody waits for. */
    private static final double MOST_RAMP_SECONDS = 10_000 * StationTiming.DAC_SECONDS;

    private StationDatasheet() {}

    /** The datasheet of a chip on a station. */
    static Datasheet of(Wiring wiring, String firmware, StationMeter meter) {
        double kt = wiring.ktJoules();
        return new Datasheet(
                wiring.device(),
                firmware + ", wiring " + wiring.name() + " " + wiring.sha256().substring(0, 12)
                        + ", meters program, update and read only",
                "",
                firmware.endsWith(ReplyTexts.EMULATED_SUFFIX),
                wiring.lines().geometry(),
                wiring.cell().levels(),
                wiring.cell().leastSiemens(),
                wiring.cell().mostSiemens(),
                wiring.cell().stepSiemens(),
                DriveKind.BARRIER,
                new BarrierLimits(
                        wiring.barrier().leastKt() * kt,
                        wiring.barrier().mostKt() * kt,
                        wiring.barrier().holdKt() * kt,
                        wiring.drive().mostTiltKt() * kt,
                        wiring.cell().attemptsPerSecond(),
                        wiring.cell().mostAttemptsPerSecond(),
                        0.5),
                null,
                wiring.pulse().seconds(),
                wiring.temperatureKelvin(),
                CellReader.converter(wiring),
                meter.channels(),
                Rank1Update.MOST_SLOTS,
                wiring.lines().geometry().cells());
    }

    /**
     * Checks a command before a line of it is sent.
     *
     * @return the number of cells it addresses
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     */
    static int check(Datasheet datasheet, Wiring wiring, ArrayCommand command) {
        if (command instanceof BarrierChange change) {
            return barrier(datasheet, change.tile(), change.barrierJoules(), change.rampSeconds());
        }
        if (command instanceof Consolidation change) {
            return barrier(datasheet, change.tile(), change.barrierJoules(), change.rampSeconds());
        }
        if (command instanceof PulseTrain train) {
            drive(datasheet, train.drive());
            wiring.pulse().setting().of(train.pulseSeconds());
            return tile(datasheet, train.tile());
        }
        if (command instanceof ArrayUpdate update) {
            drive(datasheet, update.drive());
            wiring.pulse().setting().of(update.pulseSeconds());
            if (update instanceof SparseUpdate sparse) {
                return sparse(datasheet, sparse);
            }
            return tile(datasheet, update instanceof Rank1Update rank1 ? rank1.tile() : ((DenseUpdate) update).tile());
        }
        if (command instanceof ReadRequest read) {
            return tile(datasheet, read.tile());
        }
        throw new IllegalArgumentException(
                "the command is " + command + "; allowed: time passes by itself at a station");
    }

    private static int sparse(Datasheet datasheet, SparseUpdate sparse) {
        if (!sparse.geometry().equals(datasheet.geometry())) {
            throw new IllegalArgumentException(
                    "geometry is " + sparse.geometry() + "; allowed: " + datasheet.geometry());
        }
        return sparse.cells().length;
    }

    private static int barrier(Datasheet datasheet, Tile tile, double joules, double rampSeconds) {
        if (!tile.equals(datasheet.geometry().whole())) {
            throw new IllegalArgumentException(
                    "tile is " + tile + "; allowed: the whole array, one output holds the gates of all cells");
        }
        if (rampSeconds > MOST_RAMP_SECONDS) {
            throw new IllegalArgumentException(
                    "rampSeconds is " + rampSeconds + " s; allowed: at most " + MOST_RAMP_SECONDS + " s");
        }
        within(datasheet, "barrierJoules", joules);
        return tile.cells();
    }

    private static void drive(Datasheet datasheet, Drive drive) {
        if (!(drive instanceof Drive.Barrier barrier)) {
            throw new IllegalArgumentException(
                    "drive is " + drive.kind() + "; allowed: BARRIER, as the datasheet says");
        }
        within(datasheet, "drive.barrierJoules", barrier.barrierJoules());
        double most = limits(datasheet).mostTiltJoules();
        if (barrier.tiltJoules() > most * ROUNDING) {
            throw new IllegalArgumentException(
                    "drive.tiltJoules is " + barrier.tiltJoules() + " J; allowed: 0 to " + most + " J");
        }
    }

    private static void within(Datasheet datasheet, String name, double joules) {
        BarrierLimits limits = limits(datasheet);
        if (joules * ROUNDING < limits.leastJoules() || joules > limits.mostJoules() * ROUNDING) {
            throw new IllegalArgumentException(name + " is " + joules + " J; allowed: " + limits.leastJoules() + " to "
                    + limits.mostJoules() + " J");
        }
    }

    private static BarrierLimits limits(Datasheet datasheet) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null) {
            throw new IllegalStateException("a station's datasheet has a barrier");
        }
        return limits;
    }

    private static int tile(Datasheet datasheet, Tile tile) {
        if (!datasheet.geometry().contains(tile)) {
            throw new IllegalArgumentException("tile is " + tile + "; allowed: inside " + datasheet.geometry());
        }
        return tile.cells();
    }
}
