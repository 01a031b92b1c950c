package org.limbench.assessment;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/** The last read of each tile in a segment, and how many commands with pulses have met its cells since. */
final class ReadBacks {
    /** Tiles remembered; at one more all are forgotten. */
    private static final int MOST_TILES = 64;
    /** More than one command: no read after it is compared with one before. */
    private static final int MANY = 2;

    private final Map<Tile, Read> reads = new HashMap<>();
    private @Nullable Read carried;
    private long forgottenCells;

    /** A read, and commands since. */
    private static final class Read {
        private final Readout readout;
        private int pulsed;

        Read(Readout readout) {
            this.readout = readout;
        }
    }

    /** Takes the last read of the segment before. */
    void carry(Readout readout) {
        carried = new Read(readout);
    }

    void take(Readout readout) {
        if (reads.size() >= MOST_TILES && !reads.containsKey(readout.tile())) {
            forgottenCells += sum();
            reads.clear();
        }
        reads.put(readout.tile(), new Read(readout));
        carried = null;
    }

    /** Nothing read so far says anything of what is read from now on. */
    void outdate() {
        reads.values().forEach(read -> read.pulsed += MANY);
        if (carried != null) {
            carried.pulsed += MANY;
        }
    }

    /** A command fired pulses at a tile. */
    void pulsed(Tile tile) {
        reads.values().forEach(read -> count(read, tile));
        if (carried != null) {
            count(carried, tile);
        }
    }

    private static void count(Read read, Tile tile) {
        if (Tiles.overlap(read.readout.tile(), tile)) {
            read.pulsed++;
        }
    }

    /** The last read of exactly these cells, if one command with pulses has met them since; else null. */
    @Nullable
    Readout beforeOnePulse(Tile tile) {
        Read read = carried != null && carried.readout.tile().equals(tile) ? carried : reads.get(tile);
        return read == null || read.pulsed != 1 ? null : read.readout;
    }

    /** Cells of the tiles read in this segment, before it where none were; a cell of two tiles counts twice. */
    long cells() {
        Read before = carried;
        if (before != null) {
            return before.readout.tile().cells();
        }
        return forgottenCells + sum();
    }

    private long sum() {
        return reads.keySet().stream().mapToLong(Tile::cells).sum();
    }
}
