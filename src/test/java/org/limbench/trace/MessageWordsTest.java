package org.limbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Command;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.MessageExamples;
import org.limbench.protocol.Opcode;
import org.limbench.protocol.UpdateCommit;

final class MessageWordsTest {
    private static final Drive DRIVE = new Drive.Barrier(8.284e-21, 1e-19);

    @Test
    void everyMessageHasWords() {
        Set<Opcode> worded = EnumSet.noneOf(Opcode.class);
        for (Message message : MessageExamples.all()) {
            assertThat(MessageWords.of(message)).isNotBlank().doesNotContain("\n");
            worded.add(message.opcode());
        }
        assertThat(worded).isEqualTo(EnumSet.allOf(Opcode.class));
    }

    @Test
    void whatMattersIsSaid() {
        Rank1Update update =
                new Rank1Update(new Tile(0, 0, 65, 10), DRIVE, new byte[65], 1, new byte[10], 1, 31, 1e-6, 1);
        assertThat(MessageWords.of(new Command(17, 9, update)))
                .isEqualTo("cmd 17 rank-1 65x10, 31 slots, tilt 8.284e-21 J");
        PulseTrain train =
                new PulseTrain(new Tile(1, 2, 3, 4), Operation.PROGRAM, DRIVE, Polarity.DEPRESS, 1e-6, 1e-6, 128);
        assertThat(MessageWords.of(new Command(4, 9, train)))
                .isEqualTo("cmd 4 pulses 3x4 at 1,2, 128 x depress, tilt 8.284e-21 J");
        assertThat(MessageWords.of(new Command(5, 0, new ReadRequest(new Tile(0, 0, 3, 4), 8))))
                .isEqualTo("cmd 5 read 3x4, mean of 8");
        assertThat(MessageWords.of(new Ack(7, 8, false, 1))).isEqualTo("ack 7");
        assertThat(MessageWords.of(new Ack(7, 8, true, 1))).isEqualTo("nak 7");
        assertThat(MessageWords.of(new HelloAck(0xFEEDL, 1, 0, 3, 8, 1024, 5, 0, 1000, true)))
                .isEqualTo("hello-ack boot 000000000000feed, up 5 ms, last update 3");
        assertThat(MessageWords.of(new Fault(FaultCode.LEASE_HELD, "session", "held by bench", 0, 0)))
                .isEqualTo("fault lease held: held by bench");
        assertThat(MessageWords.of(new UpdateCommit(8, 12, 1))).isEqualTo("commit 8, 12 bytes");
    }

    @Test
    void whatCannotBeReadIsSaidWithItsReason() {
        assertThat(MessageWords.of(EnvelopeCodec.decode(new byte[] {1, 2, 3}))).startsWith("corrupt: no protobuf");
        assertThat(MessageWords.of(new DecodeResult.Malformed(1, 2, 3, "tile", "tile is missing")))
                .isEqualTo("malformed: tile is missing");
        assertThat(MessageWords.of(new DecodeResult.Unsupported(1, 2, 3, "body", "body 4711")))
                .isEqualTo("unsupported: body 4711");
    }
}
