package org.limbench.protocol;

import org.limbench.protocol.wire.Wire;

/** Messages to their wire form: one line per opcode. */
final class MessageWriter {
    private MessageWriter() {}

    static Wire.Envelope write(Envelope envelope) {
        Wire.Envelope.Builder wire =
                Wire.Envelope.newBuilder().setSession(envelope.session()).setSeq((int) envelope.seq());
        Message body = envelope.body();
        switch (body.opcode()) {
            case HELLO -> wire.setHello(SessionWire.to((Hello) body));
            case HELLO_ACK -> wire.setHelloAck(SessionWire.to((HelloAck) body));
            case ACK -> wire.setAck(SessionWire.to((Ack) body));
            case COMMAND -> wire.setCommand(CommandWire.to((Command) body));
            case RESULT -> wire.setResult(ReceiptWire.to((Result) body));
            case TILE_CHUNK -> wire.setTileChunk(ReceiptWire.to((TileChunk) body));
            case UPDATE_BEGIN -> wire.setUpdateBegin(StagingWire.to((UpdateBegin) body));
            case UPDATE_CHUNK -> wire.setUpdateChunk(StagingWire.to((UpdateChunk) body));
            case UPDATE_COMMIT -> wire.setUpdateCommit(StagingWire.to((UpdateCommit) body));
            case QUERY_UPDATE -> wire.setQueryUpdate(ReceiptWire.to((QueryUpdate) body));
            case QUERY_REPLY -> wire.setQueryReply(ReceiptWire.to((QueryReply) body));
            case FAULT -> wire.setFault(SessionWire.to((Fault) body));
            case DATASHEET_REQUEST -> wire.setDatasheetRequest(Wire.DatasheetRequest.getDefaultInstance());
            case DATASHEET_REPLY -> wire.setDatasheetReply(DatasheetWire.to((DatasheetReply) body));
            case STATUS_REQUEST -> wire.setStatusRequest(Wire.StatusRequest.getDefaultInstance());
            case STATUS_REPLY -> wire.setStatusReply(MeterWire.to((StatusReply) body));
            case RESET_REQUEST -> wire.setResetRequest(Wire.ResetRequest.getDefaultInstance());
            case METER_REQUEST -> wire.setMeterRequest(Wire.MeterRequest.getDefaultInstance());
            case METER_REPLY -> wire.setMeterReply(MeterWire.to((MeterReply) body));
            case METER_STREAM -> wire.setMeterStream(MeterWire.to((MeterStream) body));
            case METER_EVENT -> wire.setMeterEvent(MeterWire.to((MeterEvent) body));
            case BARRIER_SCHEDULE -> wire.setBarrierSchedule(CommandWire.to((BarrierSchedule) body));
            case MATRIX_VECTOR -> wire.setMatrixVector(CommandWire.to((MatrixVector) body));
            case MATRIX_VECTOR_REPLY -> wire.setMatrixVectorReply(ReceiptWire.to((MatrixVectorReply) body));
            case LOG -> wire.setLog(SessionWire.to((Log) body));
            case BYE -> wire.setBye(SessionWire.to((Bye) body));
            case POWER_ON -> wire.setPowerOn(SessionWire.to((PowerOn) body));
        }
        return wire.build();
    }
}
