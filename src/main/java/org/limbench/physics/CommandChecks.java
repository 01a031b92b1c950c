package org.limbench.physics;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

/** Refuses commands an array cannot carry out, before anything has changed, naming the field. */
final class CommandChecks {
    private CommandChecks() {}

    /** A tile inside the array and a drive of its kind. */
    static void require(ArrayCommand command, ArrayGeometry geometry, DriveKind kind) {
        if (command instanceof Rank1Update update) {
            requireTile(update.tile(), geometry);
            requireDrive(update.drive(), kind);
        } else if (command instanceof DenseUpdate update) {
            requireTile(update.tile(), geometry);
            requireDrive(update.drive(), kind);
        } else if (command instanceof SparseUpdate update) {
            if (!update.geometry().equals(geometry)) {
                throw new IllegalArgumentException(
                        "geometry is " + update.geometry() + "; allowed: that of the array, " + geometry);
            }
            requireDrive(update.drive(), kind);
        } else if (command instanceof PulseTrain train) {
            requireTile(train.tile(), geometry);
            requireDrive(train.drive(), kind);
        } else if (command instanceof ReadRequest read) {
            requireTile(read.tile(), geometry);
        } else if (command instanceof BarrierChange change) {
            requireTile(change.tile(), geometry);
        } else if (command instanceof Consolidation consolidation) {
            requireTile(consolidation.tile(), geometry);
        }
    }

    static void requireTile(Tile tile, ArrayGeometry geometry) {
        if (!geometry.contains(tile)) {
            throw new IllegalArgumentException("tile is " + tile + "; allowed: inside " + geometry);
        }
    }

    private static void requireDrive(Drive drive, DriveKind kind) {
        if (drive.kind() != kind) {
            throw new IllegalArgumentException("drive is " + drive.kind() + "; allowed: " + kind);
        }
    }

    static IllegalArgumentException noBarrier(String command) {
        return new IllegalArgumentException(
                command + " is not for this device: it has no tunable barrier; allowed: updates, trains, reads, time");
    }
}
