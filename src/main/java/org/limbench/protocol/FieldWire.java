package org.limbench.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.limbench.device.Drive;
import org.limbench.device.Tile;
import org.limbench.protocol.wire.Wire;

/** The parts that several messages share, to the wire form and back. */
final class FieldWire {
    private FieldWire() {}

    /** Wraps without a copy: the wire form lives only until it is written, and records are not changed. */
    static ByteString bytes(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    static void present(String field, boolean present) {
        if (!present) {
            throw new IllegalArgumentException(field + " is missing; allowed: exactly one");
        }
    }

    static IllegalArgumentException unknown(String field, int number) {
        return new IllegalArgumentException(field + " is number " + number + "; allowed: one of this version's values");
    }

    static Wire.Tile to(Tile tile) {
        return Wire.Tile.newBuilder()
                .setRow(tile.row())
                .setColumn(tile.column())
                .setRows(tile.rows())
                .setColumns(tile.columns())
                .build();
    }

    static Tile from(boolean present, Wire.Tile wire) {
        present("tile", present);
        return new Tile(wire.getRow(), wire.getColumn(), wire.getRows(), wire.getColumns());
    }

    static Wire.Drive to(Drive drive) {
        Wire.Drive.Builder wire = Wire.Drive.newBuilder();
        if (drive instanceof Drive.Barrier barrier) {
            wire.setBarrier(Wire.BarrierDrive.newBuilder()
                    .setTiltJoules(barrier.tiltJoules())
                    .setBarrierJoules(barrier.barrierJoules()));
        } else if (drive instanceof Drive.Voltage voltage) {
            wire.setVoltage(to(voltage));
        }
        return wire.build();
    }

    static Wire.VoltageDrive to(Drive.Voltage voltage) {
        return Wire.VoltageDrive.newBuilder()
                .setPotentiateVolts(voltage.potentiateVolts())
                .setDepressVolts(voltage.depressVolts())
                .build();
    }

    static Drive from(Wire.Drive wire) {
        return switch (wire.getKindCase()) {
            case BARRIER ->
                new Drive.Barrier(
                        wire.getBarrier().getTiltJoules(), wire.getBarrier().getBarrierJoules());
            case VOLTAGE -> from(wire.getVoltage());
            case KIND_NOT_SET -> throw new IllegalArgumentException("drive is missing; allowed: barrier or voltage");
        };
    }

    static Drive.Voltage from(Wire.VoltageDrive wire) {
        return new Drive.Voltage(wire.getPotentiateVolts(), wire.getDepressVolts());
    }
}
