package org.limbench.protocol;

/**
 * What one envelope carries. Closed: a new message fails to compile wherever it must be handled.
 *
 * <p>Quantities are in the units their names end with; records of {@code device} travel inside as they are.
 */
public sealed interface Message
        permits Hello,
                HelloAck,
                Ack,
                Bye,
                ResetRequest,
                PowerOn,
                Fault,
                Log,
                DatasheetRequest,
                DatasheetReply,
                StatusRequest,
                StatusReply,
                MeterRequest,
                MeterReply,
                MeterStream,
                MeterEvent,
                Command,
                BarrierSchedule,
                MatrixVector,
                MatrixVectorReply,
                UpdateBegin,
                UpdateChunk,
                UpdateCommit,
                Result,
                TileChunk,
                QueryUpdate,
                QueryReply {

    /** The number this message goes by, for exhaustive switches. */
    default Opcode opcode() {
        return Opcode.of(this);
    }

    /**
     * Whether this message takes a sequence number, is acknowledged and sent again when lost. The others travel with
     * seq 0: they open, acknowledge or close a session, or may be lost.
     */
    default boolean sequenced() {
        return opcode().sequenced();
    }
}
