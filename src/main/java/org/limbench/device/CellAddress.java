package org.limbench.device;

/**
 * One cell, by row and column from 0.
 *
 * @param row 0 or more
 * @param column 0 or more
 */
public record CellAddress(int row, int column) {
    public CellAddress {
        Require.between("row", row, 0, 65_535);
        Require.between("column", column, 0, 65_535);
    }
}
