package org.limbench.device;

/**
 * Reads a tile.
 *
 * @param tile cells addressed
 * @param averages reads averaged per cell, 1..1024
 */
public record ReadRequest(Tile tile, int averages) implements ArrayCommand {
    public ReadRequest {
        Require.between("averages", averages, 1, 1024);
    }

    @Override
    public boolean changesState() {
        return false;
    }
}
