package org.limbench.assessment;

import org.apache.commons.math3.distribution.FDistribution;
import org.limbench.device.Readout;

/**
 * How much less entropy the cells of a tile have together than one by one (their total correlation), as far as rows and
 * columns share something.
 *
 * <p>The bound on cells together needs H(before) of all of them jointly, which is the sum over cells less their total
 * correlation. After, the sum alone is on the safe side: it is never less than the joint entropy (subadditivity), so lines
 * that cells share in a rank-1 update ask for no correction there. Before, cells are independent where each starts from its
 * own power-on draw and nothing but identical pulses came since, each cell with its own thermal noise: so it is in an
 * emulator, and nothing is subtracted. In a chip it is a condition, and this is its check.
 *
 * <p>Model: value = mean + row effect + column effect + own part, all Gaussian. Its covariance has eigenvalues own (e), e +
 * columns x row variance, e + rows x column variance, and one for the mean; total correlation = (1/2) [cells ln v - sum of
 * ln eigenvalues], v the variance of one cell (derived). The eigenvalues are the mean squares of the two-way analysis of
 * variance (Scheffe, The Analysis of Variance, 1959, ch. 7); their ratios to e are taken at the upper 97.5 % limit of
 * Fisher's distribution. Correlations of another pattern are not seen.
 */
final class RowColumnCorrelation {
    private static final double LOWER_TAIL = 0.025;

    private RowColumnCorrelation() {}

    /** Upper limit of the total correlation of a tile's cells, nat; infinite where rows or columns explain everything. */
    static double mostNats(Readout readout) {
        int rows = readout.tile().rows();
        int columns = readout.tile().columns();
        if (rows < 2 || columns < 2) {
            return 0;
        }
        double[] squares = meanSquares(readout.codes(), rows, columns);
        double own = squares[2];
        if (!(own > 0)) {
            return squares[0] > 0 || squares[1] > 0 ? Double.POSITIVE_INFINITY : 0;
        }
        int ownDegrees = (rows - 1) * (columns - 1);
        double byRow = upper(squares[0] / own, rows - 1, ownDegrees);
        double byColumn = upper(squares[1] / own, columns - 1, ownDegrees);
        return nats(rows, columns, byRow, byColumn);
    }

    /** Mean squares of rows, columns and the rest. */
    static double[] meanSquares(int[] codes, int rows, int columns) {
        double mean = 0;
        double[] rowMeans = new double[rows];
        double[] columnMeans = new double[columns];
        for (int i = 0; i < codes.length; i++) {
            mean += (double) codes[i] / codes.length;
            rowMeans[i / columns] += (double) codes[i] / columns;
            columnMeans[i % columns] += (double) codes[i] / rows;
        }
        double byRow = 0;
        for (double row : rowMeans) {
            byRow += columns * (row - mean) * (row - mean);
        }
        double byColumn = 0;
        for (double column : columnMeans) {
            byColumn += rows * (column - mean) * (column - mean);
        }
        double own = 0;
        for (int i = 0; i < codes.length; i++) {
            double rest = codes[i] - rowMeans[i / columns] - columnMeans[i % columns] + mean;
            own += rest * rest;
        }
        return new double[] {byRow / (rows - 1), byColumn / (columns - 1), own / ((rows - 1) * (columns - 1))};
    }

    private static double upper(double ratio, int degrees, int ownDegrees) {
        double low = new FDistribution(null, degrees, ownDegrees).inverseCumulativeProbability(LOWER_TAIL);
        return Math.max(1, ratio / low);
    }

    /**
     * Total correlation, nat.
     *
     * @param byRow eigenvalue of the rows over that of the cells' own part, 1 or more
     * @param byColumn likewise of the columns
     */
    static double nats(int rows, int columns, double byRow, double byColumn) {
        double variance = 1 + (byRow - 1) / columns + (byColumn - 1) / rows;
        return 0.5
                * (rows * columns * StrictMath.log(variance)
                        - (rows - 1) * StrictMath.log(byRow)
                        - (columns - 1) * StrictMath.log(byColumn)
                        - StrictMath.log(byRow + byColumn - 1));
    }
}
