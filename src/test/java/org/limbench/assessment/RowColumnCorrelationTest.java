package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.inference.OneWayAnova;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

class RowColumnCorrelationTest {
    /** Of a Gaussian vector: -(1/2) ln det of its correlation matrix, written out whole. */
    @ParameterizedTest
    @CsvSource({"4, 3, 0, 0", "4, 3, 0.5, 0", "5, 4, 0.3, 0.2", "3, 6, 0, 0.7", "6, 6, 1, 2"})
    void closedFormIsTheDeterminantOfTheCorrelationMatrix(
            int rows, int columns, double rowVariance, double columnVariance) {
        int cells = rows * columns;
        RealMatrix correlation = new Array2DRowRealMatrix(cells, cells);
        double variance = 1 + rowVariance + columnVariance;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double shared = (i == j ? 1 : 0)
                        + (i / columns == j / columns ? rowVariance : 0)
                        + (i % columns == j % columns ? columnVariance : 0);
                correlation.setEntry(i, j, shared / variance);
            }
        }
        double expected = -0.5 * Math.log(new CholeskyDecomposition(correlation).getDeterminant());

        assertThat(RowColumnCorrelation.nats(rows, columns, 1 + columns * rowVariance, 1 + rows * columnVariance))
                .isCloseTo(expected, within(1e-10 * (1 + expected)));
    }

    @Test
    void meanSquareOfRowsIsThatOfTheOneWayAnalysis() {
        int[] codes = codes(8, 5, 3, 0);
        double[][] byRow = new double[8][5];
        for (int i = 0; i < codes.length; i++) {
            byRow[i / 5][i % 5] = codes[i];
        }
        double[] squares = RowColumnCorrelation.meanSquares(codes, 8, 5);
        // one-way: rows over what is left within rows, columns included
        double within = (squares[1] * 4 + squares[2] * 28) / 32;

        assertThat(squares[0] / within)
                .isCloseTo(new OneWayAnova().anovaFValue(java.util.List.of(byRow)), within(1e-9));
    }

    @Test
    void independentCellsGiveAwayLittleAndSharedLinesMuch() {
        double independent = RowColumnCorrelation.mostNats(readout(65, 10, 0, 0));
        double rows = RowColumnCorrelation.mostNats(readout(65, 10, 40, 0));
        double columns = RowColumnCorrelation.mostNats(readout(65, 10, 0, 40));

        // 650 cells of 5.5 nat hold 3,600: the limits of two independent mean squares cost below 1 %
        assertThat(independent).isBetween(0.0, 36.0);
        // true values by the closed form: row and column variance 1,600 over 5,461 of the cell
        assertThat(rows).isGreaterThan(RowColumnCorrelation.nats(65, 10, 1 + 10 * 1600 / 5461.0, 1));
        assertThat(columns).isGreaterThan(independent + 10);
    }

    @Test
    void lineThatExplainsEverythingLeavesNothing() {
        int[] codes = new int[12];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = 10 * (i / 4);
        }

        assertThat(RowColumnCorrelation.mostNats(new Readout(new Tile(0, 0, 3, 4), codes)))
                .isInfinite()
                .isPositive();
        assertThat(RowColumnCorrelation.mostNats(new Readout(new Tile(0, 0, 1, 12), codes)))
                .isZero();
    }

    private static Readout readout(int rows, int columns, double rowSpread, double columnSpread) {
        return new Readout(new Tile(0, 0, rows, columns), codes(rows, columns, rowSpread, columnSpread));
    }

    private static int[] codes(int rows, int columns, double rowSpread, double columnSpread) {
        Well19937c random = new Well19937c(11);
        double[] row = gaussians(random, rows, rowSpread);
        double[] column = gaussians(random, columns, columnSpread);
        int[] codes = new int[rows * columns];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (int) Math.round(random.nextDouble() * 255 + row[i / columns] + column[i % columns]);
        }
        return codes;
    }

    private static double[] gaussians(Well19937c random, int count, double spread) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = spread * random.nextGaussian();
        }
        return values;
    }
}
