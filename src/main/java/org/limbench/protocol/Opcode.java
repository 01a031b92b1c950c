package org.limbench.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The messages by number: what an exhaustive switch goes over. The number is the field of the envelope's body. */
public enum Opcode {
    /** {@link Hello}. */
    HELLO(3, false, Hello.class),
    /** {@link HelloAck}. */
    HELLO_ACK(4, false, HelloAck.class),
    /** {@link Ack}. */
    ACK(5, false, Ack.class),
    /** {@link Command}. */
    COMMAND(6, true, Command.class),
    /** {@link Result}. */
    RESULT(7, true, Result.class),
    /** {@link TileChunk}. */
    TILE_CHUNK(8, true, TileChunk.class),
    /** {@link UpdateBegin}. */
    UPDATE_BEGIN(9, true, UpdateBegin.class),
    /** {@link UpdateChunk}. */
    UPDATE_CHUNK(10, true, UpdateChunk.class),
    /** {@link UpdateCommit}. */
    UPDATE_COMMIT(11, true, UpdateCommit.class),
    /** {@link QueryUpdate}. */
    QUERY_UPDATE(12, true, QueryUpdate.class),
    /** {@link QueryReply}. */
    QUERY_REPLY(13, true, QueryReply.class),
    /** {@link Fault}. */
    FAULT(14, true, Fault.class),
    /** {@link DatasheetRequest}. */
    DATASHEET_REQUEST(15, true, DatasheetRequest.class),
    /** {@link DatasheetReply}. */
    DATASHEET_REPLY(16, true, DatasheetReply.class),
    /** {@link StatusRequest}. */
    STATUS_REQUEST(17, true, StatusRequest.class),
    /** {@link StatusReply}. */
    STATUS_REPLY(18, true, StatusReply.class),
    /** {@link ResetRequest}. */
    RESET_REQUEST(19, true, ResetRequest.class),
    /** {@link MeterRequest}. */
    METER_REQUEST(20, true, MeterRequest.class),
    /** {@link MeterReply}. */
    METER_REPLY(21, true, MeterReply.class),
    /** {@link MeterStream}. */
    METER_STREAM(22, true, MeterStream.class),
    /** {@link MeterEvent}. */
    METER_EVENT(23, false, MeterEvent.class),
    /** {@link BarrierSchedule}. */
    BARRIER_SCHEDULE(24, true, BarrierSchedule.class),
    /** {@link MatrixVector}. */
    MATRIX_VECTOR(25, true, MatrixVector.class),
    /** {@link MatrixVectorReply}. */
    MATRIX_VECTOR_REPLY(26, true, MatrixVectorReply.class),
    /** {@link Log}. */
    LOG(27, false, Log.class),
    /** {@link Bye}. */
    BYE(28, false, Bye.class),
    /** {@link PowerOn}. */
    POWER_ON(29, true, PowerOn.class);

    private static final Map<Class<? extends Message>, Opcode> BY_FORM =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(o -> o.form, Function.identity()));

    private final int field;
    private final boolean sequenced;
    private final Class<? extends Message> form;

    Opcode(int field, boolean sequenced, Class<? extends Message> form) {
        this.field = field;
        this.sequenced = sequenced;
        this.form = form;
    }

    /** Field number in the envelope. */
    public int field() {
        return field;
    }

    /** Whether the message takes a sequence number, is acknowledged and sent again when lost. */
    public boolean sequenced() {
        return sequenced;
    }

    /** The record of this message. */
    public Class<? extends Message> form() {
        return form;
    }

    static Opcode of(Message message) {
        Opcode opcode = BY_FORM.get(message.getClass());
        if (opcode == null) {
            throw new IllegalStateException("no opcode for " + message.getClass());
        }
        return opcode;
    }
}
