package org.limbench.assessment;

import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Tile;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * What a fixed list of commands asks of every cell of a tile: a function of the list alone, so known before it is sent.
 * For barrier pulses mean jumps and net steps clear of the ends at the nominal attempt rate; for voltage pulses their
 * number. Half-selected cells are left out.
 */
final class CommandedMoves {
    private final Tile tile;
    private final Datasheet datasheet;
    private final double[] jumps;
    private final double[] net;

    private CommandedMoves(Tile tile, Datasheet datasheet) {
        this.tile = tile;
        this.datasheet = datasheet;
        this.jumps = new double[tile.cells()];
        this.net = new double[tile.cells()];
    }

    static CommandedMoves of(List<? extends ArrayCommand> commands, Tile tile, Datasheet datasheet) {
        CommandedMoves moves = new CommandedMoves(tile, datasheet);
        for (ArrayCommand command : commands) {
            CommandedPulses pulses = CommandedPulses.of(command);
            if (pulses != null) {
                moves.add(pulses);
            }
        }
        return moves;
    }

    private void add(CommandedPulses pulses) {
        double activity = activity(pulses);
        double steps = pulses.netStepsPerPulse(datasheet, datasheet.temperatureKelvin());
        Tile from = pulses.tile();
        for (int i = 0; i < pulses.signed().length; i++) {
            int row = from.row() + i / from.columns() - tile.row();
            int column = from.column() + i % from.columns() - tile.column();
            if (row >= 0 && column >= 0 && row < tile.rows() && column < tile.columns()) {
                int cell = row * tile.columns() + column;
                jumps[cell] += Math.abs(pulses.signed()[i]) * activity;
                net[cell] += pulses.signed()[i] * steps;
            }
        }
    }

    private double activity(CommandedPulses pulses) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null || !(pulses.drive() instanceof Drive.Barrier drive)) {
            return 1;
        }
        double kt = PhysicalConstants.thermalEnergyJoules(datasheet.temperatureKelvin());
        return pulses.pulseSeconds()
                * ActivatedJumps.activityRate(
                        limits.attemptsPerSecond(), drive.barrierJoules() / kt, drive.tiltJoules() / kt);
    }

    /** Mean jumps of a cell. */
    double jumps(int cell) {
        return jumps[cell];
    }

    /** Direction in which a cell is asked to go: +1, -1 or 0. */
    int[] directions() {
        int[] directions = new int[net.length];
        for (int i = 0; i < net.length; i++) {
            directions[i] = (int) Math.signum(net[i]);
        }
        return directions;
    }
}
