package org.limbench.device;

/**
 * A rectangle of cells: origin (row, column from 0) and size.
 *
 * @param row first row, 0 or more
 * @param column first column, 0 or more
 * @param rows 1 or more
 * @param columns 1 or more
 */
public record Tile(int row, int column, int rows, int columns) {
    public Tile {
        Require.between("row", row, 0, 65_535);
        Require.between("column", column, 0, 65_535);
        Require.between("rows", rows, 1, 65_536);
        Require.between("columns", columns, 1, 65_536);
        if ((long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "tile has " + (long) rows * columns + " cells; allowed: at most " + Integer.MAX_VALUE);
        }
    }

    /** Whether another tile lies wholly inside this one. */
    public boolean contains(Tile other) {
        return other.row >= row
                && other.column >= column
                && other.row + other.rows <= row + rows
                && other.column + other.columns <= column + columns;
    }

    /** Number of cells. */
    public int cells() {
        return rows * columns;
    }
}
