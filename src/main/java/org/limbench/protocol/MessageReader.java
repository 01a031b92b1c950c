package org.limbench.protocol;

import com.google.protobuf.UnknownFieldSet;
import java.util.EnumSet;
import java.util.Set;
import org.limbench.protocol.wire.Wire;

/** The wire form back to messages. What the records refuse becomes a value naming the field. */
final class MessageReader {
    private MessageReader() {}

    /** Bodies outside the sequence (LIM-P-034); a fault may be in it or not. */
    private static final Set<Wire.Envelope.BodyCase> NEVER_NUMBERED = EnumSet.of(
            Wire.Envelope.BodyCase.HELLO,
            Wire.Envelope.BodyCase.HELLO_ACK,
            Wire.Envelope.BodyCase.ACK,
            Wire.Envelope.BodyCase.METER_EVENT,
            Wire.Envelope.BodyCase.LOG,
            Wire.Envelope.BodyCase.BYE);

    static DecodeResult read(Wire.Envelope wire) {
        long session = wire.getSession();
        long seq = Integer.toUnsignedLong(wire.getSeq());
        long id = Math.max(0, commandId(wire));
        String unknown = unknown(wire);
        if (!unknown.isEmpty()) {
            return new DecodeResult.Unsupported(session, seq, id, choice(wire), unknown);
        }
        if (seq != 0 && NEVER_NUMBERED.contains(wire.getBodyCase())) {
            // its number is the fault, whatever else is wrong with it
            return session == 0
                    ? new DecodeResult.Malformed(
                            session, seq, id, "session", "session is 0; allowed: any 64 bits but 0")
                    : new DecodeResult.Malformed(
                            session, seq, id, "seq", "seq is " + seq + "; allowed: 0 for this message");
        }
        try {
            Message body = body(wire);
            boolean fault = wire.getBodyCase() == Wire.Envelope.BodyCase.FAULT;
            if (session == 0 && !fault) {
                return new DecodeResult.Malformed(
                        session, seq, id, "session", "session is 0; allowed: any 64 bits but 0");
            }
            if (!fault && body.sequenced() != (seq != 0)) {
                return new DecodeResult.Malformed(
                        session,
                        seq,
                        id,
                        "seq",
                        "seq is " + seq + "; allowed: " + (body.sequenced() ? "1 or more" : "0") + " for this message");
            }
            if (body instanceof Hello hello && hello.session() != session) {
                return new DecodeResult.Malformed(
                        session, seq, id, "hello.session", "session is not the envelope's; allowed: the same in both");
            }
            return new DecodeResult.Decoded(new Envelope(session, seq, body));
        } catch (IllegalArgumentException e) {
            FieldPath at = FieldPath.of(wire, String.valueOf(e.getMessage()));
            return new DecodeResult.Malformed(session, seq, id, at.path(), at.text());
        }
    }

    private static Message body(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case HELLO -> SessionWire.from(wire.getHello());
            case HELLO_ACK -> SessionWire.from(wire.getHelloAck());
            case ACK -> SessionWire.from(wire.getAck());
            case COMMAND -> CommandWire.from(wire.getCommand());
            case RESULT -> ReceiptWire.from(wire.getResult());
            case TILE_CHUNK -> ReceiptWire.from(wire.getTileChunk());
            case UPDATE_BEGIN -> StagingWire.from(wire.getUpdateBegin());
            case UPDATE_CHUNK -> StagingWire.from(wire.getUpdateChunk());
            case UPDATE_COMMIT -> StagingWire.from(wire.getUpdateCommit());
            case QUERY_UPDATE -> ReceiptWire.from(wire.getQueryUpdate());
            case QUERY_REPLY -> ReceiptWire.from(wire.getQueryReply());
            case FAULT -> SessionWire.from(wire.getFault());
            case DATASHEET_REQUEST -> new DatasheetRequest();
            case DATASHEET_REPLY -> DatasheetWire.from(wire.getDatasheetReply());
            case STATUS_REQUEST -> new StatusRequest();
            case STATUS_REPLY -> MeterWire.from(wire.getStatusReply());
            case RESET_REQUEST -> new ResetRequest();
            case METER_REQUEST -> new MeterRequest();
            case METER_REPLY -> MeterWire.from(wire.getMeterReply());
            case METER_STREAM -> MeterWire.from(wire.getMeterStream());
            case METER_EVENT -> MeterWire.from(wire.getMeterEvent());
            case BARRIER_SCHEDULE -> CommandWire.from(wire.getBarrierSchedule());
            case MATRIX_VECTOR -> CommandWire.from(wire.getMatrixVector());
            case MATRIX_VECTOR_REPLY -> ReceiptWire.from(wire.getMatrixVectorReply());
            case LOG -> SessionWire.from(wire.getLog());
            case BYE -> SessionWire.from(wire.getBye());
            case POWER_ON -> SessionWire.from(wire.getPowerOn());
            case BODY_NOT_SET -> throw new IllegalArgumentException("body is missing; allowed: exactly one");
        };
    }

    /** What this side does not know of a whole envelope; empty if it knows it. */
    private static String unknown(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case BODY_NOT_SET ->
                wire.getUnknownFields().asMap().isEmpty() ? "" : "body" + numbers(wire.getUnknownFields());
            case COMMAND ->
                wire.getCommand().getVerbCase() == Wire.Command.VerbCase.VERB_NOT_SET
                        ? "command verb" + numbers(wire.getCommand().getUnknownFields())
                        : "";
            case UPDATE_BEGIN ->
                wire.getUpdateBegin().getKindCase() == Wire.UpdateBegin.KindCase.KIND_NOT_SET
                        ? "staged kind" + numbers(wire.getUpdateBegin().getUnknownFields())
                        : "";
            default -> "";
        };
    }

    private static String numbers(UnknownFieldSet fields) {
        StringBuilder text = new StringBuilder();
        for (int number : fields.asMap().keySet()) {
            text.append(' ').append(number);
        }
        return text.isEmpty() ? " missing" : text.substring(0, Math.min(text.length(), 40));
    }

    private static long commandId(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case COMMAND -> wire.getCommand().getCommandId();
            case BARRIER_SCHEDULE -> wire.getBarrierSchedule().getCommandId();
            case MATRIX_VECTOR -> wire.getMatrixVector().getCommandId();
            case UPDATE_BEGIN -> wire.getUpdateBegin().getUpdateId();
            case UPDATE_CHUNK -> wire.getUpdateChunk().getUpdateId();
            case UPDATE_COMMIT -> wire.getUpdateCommit().getUpdateId();
            case QUERY_UPDATE -> wire.getQueryUpdate().getUpdateId();
            default -> 0;
        };
    }

    /** The choice that holds what is not known. */
    private static String choice(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case COMMAND -> "command.verb";
            case UPDATE_BEGIN -> "update_begin.kind";
            default -> "body";
        };
    }
}
