package org.limbench.training;

import java.util.List;
import java.util.stream.DoubleStream;
import org.limbench.device.Datasheet;
import org.limbench.device.Tile;

/** Conductance of weight 0 of every cell of a tile. */
final class CellReferences {
    private final Tile tile;
    private final double[] siemens;

    /**
     * @param siemens row-major over the tile, S; kept, not copied
     */
    CellReferences(Tile tile, double[] siemens) {
        this.tile = tile;
        this.siemens = siemens;
    }

    /** Standard deviation over all cells, in minimum steps. */
    static double deviationSteps(List<CellReferences> arrays, Datasheet datasheet) {
        double[] steps = arrays.stream()
                .flatMapToDouble(array -> DoubleStream.of(array.siemens))
                .map(siemens -> siemens / datasheet.minimumStepSiemens())
                .toArray();
        return BlindReset.deviation(steps);
    }

    /** Those of a part of the tile, row-major over the part, S. */
    double[] of(Tile part) {
        double[] own = new double[part.cells()];
        for (int row = 0; row < part.rows(); row++) {
            int from = (part.row() - tile.row() + row) * tile.columns() + part.column() - tile.column();
            System.arraycopy(siemens, from, own, row * part.columns(), part.columns());
        }
        return own;
    }
}
