package org.limbench.emulator;

import java.util.Map;
import java.util.TreeMap;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.CellAddress;
import org.limbench.device.Tile;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;

/**
 * An array in which some cells read the same whatever is done to them. Pulses at them still cost what they would cost
 * a sound cell (our assumption): the defect is in what is read. Single-threaded.
 */
final class StuckCells implements CellArray {
    private final CellArray sound;
    private final Map<Integer, Double> siemensByIndex = new TreeMap<>();

    StuckCells(CellArray sound) {
        this.sound = sound;
    }

    void stick(CellAddress cell, double siemens) {
        siemensByIndex.put(geometry().index(cell), siemens);
    }

    @Override
    public ArrayGeometry geometry() {
        return sound.geometry();
    }

    @Override
    public Dissipation apply(ArrayCommand command) {
        return sound.apply(command);
    }

    @Override
    public void conductancesSiemens(Tile tile, double[] into) {
        sound.conductancesSiemens(tile, into);
        siemensByIndex.forEach((index, siemens) -> {
            int row = index / geometry().columns() - tile.row();
            int column = index % geometry().columns() - tile.column();
            if (row >= 0 && row < tile.rows() && column >= 0 && column < tile.columns()) {
                into[row * tile.columns() + column] = siemens;
            }
        });
    }

    @Override
    public byte[] snapshot() {
        return sound.snapshot();
    }

    @Override
    public void restore(byte[] snapshot) {
        sound.restore(snapshot);
    }
}
