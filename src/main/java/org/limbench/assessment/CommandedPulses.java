package org.limbench.assessment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierLimits;
import org.limbench.device.BitLines;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;

/** The pulses a command asks for, cell by cell, the sign being the direction. Immutable by convention: nobody writes. */
public final class CommandedPulses {
    private final Tile tile;
    private final Drive drive;
    private final double pulseSeconds;
    private final int[] signed;
    private final long total;

    private CommandedPulses(Tile tile, Drive drive, double pulseSeconds, int[] signed) {
        this.tile = tile;
        this.drive = drive;
        this.pulseSeconds = pulseSeconds;
        this.signed = signed;
        long sum = 0;
        for (int count : signed) {
            sum += Math.abs(count);
        }
        this.total = sum;
    }

    /** Those of a command; null where it fires none. */
    public static @Nullable CommandedPulses of(ArrayCommand command) {
        if (command instanceof PulseTrain train) {
            int[] signed = new int[train.tile().cells()];
            Arrays.fill(signed, train.count() * train.polarity().sign());
            return new CommandedPulses(train.tile(), train.drive(), train.pulseSeconds(), signed);
        }
        return command instanceof ArrayUpdate update ? of(update) : null;
    }

    private static CommandedPulses of(ArrayUpdate update) {
        if (update instanceof Rank1Update u) {
            return new CommandedPulses(
                    u.tile(), u.drive(), u.pulseSeconds(), BitLines.of(u).signedCounts());
        }
        if (update instanceof DenseUpdate u) {
            int[] signed = new int[u.signedPulses().length];
            for (int i = 0; i < signed.length; i++) {
                signed[i] = u.signedPulses()[i];
            }
            return new CommandedPulses(u.tile(), u.drive(), u.pulseSeconds(), signed);
        }
        SparseUpdate u = (SparseUpdate) update;
        int[] signed = new int[u.geometry().cells()];
        for (int i = 0; i < u.cells().length; i++) {
            signed[u.cells()[i]] = u.signedPulses()[i];
        }
        return new CommandedPulses(u.geometry().whole(), u.drive(), u.pulseSeconds(), signed);
    }

    /** Cells addressed. */
    public Tile tile() {
        return tile;
    }

    /** Drive of every pulse. */
    public Drive drive() {
        return drive;
    }

    /** Width of a pulse, s. */
    public double pulseSeconds() {
        return pulseSeconds;
    }

    /** Pulses per cell, row-major over the tile; not to be written to. */
    int[] signed() {
        return signed;
    }

    /** Pulses of either direction over all cells, opposite ones of one cell cancelled. */
    public long total() {
        return total;
    }

    /** Whether every cell of the tile gets the same. */
    boolean uniform() {
        for (int count : signed) {
            if (count != signed[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sum over cells of the magnitude of the change asked for, S: pulses x mean step. The step of a voltage pulse is the
     * datasheet's minimum step; that of a barrier pulse is the net levels its tilt and barrier give at the nominal attempt
     * rate, times the step of one level. Ends and soft bounds are not in it.
     */
    public double l1Siemens(Datasheet datasheet, double temperatureKelvin) {
        return total * netStepsPerPulse(datasheet, temperatureKelvin) * datasheet.minimumStepSiemens();
    }

    /** Mean net steps of one pulse clear of the ends, at the nominal attempt rate; 1 for voltage pulses. */
    double netStepsPerPulse(Datasheet datasheet, double temperatureKelvin) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null || !(drive instanceof Drive.Barrier barrier)) {
            return 1;
        }
        double kt = PhysicalConstants.thermalEnergyJoules(temperatureKelvin);
        return pulseSeconds
                * ActivatedJumps.netRate(
                        limits.attemptsPerSecond(), barrier.barrierJoules() / kt, barrier.tiltJoules() / kt);
    }

    /** Tilt in kT; NaN for voltage pulses. */
    double tiltKt(double temperatureKelvin) {
        return drive instanceof Drive.Barrier barrier
                ? barrier.tiltJoules() / PhysicalConstants.thermalEnergyJoules(temperatureKelvin)
                : Double.NaN;
    }
}
