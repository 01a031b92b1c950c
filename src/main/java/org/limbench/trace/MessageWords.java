package org.limbench.trace;

import java.util.Locale;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.protocol.Ack;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Fault;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Log;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.MatrixVectorReply;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.PowerOn;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.Result;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.TileChunk;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.UpdateChunk;
import org.limbench.protocol.UpdateCommit;

/** A message in a few words, what matters most first: ids and sizes, not every field. */
public final class MessageWords {
    private MessageWords() {}

    /** What a receiver makes of some bytes. */
    public static String of(DecodeResult result) {
        if (result instanceof DecodeResult.Decoded decoded) {
            return of(decoded.envelope().body());
        }
        if (result instanceof DecodeResult.Malformed malformed) {
            return "malformed: " + malformed.text();
        }
        if (result instanceof DecodeResult.Unsupported unsupported) {
            return "unsupported: " + unsupported.what();
        }
        return "corrupt: " + ((DecodeResult.Corrupt) result).reason();
    }

    /** A message. */
    public static String of(Message message) {
        return switch (message.opcode()) {
            case HELLO, HELLO_ACK, ACK, BYE, FAULT, LOG -> session(message);
            case COMMAND -> command((Command) message);
            case BARRIER_SCHEDULE -> schedule((BarrierSchedule) message);
            case MATRIX_VECTOR -> {
                MatrixVector question = (MatrixVector) message;
                yield "cmd " + question.commandId() + " multiply " + tile(question.tile());
            }
            case UPDATE_BEGIN, UPDATE_CHUNK, UPDATE_COMMIT -> staging(message);
            case QUERY_UPDATE -> "query " + ((QueryUpdate) message).updateId();
            case RESULT -> result((Result) message);
            case TILE_CHUNK, MATRIX_VECTOR_REPLY -> part(message);
            case QUERY_REPLY -> {
                QueryReply reply = (QueryReply) message;
                yield reply.result() == null ? "not seen " + reply.updateId() : "known: " + result(reply.result());
            }
            case DATASHEET_REQUEST -> "datasheet?";
            case DATASHEET_REPLY -> datasheet(((DatasheetReply) message).datasheet());
            case STATUS_REQUEST -> "status?";
            case STATUS_REPLY -> {
                StatusReply status = (StatusReply) message;
                yield text(
                        "status: up %d ms, device time %.6g s, last update %d",
                        status.uptimeMillis(), status.deviceSeconds(), status.lastUpdateId());
            }
            case RESET_REQUEST -> "reset";
            case POWER_ON -> {
                String life = ((PowerOn) message).life();
                yield "power on" + (life.isEmpty() ? "" : ", life " + life);
            }
            case METER_REQUEST -> "meter?";
            case METER_REPLY -> text("meter at %.6g s", ((MeterReply) message).deviceSeconds());
            case METER_STREAM -> {
                MeterStream stream = (MeterStream) message;
                yield stream.on() ? "meter every " + stream.periodMillis() + " ms" : "meter stream off";
            }
            case METER_EVENT -> {
                MeterEvent event = (MeterEvent) message;
                yield text("meter event %d at %.6g s", event.counter(), event.deviceSeconds());
            }
        };
    }

    private static String session(Message message) {
        if (message instanceof Hello hello) {
            return "hello from " + hello.clientName() + ", version " + hello.protoMajor() + "." + hello.protoMinor()
                    + ", lease " + hello.leaseMillis() + " ms";
        }
        if (message instanceof HelloAck ack) {
            return text(
                    "hello-ack boot %016x, up %d ms, last update %d",
                    ack.bootId(), ack.uptimeMillis(), ack.lastUpdateId());
        }
        if (message instanceof Ack ack) {
            return (ack.nak() ? "nak " : "ack ") + ack.cumulativeSeq();
        }
        if (message instanceof Fault fault) {
            return "fault " + word(fault.code()) + ": " + fault.text();
        }
        return message instanceof Log log ? "log: " + log.text() : "bye: " + ((Bye) message).reason();
    }

