package org.limbench.physics;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * An array of {@link TunableBarrier} cells: exact jump statistics, heat = tilt x displacement actually made.
 *
 * <p>Within one update a cell makes its pulses first, then its half-selected time, then its time at rest, whatever their
 * order in the slots. Clear of the ends the generators commute and the law is exact; near an end two orders differ in
 * total variation by at most the probability of a jump outside the pulses, 2 k t: at a hold barrier of 24 kT and 1e9
 * attempts/s about 8e-8 per microsecond slot at rest, and 2e-4 per slot half-selected against a write barrier of 8 kT.
 *
 * <p>Pulses of a cell are drawn one by one up to {@value #DRAWN_SINGLY}; longer trains in that many runs, each by the
 * exact law of its whole length, the unrecovered tilt work inside a run taken along a straight line. Static power is
 * booked over all device time of a powered command. Single-threaded.
 */
final class TunableBarrierArray implements CellArray {
    private static final int DRAWN_SINGLY = 32;

    private final TunableBarrier model;
    private final ArrayGeometry geometry;
    private final ArrayEnergetics energetics;
    private final double kt;
    private final double middle;
    private final BarrierState state;
    private final BarrierCosts costs;
    private final ReflectingWalk walk;
    private final Diffusion diffusion;

    TunableBarrierArray(
            TunableBarrier model,
            ArrayGeometry geometry,
            double temperatureKelvin,
            ArrayEnergetics energetics,
            long seed) {
        this.model = model;
        this.geometry = geometry;
        this.energetics = energetics;
        this.kt = PhysicalConstants.thermalEnergyJoules(temperatureKelvin);
        this.middle = (model.levels() - 1) / 2.0;
        this.state = new BarrierState(model, geometry, kt, seed);
        this.costs = new BarrierCosts(energetics, kt);
        this.walk = new ReflectingWalk(model.levels());
        this.diffusion = new Diffusion(geometry, state, walk);
    }

    @Override
    public ArrayGeometry geometry() {
        return geometry;
    }

    @Override
    public Dissipation apply(ArrayCommand command) {
        CommandChecks.require(command, geometry, DriveKind.BARRIER);
        if (command instanceof Rank1Update update) {
            requireDrive(update.drive());
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof DenseUpdate update) {
            requireDrive(update.drive());
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof SparseUpdate update) {
            requireDrive(update.drive());
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof PulseTrain train) {
            requireDrive(train.drive());
            return pulse(Stimulus.of(train), train.operation());
        }
        if (command instanceof BarrierChange change) {
            return moveRest(change.tile(), change.barrierJoules(), change.rampSeconds(), EnergyAccount.BARRIER_MOTION);
        }
        if (command instanceof Consolidation change) {
            return moveRest(change.tile(), change.barrierJoules(), change.rampSeconds(), EnergyAccount.CONSOLIDATE);
        }
        if (command instanceof TimeAdvance advance) {
            return age(advance);
        }
        return read((ReadRequest) command);
    }

    private void requireDrive(Drive drive) {
        Drive.Barrier barrier = (Drive.Barrier) drive;
        BarrierLimits limits = model.barrier();
        requireBarrier(barrier.barrierJoules());
        if (barrier.tiltJoules() > limits.mostTiltJoules()) {
            throw new IllegalArgumentException(
                    "tiltJoules is " + barrier.tiltJoules() + " J; allowed: at most " + limits.mostTiltJoules() + " J");
        }
    }

    private void requireBarrier(double joules) {
        BarrierLimits limits = model.barrier();
        if (!(joules >= limits.leastJoules() && joules <= limits.mostJoules())) {
            throw new IllegalArgumentException("barrierJoules is " + joules + " J; allowed: " + limits.leastJoules()
                    + " to " + limits.mostJoules() + " J");
        }
    }

    private Dissipation pulse(Stimulus stimulus, Operation operation) {
        long command = state.commands++;
        EnergyBook book = new EnergyBook(energetics.periphery(), stimulus.slots, stimulus.elapsedSeconds);
        Drive.Barrier drive = (Drive.Barrier) stimulus.drive;
        drivePulses(stimulus, drive, command, operation, book);
        double half = model.barrier().halfSelectFraction();
        costs.bookLines(book, stimulus, state, geometry.columns(), drive.tiltJoules(), drive.barrierJoules(), half);
        if (half > 0) {
            diffusion.halfSelected(stimulus, StrictMath.exp(-half * drive.barrierJoules() / kt), command);
        }
        diffusion.rest(stimulus.elapsedSeconds, stimulus, command);
        return book.close(stimulus.pulseCount(), walk.takeJumps(), stimulus.elapsedSeconds);
    }

    private void drivePulses(
            Stimulus stimulus, Drive.Barrier drive, long command, Operation operation, EnergyBook book) {
        RandomStream stream = RandomStream.of(state.seed, "physics.pulse").split(command);
        PulseLaw law = new PulseLaw(model, drive, kt, stimulus.pulseSeconds);
        Tile tile = stimulus.tile;
        double heat = 0;
        double lost = 0;
        BarrierCosts.Move cycles = BarrierCosts.Move.NONE;
        for (int row = 0, at = 0; row < tile.rows(); row++) {
            int base = (tile.row() + row) * geometry.columns() + tile.column();
            for (int column = 0; column < tile.columns(); column++, at++) {
                int pulses = stimulus.pulses[at];
                if (pulses == 0) {
                    continue;
                }
                int cell = base + column;
                int before = state.levels[cell];
                law.aim(state.alongRate(cell, law.alongFactor), pulses > 0);
                lost += drivePulses(
                        cell, Math.abs(pulses), law, stream.split(cell).cursor());
                heat += law.signedTiltJoules * (state.levels[cell] - before);
                cycles = cycles.plus(costs.cycle(state.restJoules[cell], drive.barrierJoules()), Math.abs(pulses));
            }
        }
        book.addPulses(operation, heat, 0);
        book.add(EnergyAccount.LINES_RETURN, lost);
        cycles.book(book, EnergyAccount.BARRIER_MOTION);
    }

    /** Moves one cell through its pulses; returns the tilt work lost in the driver, J. */
    private double drivePulses(int cell, int pulses, PulseLaw law, RandomStream.Cursor cursor) {
        double lost = 0;
        int runs = Math.min(pulses, DRAWN_SINGLY);
        int level = state.levels[cell];
        for (int run = 0; run < runs; run++) {
            int length = (int) ((long) pulses * (run + 1) / runs - (long) pulses * run / runs);
            int before = level;
            if (length == 1) {
                level = law.single(walk, before, cursor);
                lost += costs.lostTiltJoules(law.signedTiltJoules, before, level, middle);
            } else {
                level = law.several(walk, before, length, cursor);
                lost += costs.lostTiltJoules(law.signedTiltJoules, before, level, middle, length);
            }
        }
        state.levels[cell] = level;
        return lost;
    }

    private Dissipation moveRest(Tile tile, double to, double rampSeconds, EnergyAccount account) {
        requireBarrier(to);
        long command = state.commands++;
        EnergyBook book = new EnergyBook(energetics.periphery(), 0, rampSeconds);
        BarrierCosts.Move moved = BarrierCosts.Move.NONE;
        for (int at = 0; at < tile.cells(); at++) {
            double from = state.restJoules[arrayIndex(tile, at)];
            moved = moved.plus(costs.move(from, to, rampSeconds == 0), 1);
        }
        moved.book(book, account);
        if (rampSeconds > 0) {
            diffusion.ramp(tile, to, rampSeconds, command);
        }
        state.setRest(tile, to);
        return book.close(0, walk.takeJumps(), rampSeconds);
    }

    private Dissipation age(TimeAdvance advance) {
        long command = state.commands++;
        EnergyBook book = new EnergyBook(energetics.periphery(), 0, advance.powered() ? advance.seconds() : 0);
        diffusion.age(advance.seconds(), command);
        return book.close(0, walk.takeJumps(), advance.seconds());
    }

    private Dissipation read(ReadRequest read) {
        EnergyBook book = new EnergyBook(energetics.periphery(), 0, 0);
        book.add(
                EnergyAccount.READ,
                energetics.periphery().readJoulesPerCell()
                        * read.averages()
                        * read.tile().cells());
        return book.close(0, 0, 0);
    }

    private int arrayIndex(Tile tile, int at) {
        return (tile.row() + at / tile.columns()) * geometry.columns() + tile.column() + at % tile.columns();
    }

    @Override
    public void conductancesSiemens(Tile tile, double[] into) {
        CommandChecks.requireTile(tile, geometry);
        for (int at = 0; at < tile.cells(); at++) {
            into[at] = model.leastSiemens() + model.minimumStepSiemens() * state.levels[arrayIndex(tile, at)];
        }
    }

    @Override
    public byte[] snapshot() {
        return state.snapshot();
    }

    @Override
    public void restore(byte[] snapshot) {
        state.restore(snapshot);
    }
}
