package org.limbench.soak;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Tile;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;
import org.limbench.testkit.CountingArray;

/** A counting array that writes down every command in the act of carrying it out. Single-threaded. */
final class RecordingArray implements CellArray {
    /** Unit of the test device's meter, J. */
    private static final double LSB_JOULES = 1e-18;

    private static final int OFTEN = 64;

    private final CountingArray cells;
    private final Truth truth;
    private final Runnable nowAndThen;
    private long acts;

    /**
     * Around cells.
     *
     * @param nowAndThen run after every so many commands
     */
    RecordingArray(CountingArray cells, Truth truth, Runnable nowAndThen) {
        this.cells = cells;
        this.truth = truth;
        this.nowAndThen = nowAndThen;
    }

    @Override
    public ArrayGeometry geometry() {
        return cells.geometry();
    }

    @Override
    public Dissipation apply(ArrayCommand command) {
        Dissipation cost = cells.apply(command);
        truth.add(act(command, cost));
        if (++acts % OFTEN == 0) {
            nowAndThen.run();
        }
        return cost;
    }

    /** What the array was given, and what it cost: the counting array books all of a command under one account. */
    static Truth.Act act(ArrayCommand command, Dissipation cost) {
        int account = 0;
        for (int i = 0; i < cost.joules().length; i++) {
            account = cost.joules()[i] > 0 ? i : account;
        }
        return new Truth.Act(
                command.changesState() ? SoakCommands.number(command) : Truth.READ,
                SoakCommands.firstCell(command),
                cost.pulses(),
                account,
                Math.round(cost.joules()[account] / LSB_JOULES));
    }

    @Override
    public void conductancesSiemens(Tile tile, double[] into) {
        cells.conductancesSiemens(tile, into);
    }

    @Override
    public byte[] snapshot() {
        return cells.snapshot();
    }

    @Override
    public void restore(byte[] snapshot) {
        cells.restore(snapshot);
    }
}