    private static String command(Command message) {
        ArrayCommand command = message.command();
        String what;
        if (command instanceof Rank1Update update) {
            what = "rank-1 " + tile(update.tile()) + ", " + update.slots() + " slots, " + drive(update.drive());
        } else if (command instanceof PulseTrain train) {
            what = "pulses " + tile(train.tile()) + ", " + train.count() + " x " + word(train.polarity()) + ", "
                    + drive(train.drive());
        } else if (command instanceof BarrierChange change) {
            what = text("barrier %s to %.4g J", tile(change.tile()), change.barrierJoules());
        } else if (command instanceof Consolidation end) {
            what = text("consolidate %s at %.4g J", tile(end.tile()), end.barrierJoules());
        } else if (command instanceof TimeAdvance advance) {
            what = text("advance %.6g s%s", advance.seconds(), advance.powered() ? "" : ", unpowered");
        } else if (command instanceof ReadRequest read) {
            what = "read " + tile(read.tile()) + (read.averages() > 1 ? ", mean of " + read.averages() : "");
        } else {
            throw new IllegalStateException("no frame holds " + command);
        }
        return "cmd " + message.commandId() + " " + what;
    }

    private static String schedule(BarrierSchedule schedule) {
        return "cmd " + schedule.commandId() + " schedule of "
                + schedule.steps().size() + " barriers, " + tile(schedule.tile());
    }

    private static String staging(Message message) {
        if (message instanceof UpdateBegin begin) {
            String kind = begin.kind() instanceof UpdateBegin.Kind.Dense
                    ? "dense"
                    : begin.kind() instanceof UpdateBegin.Kind.Sparse ? "sparse" : "rank-1";
            return "begin " + begin.updateId() + " " + kind + " " + tile(begin.tile()) + ", " + begin.totalBytes()
                    + " bytes";
        }
        if (message instanceof UpdateChunk chunk) {
            return "chunk " + chunk.updateId() + " from " + chunk.offset() + ", " + chunk.payload().length + " bytes";
        }
        UpdateCommit commit = (UpdateCommit) message;
        return "commit " + commit.updateId() + ", " + commit.totalBytes() + " bytes";
    }

    private static String result(Result result) {
        Receipt receipt = result.receipt();
        return "result " + result.commandId() + " " + word(receipt.status())
                + (receipt.cells() > 0 ? ", " + receipt.cells() + " cells" : "")
                + (receipt.pulses() > 0 ? ", " + receipt.pulses() + " pulses" : "")
                + (receipt.jumps() > 0 ? ", " + receipt.jumps() + " jumps" : "")
                + (result.detail().isEmpty() ? "" : ": " + result.detail());
    }

    private static String part(Message message) {
        if (message instanceof TileChunk chunk) {
            return "codes " + chunk.commandId() + " " + tile(chunk.tile()) + " from " + chunk.offset() + ", "
                    + chunk.codes().length;
        }
        MatrixVectorReply reply = (MatrixVectorReply) message;
        return "product " + reply.commandId() + " from " + reply.offset() + ", " + reply.codes().length;
    }

    private static String datasheet(Datasheet sheet) {
        return "datasheet " + sheet.device() + ", " + sheet.geometry().rows() + "x"
                + sheet.geometry().columns() + ", " + sheet.firmware();
    }

    /** Rows x columns, and where they begin unless that is at the first cell. */
    private static String tile(Tile tile) {
        String size = tile.rows() + "x" + tile.columns();
        return tile.row() == 0 && tile.column() == 0 ? size : size + " at " + tile.row() + "," + tile.column();
    }

    private static String drive(Drive drive) {
        if (drive instanceof Drive.Barrier barrier) {
            return text("tilt %.4g J", barrier.tiltJoules());
        }
        Drive.Voltage voltage = (Drive.Voltage) drive;
        return text("+%.4g/-%.4g V", voltage.potentiateVolts(), voltage.depressVolts());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
