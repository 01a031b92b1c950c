package org.limbench.assessment;

import org.limbench.device.Tile;

/** How two tiles lie to each other. */
final class Tiles {
    private Tiles() {}

    /** Whether they have a cell in common. */
    static boolean overlap(Tile a, Tile b) {
        return a.row() < b.row() + b.rows()
                && b.row() < a.row() + a.rows()
                && a.column() < b.column() + b.columns()
                && b.column() < a.column() + a.columns();
    }

    /** Whether every cell of the second is one of the first. */
    static boolean covers(Tile outer, Tile inner) {
        return outer.row() <= inner.row()
                && outer.column() <= inner.column()
                && outer.row() + outer.rows() >= inner.row() + inner.rows()
                && outer.column() + outer.columns() >= inner.column() + inner.columns();
    }
}
