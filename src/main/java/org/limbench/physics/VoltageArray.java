package org.limbench.physics;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** What arrays of voltage-driven cells share: taking commands apart, refusing barriers, lines. Single-threaded. */
abstract sealed class VoltageArray implements CellArray permits PulsedArray, FowlerNordheimArray, GainCellArray {
    private final ArrayGeometry geometry;
    final ArrayEnergetics energetics;
    long seed;
    /** Commands that changed the state so far. */
    long commands;

    VoltageArray(ArrayGeometry geometry, ArrayEnergetics energetics, long seed) {
        this.geometry = geometry;
        this.energetics = energetics;
        this.seed = seed;
    }

    @Override
    public final ArrayGeometry geometry() {
        return geometry;
    }

    /** Pulses the cells of a stimulus, time passing with them, and books their heat and half-select. */
    abstract void pulse(Stimulus stimulus, Operation operation, long command, EnergyBook book);

    /** Refuses amplitudes these cells cannot take; by default none are refused. */
    void requireDrive(Drive.Voltage drive) {}

    /** Lets time pass with nothing driven. */
    abstract void pass(double seconds, long command);

    /** Conductance of a cell, S. */
    abstract double siemens(int cell);

    @Override
    public final Dissipation apply(ArrayCommand command) {
        if (command instanceof BarrierChange) {
            throw CommandChecks.noBarrier("a barrier change");
        }
        if (command instanceof Consolidation) {
            throw CommandChecks.noBarrier("a consolidation");
        }
        CommandChecks.require(command, geometry, DriveKind.VOLTAGE);
        if (command instanceof Rank1Update update) {
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof DenseUpdate update) {
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof SparseUpdate update) {
            return pulse(Stimulus.of(update), Operation.UPDATE);
        }
        if (command instanceof PulseTrain train) {
            return pulse(Stimulus.of(train), train.operation());
        }
        if (command instanceof TimeAdvance advance) {
            EnergyBook book = new EnergyBook(energetics.periphery(), 0, advance.powered() ? advance.seconds() : 0);
            pass(advance.seconds(), commands++);
            return book.close(0, -1, advance.seconds());
        }
        ReadRequest read = (ReadRequest) command;
        EnergyBook book = new EnergyBook(energetics.periphery(), 0, 0);
        book.add(
                EnergyAccount.READ,
                energetics.periphery().readJoulesPerCell()
                        * read.averages()
                        * read.tile().cells());
        return book.close(0, -1, 0);
    }

    private Dissipation pulse(Stimulus stimulus, Operation operation) {
        requireDrive((Drive.Voltage) stimulus.drive);
        long command = commands++;
        EnergyBook book = new EnergyBook(energetics.periphery(), stimulus.slots, stimulus.elapsedSeconds);
        pulse(stimulus, operation, command, book);
        book.add(EnergyAccount.LINES, lineJoules(stimulus));
        return book.close(stimulus.pulseCount(), -1, stimulus.elapsedSeconds);
    }

    /** C V^2 of every line that fired, at its share of the larger amplitude of the drive, J. */
    private double lineJoules(Stimulus stimulus) {
        ArrayEnergetics.Lines lines = energetics.lines();
        Drive.Voltage drive = (Drive.Voltage) stimulus.drive;
        double volts =
                lines.swingFraction() * Math.max(drive.volts(Polarity.POTENTIATE), drive.volts(Polarity.DEPRESS));
        double farads = 0;
        for (int fires : stimulus.rowFires) {
            farads += fires * lines.rowFaradsPerCell() * stimulus.tile.columns();
        }
        for (int fires : stimulus.columnFires) {
            farads += fires * lines.columnFaradsPerCell() * stimulus.tile.rows();
        }
        return farads * volts * volts * (1 - lines.recoveryFraction());
    }

    /** Row-major array index of a cell of a tile. */
    final int arrayIndex(Tile tile, int at) {
        return (tile.row() + at / tile.columns()) * geometry.columns() + tile.column() + at % tile.columns();
    }

    @Override
    public final void conductancesSiemens(Tile tile, double[] into) {
        CommandChecks.requireTile(tile, geometry);
        for (int at = 0; at < tile.cells(); at++) {
            into[at] = siemens(arrayIndex(tile, at));
        }
    }
}
