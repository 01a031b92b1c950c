package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * How much is consolidated at once: the whole array, one row, or one tile of a size, from the first row on. Cells that wait
 * for their turn wait at the hold barrier, those that have had it are safe.
 *
 * @param rows of a tile, 0 (all there are) to 65,536
 * @param columns of a tile, 0 (all there are) to 65,536
 */
public record ConsolidationOrder(int rows, int columns) {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    public ConsolidationOrder {
        Require.between("rows", rows, 0, 65_536);
        Require.between("columns", columns, 0, 65_536);
    }

    /** Everything at once. */
    public static ConsolidationOrder array() {
        return new ConsolidationOrder(0, 0);
    }

    /** The order of a name; the message of a failure lists what is allowed. */
    public static ConsolidationOrder named(String label) {
        Matcher size = SIZE.matcher(label);
        if (size.matches()) {
            return new ConsolidationOrder(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
        return switch (label) {
            case "array" -> array();
            case "row" -> new ConsolidationOrder(1, 0);
            default ->
                throw new IllegalArgumentException(
                        "consolidate by is \"" + label + "\"; allowed: array, row, or ROWSxCOLUMNS such as 16x10");
        };
    }

    /** The tiles that cover a whole, in order; those at the far edges are cut to fit. */
    public List<Tile> tiles(Tile whole) {
        int height = rows == 0 ? whole.rows() : rows;
        int width = columns == 0 ? whole.columns() : columns;
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < whole.rows(); row += height) {
            for (int column = 0; column < whole.columns(); column += width) {
                tiles.add(new Tile(
                        whole.row() + row,
                        whole.column() + column,
                        Math.min(height, whole.rows() - row),
                        Math.min(width, whole.columns() - column)));
            }
        }
        return tiles;
    }
}
