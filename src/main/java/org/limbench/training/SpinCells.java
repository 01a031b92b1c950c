package org.limbench.training;

import java.util.Locale;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/**
 * Spins as cells: spin i is cell i of the array in row-major order, +1 where its conductance lies above mid-range.
 *
 * <p>Under a tilt of x kT per level a chain of M levels, M even, comes to rest with weights exp(x i), so its upper half is
 * exp(x M/2) times as likely as its lower: x = X / (M/2) is a spin whose two signs differ by X kT (derived). A pulse of width t
 * at barrier u makes 2 kappa cosh(x/2) proposals, kappa = Gamma0 t exp(-u), and the slowest mode of the chain decays at least
 * as fast as at zero tilt if u is raised by ln cosh(x/2): by the activity a = 2 kappa (1 - cos(pi/M)) relaxations (the modes of
 * a reflecting chain; derived).
 *
 * <p>The activity is that of a barrier which a tilt lowers by half on one side and raises by half on the other; a cell with
 * another law relaxes faster or slower under a field, towards the same equilibrium.
 *
 * <p>Two levels: the chance to take the equilibrium of the field is 1 - exp(-a) whatever the field, and since up and down rates
 * differ by exp(X) at any time (local detailed balance), a pulse of any length leaves the Boltzmann law of the spins as it is.
 * More levels: a spin turns by diffusing across its range, and only pulses that bring the chain to rest (a of 4 and more) sample
 * that law; shorter ones act with inertia.
 */
final class SpinCells {
    /** Least barrier during a pulse at zero field, kT: below, levels stop being metastable. Pulses get longer instead. */
    static final double LEAST_BARRIER_KT = 4;

    /** Activity of the reset at zero tilt: what is left of the start is e^-20. */
    private static final double MELT_ACTIVITY = 20;

    private final Datasheet datasheet;
    private final BarrierLimits limits;
    private final Tile tile;
    private final int spins;
    private final double halfLevels;
    private final double relaxingShare;
    private final double pulseSeconds;

    private SpinCells(Datasheet datasheet, BarrierLimits limits, int spins, double mostActivity) {
        ArrayGeometry array = datasheet.geometry();
        int columns = Math.min(spins, array.columns());
        this.datasheet = datasheet;
        this.limits = limits;
        this.spins = spins;
        this.tile = new Tile(0, 0, (spins + columns - 1) / columns, columns);
        this.halfLevels = datasheet.levels() / 2.0;
        double half = StrictMath.sin(Math.PI / datasheet.levels() / 2);
        this.relaxingShare = 2 * half * half;
        double seconds =
                mostActivity * StrictMath.exp(LEAST_BARRIER_KT) / (2 * limits.attemptsPerSecond() * relaxingShare);
        this.pulseSeconds = Math.max(datasheet.pulseSeconds(), seconds);
    }

    /**
     * The spins of a problem in a device's cells.
     *
     * @param mostActivity largest activity a pulse will be asked for
     * @throws IllegalArgumentException in one line: what is needed, what the device has
     */
    static SpinCells of(Datasheet datasheet, IsingProblem problem, double mostActivity) {
        BarrierLimits limits = datasheet.barrier();
        String task = "task " + problem.name();
        if (limits == null) {
            throw new IllegalArgumentException(
                    task + " needs cells with a tunable barrier, whose tilt the host sets by the" + " field; "
                            + datasheet.device() + " is driven by voltage pulses and has none");
        }
        if (datasheet.levels() < 2 || datasheet.levels() % 2 != 0) {
            throw new IllegalArgumentException(
                    task + " needs cells with an even number of levels, so that a spin is a half of" + " them; "
                            + datasheet.device() + " has " + datasheet.levels());
        }
        ArrayGeometry array = datasheet.geometry();
        if (problem.spins() > array.cells()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "task %s needs %d cells, one for each spin; %s has %d x %d = %d",
                    problem.name(),
                    problem.spins(),
                    datasheet.device(),
                    array.rows(),
                    array.columns(),
                    array.cells()));
        }
        return new SpinCells(datasheet, limits, problem.spins(), mostActivity);
    }

    /** The rows that hold spins; cells behind the last spin in the last row are read but never pulsed in a sweep. */
    Tile tile() {
        return tile;
    }

    /** Whether each spin is +1. */
    boolean[] up(Readout readout) {
        boolean[] up = new boolean[spins];
        double middle = datasheet.leastSiemens() / 2 + datasheet.mostSiemens() / 2;
        for (int i = 0; i < spins; i++) {
            up[i] = datasheet.converter().siemens(readout.codes()[i]) > middle;
        }
        return up;
    }

    /**
     * The pulse of spins whose two signs differ by an energy.
     *
     * @param totalTiltKt X, kT, 0 or more
     * @param activity a, more than 0
     */
    BarrierPulses.Pulse pulse(double totalTiltKt, double activity) {
        double tilt = totalTiltKt / halfLevels;
        // ln cosh(x/2) without overflow
        double rise = tilt / 2 + StrictMath.log1p(StrictMath.exp(-tilt)) - StrictMath.log(2);
        double zeroField = StrictMath.log(2 * limits.attemptsPerSecond() * pulseSeconds * relaxingShare / activity);
        return new BarrierPulses.Pulse(tilt, zeroField + rise, false);
    }

    /** Refuses, in one line, what the device cannot do. */
    void requireWithin(String what, double totalTiltKt, double activity) {
        BarrierPulses.requireWithin(datasheet, what, pulse(totalTiltKt, activity));
    }

    /**
     * One pulse for each listed spin.
     *
     * @param listed spins
     * @param upward direction of each
     */
    DenseUpdate update(BarrierPulses.Pulse pulse, int[] listed, boolean[] upward) {
        byte[] signed = new byte[tile.cells()];
        for (int k = 0; k < listed.length; k++) {
            signed[listed[k]] = (byte) (upward[k] ? 1 : -1);
        }
        return new DenseUpdate(tile, drive(pulse), signed, pulseSeconds);
    }

    /** Pulses without a tilt until every cell is as likely up as down, whatever it was: infinite temperature. */
    PulseTrain melt(double activity) {
        int count = (int) Math.ceil(MELT_ACTIVITY / activity);
        return new PulseTrain(
                tile,
                Operation.PROGRAM,
                drive(pulse(0, activity)),
                Polarity.POTENTIATE,
                pulseSeconds,
                pulseSeconds,
                count);
    }

    /**
     * How often a half-selected spin turns in a sweep, at most: as many times its row's or column's slots as there are rows, in
     * so many commands, at the barrier between hold and open, without a tilt. 0 for chains of more levels, which a single jump
     * does not turn.
     */
    double disturbance(double holdKt, double activity, int commands) {
        if (datasheet.levels() > 2) {
            return 0;
        }
        double half = holdKt + limits.halfSelectFraction() * (pulse(0, activity).barrierKt() - holdKt);
        return limits.attemptsPerSecond() * StrictMath.exp(-half) * pulseSeconds * tile.rows() * commands;
    }

    private Drive.Barrier drive(BarrierPulses.Pulse pulse) {
        double joulesPerKt = BarrierPulses.joulesPerKt(datasheet);
        return new Drive.Barrier(pulse.tiltKt() * joulesPerKt, pulse.barrierKt() * joulesPerKt);
    }
}
