package org.limbench.ledger;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/**
 * Commands as the journal keeps them, whole, so that a run can be replayed. A layout of the journal's own: a change of
 * the wire leaves old journals readable. A 65 x 10 rank-1 update takes about 120 octets.
 */
final class CommandCodec {
    private static final int RANK1 = 1;
    private static final int DENSE = 2;
    private static final int SPARSE = 3;
    private static final int PULSES = 4;
    private static final int BARRIER = 5;
    private static final int CONSOLIDATE = 6;
    private static final int ADVANCE = 7;
    private static final int READ = 8;

    private CommandCodec() {}

    static void write(ByteSink out, ArrayCommand command) {
        if (command instanceof Rank1Update u) {
            rank1(out.octet(RANK1), u);
        } else if (command instanceof DenseUpdate u) {
            tile(out.octet(DENSE), u.tile());
            drive(out, u.drive());
            out.octets(u.signedPulses()).real(u.pulseSeconds());
        } else if (command instanceof SparseUpdate u) {
            sparse(out.octet(SPARSE), u);
        } else if (command instanceof PulseTrain t) {
            tile(out.octet(PULSES), t.tile());
            out.name(t.operation());
            drive(out, t.drive());
            out.name(t.polarity()).real(t.pulseSeconds()).real(t.periodSeconds());
            out.unsigned(t.count());
        } else if (command instanceof BarrierChange b) {
            tile(out.octet(BARRIER), b.tile());
            out.real(b.barrierJoules()).real(b.rampSeconds());
        } else if (command instanceof Consolidation c) {
            tile(out.octet(CONSOLIDATE), c.tile());
            out.real(c.barrierJoules()).real(c.rampSeconds());
        } else if (command instanceof TimeAdvance a) {
            out.octet(ADVANCE).real(a.seconds()).flag(a.powered());
        } else if (command instanceof ReadRequest r) {
            tile(out.octet(READ), r.tile());
            out.unsigned(r.averages());
        } else {
            throw new IllegalArgumentException("command is a " + command.getClass() + "; allowed: those of device");
        }
    }

    static ArrayCommand read(ByteSource in) {
        int kind = in.octet();
        return switch (kind) {
            case RANK1 -> rank1(in);
            case DENSE -> new DenseUpdate(tile(in), drive(in), in.octets(), in.real());
            case SPARSE -> sparse(in);
            case PULSES ->
                new PulseTrain(
                        tile(in),
                        in.name(Operation.class),
                        drive(in),
                        in.name(Polarity.class),
                        in.real(),
                        in.real(),
                        in.natural());
            case BARRIER -> new BarrierChange(tile(in), in.real(), in.real());
            case CONSOLIDATE -> new Consolidation(tile(in), in.real(), in.real());
            case ADVANCE -> new TimeAdvance(in.real(), in.flag());
            case READ -> new ReadRequest(tile(in), in.natural());
            default -> throw new JournalFormatException("command kind is " + kind + "; allowed: 1 to 8");
        };
    }

    private static void rank1(ByteSink out, Rank1Update u) {
        tile(out, u.tile());
        drive(out, u.drive());
        out.octets(u.rowCodes()).unsigned(u.rowScaleQ16());
        out.octets(u.columnCodes()).unsigned(u.columnScaleQ16());
        out.unsigned(u.slots()).real(u.pulseSeconds()).fixed64(u.pulseSeed());
    }

    private static Rank1Update rank1(ByteSource in) {
        return new Rank1Update(
                tile(in),
                drive(in),
                in.octets(),
                in.natural(),
                in.octets(),
                in.natural(),
                in.natural(),
                in.real(),
                in.fixed64());
    }

    private static void sparse(ByteSink out, SparseUpdate u) {
        out.unsigned(u.geometry().rows()).unsigned(u.geometry().columns());
        drive(out, u.drive());
        out.octets(u.signedPulses()).real(u.pulseSeconds());
        int last = -1;
        for (int cell : u.cells()) {
            out.unsigned(cell - last - 1);
            last = cell;
        }
    }

    private static SparseUpdate sparse(ByteSource in) {
        ArrayGeometry geometry = new ArrayGeometry(in.natural(), in.natural());
        Drive drive = drive(in);
        byte[] pulses = in.octets();
        double seconds = in.real();
        int[] cells = new int[pulses.length];
        int last = -1;
        for (int i = 0; i < cells.length; i++) {
            last = Math.addExact(last, Math.addExact(in.natural(), 1));
            cells[i] = last;
        }
        return new SparseUpdate(geometry, drive, cells, pulses, seconds);
    }

    static void tile(ByteSink out, Tile tile) {
        out.unsigned(tile.row()).unsigned(tile.column()).unsigned(tile.rows()).unsigned(tile.columns());
    }

    static Tile tile(ByteSource in) {
        return new Tile(in.natural(), in.natural(), in.natural(), in.natural());
    }

    private static void drive(ByteSink out, Drive drive) {
        out.name(drive.kind());
        switch (drive.kind()) {
            case BARRIER -> {
                Drive.Barrier barrier = (Drive.Barrier) drive;
                out.real(barrier.tiltJoules()).real(barrier.barrierJoules());
            }
            case VOLTAGE -> {
                Drive.Voltage voltage = (Drive.Voltage) drive;
                out.real(voltage.potentiateVolts()).real(voltage.depressVolts());
            }
        }
    }

    private static Drive drive(ByteSource in) {
        return switch (in.name(DriveKind.class)) {
            case BARRIER -> new Drive.Barrier(in.real(), in.real());
            case VOLTAGE -> new Drive.Voltage(in.real(), in.real());
        };
    }
}
