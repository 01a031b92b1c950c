package org.limbench.device;

/**
 * The shape of an array: {@code rows} x {@code columns} cells, stored row-major.
 *
 * @param rows 1 to 65,536
 * @param columns 1 to 65,536
 */
public record ArrayGeometry(int rows, int columns) {
    public ArrayGeometry {
        Require.between("rows", rows, 1, 65_536);
        Require.between("columns", columns, 1, 65_536);
        if ((long) rows * columns > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("rows x columns is " + (long) rows * columns + "; allowed: at most "
                    + Integer.MAX_VALUE + " cells");
        }
    }

    /** Number of cells. */
    public int cells() {
        return rows * columns;
    }

    /** Row-major index of a cell of this array. */
    public int index(CellAddress cell) {
        Require.between("row", cell.row(), 0, rows - 1);
        Require.between("column", cell.column(), 0, columns - 1);
        return cell.row() * columns + cell.column();
    }

    /** The tile that covers the whole array. */
    public Tile whole() {
        return new Tile(0, 0, rows, columns);
    }

    /** Whether {@code tile} lies wholly inside this array. */
    public boolean contains(Tile tile) {
        return tile.row() + tile.rows() <= rows && tile.column() + tile.columns() <= columns;
    }
}
