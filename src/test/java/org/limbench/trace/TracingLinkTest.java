package org.limbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.protocol.Bye;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.FrameCodec;
import org.limbench.testkit.ScriptedLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;

final class TracingLinkTest {
    private static final Envelope BYE = new Envelope(TraceFiles.SESSION, 0, new Bye("done"));
    private static final byte[] FRAME = FrameCodec.encode(BYE);

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private ScriptedLink wire = new ScriptedLink(LinkKind.STREAM);

    @BeforeEach
    void place() {
        file = directory.resolve("wire.pcapng");
    }

    private interface Doing {
        void with(Link link) throws IOException;
    }

    /** What was recorded of a link after its opening, at one end. */
    private List<TraceRecord> recorded(Side end, Doing doing) throws IOException {
        try (TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, () -> 1)) {
            doing.with(writer.tap("x", end, OptionalLong.empty()).record(wire));
        }
        List<TraceRecord> records = TraceFiles.records(file);
        assertThat(records.get(0).opensLink()).isTrue();
        return records.subList(1, records.size());
    }

    private static void receiveAll(Link link, int pieces) throws LinkException {
        for (int i = 0; i < pieces; i++) {
            assertThat(link.receive(Duration.ZERO)).isNotNull();
        }
        assertThat(link.receive(Duration.ZERO)).isNull();
    }

    @Test
    void bytesPassAsTheyAreAndFramesAreKeptAsEnvelopes() throws IOException {
        wire.coming(FRAME);
        List<TraceRecord> records = recorded(Side.HOST, link -> {
            link.send(FRAME, TraceFiles.COMMAND);
            assertThat(link.receive(Duration.ZERO)).isEqualTo(FRAME);
            assertThat(link.kind()).isEqualTo(LinkKind.STREAM);
            assertThat(link.address()).isEqualTo("scripted");
        });
        assertThat(wire.sent()).containsExactly(FRAME);
        assertThat(records).extracting(TraceRecord::direction).containsExactly(Direction.TO_DEVICE, Direction.TO_HOST);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.kind()).isEqualTo(TraceRecord.Kind.ENVELOPE);
            assertThat(record.bytes()).isEqualTo(EnvelopeCodec.encode(BYE));
            assertThat(record.decoded()).isEqualTo(new DecodeResult.Decoded(BYE));
        });
    }

    @Test
    void theDevicesEndSeesTheSameDirections() throws IOException {
        wire.coming(FRAME);
        assertThat(recorded(Side.DEVICE, link -> {
                    receiveAll(link, 1);
                    link.send(FRAME, TraceFiles.COMMAND);
                }))
                .extracting(TraceRecord::direction)
                .containsExactly(Direction.TO_DEVICE, Direction.TO_HOST);
    }

    @Test
    void framesInAnyPiecesAreFoundOnceEach() throws IOException {
        byte[] two = Arrays.copyOf(FRAME, FRAME.length * 2);
        System.arraycopy(FRAME, 0, two, FRAME.length, FRAME.length);
        for (byte octet : two) {
            wire.coming(new byte[] {octet});
        }
        wire.coming(two);
        assertThat(recorded(Side.HOST, link -> receiveAll(link, two.length + 1)))
                .hasSize(4)
                .allMatch(record -> record.kind() == TraceRecord.Kind.ENVELOPE);
    }

    @Test
    void whatIsNoFrameIsKeptAsItWasWithTheReason() throws IOException {
        byte[] flipped = FRAME.clone();
        flipped[4] ^= 0x40;
        wire.coming(flipped).coming(new byte[] {9, 9, 9, 0});
        List<TraceRecord> records = recorded(Side.HOST, link -> receiveAll(link, 2));
        assertThat(records).hasSize(2).allMatch(record -> record.kind() == TraceRecord.Kind.CORRUPT);
        assertThat(records.get(0).bytes()).isEqualTo(Arrays.copyOfRange(flipped, 1, flipped.length - 1));
        assertThat(records.get(0).comment()).startsWith("CRC is ");
        assertThat(records.get(1).bytes()).containsExactly(9, 9, 9);
        assertThat(records.get(1).comment()).contains("stuffing");
    }

    @Test
    void aPieceTooLongToKeepTellsItsLength() throws IOException {
        byte[] noise = new byte[TraceWriter.MOST_KEPT];
        Arrays.fill(noise, (byte) 0x55);
        wire.coming(noise).coming(noise).coming(new byte[] {0}).coming(FRAME);
        List<TraceRecord> records = recorded(Side.HOST, link -> receiveAll(link, 4));
        assertThat(records).hasSize(2);
        assertThat(records.get(0).kind()).isEqualTo(TraceRecord.Kind.CORRUPT);
        assertThat(records.get(0).bytes()).isEqualTo(noise);
        assertThat(records.get(0).length()).isEqualTo(2L * noise.length);
        assertThat(records.get(1).kind()).isEqualTo(TraceRecord.Kind.ENVELOPE);
    }

    @Test
    void aPieceWhoseEndNeverCameIsKeptWhenTheLinkEnds() throws IOException {
        wire.coming(Arrays.copyOf(FRAME, 6));
        List<TraceRecord> records = recorded(Side.DEVICE, link -> {
            receiveAll(link, 1);
            link.close();
            link.close();
        });
        assertThat(records)
                .extracting(TraceRecord::kind)
                .containsExactly(TraceRecord.Kind.UNFINISHED, TraceRecord.Kind.LINK);
        assertThat(records.get(0).bytes()).isEqualTo(Arrays.copyOfRange(FRAME, 1, 6));
        assertThat(records.get(1).comment()).isEqualTo("link closed");
    }

    @Test
    void aLostLinkIsToldOnceWithItsReason() throws IOException {
        List<TraceRecord> records = recorded(Side.HOST, link -> {
            wire.lose();
            assertThatThrownBy(() -> link.receive(Duration.ZERO)).isInstanceOf(LinkException.class);
            assertThatThrownBy(() -> link.send(FRAME, TraceFiles.COMMAND)).isInstanceOf(LinkException.class);
            link.close();
        });
        assertThat(records)
                .extracting(TraceRecord::kind)
                .containsExactly(TraceRecord.Kind.LINK, TraceRecord.Kind.ENVELOPE);
        assertThat(records.get(0).comment()).isEqualTo("link lost: scripted: unplugged");
    }

    @Test
    void aMessageLinkKeepsEachMessageAsItIs() throws IOException {
        wire = new ScriptedLink(LinkKind.MESSAGES);
        wire.coming(new byte[] {0, 1, 0}).coming(new byte[0]).coming(new byte[TraceWriter.MOST_KEPT + 5]);
        List<TraceRecord> records = recorded(Side.HOST, link -> receiveAll(link, 3));
        assertThat(records).extracting(TraceRecord::length).containsExactly(3L, 0L, TraceWriter.MOST_KEPT + 5L);
        assertThat(records.get(0).bytes()).containsExactly(0, 1, 0);
        assertThat(records.get(2).bytes()).hasSize(TraceWriter.MOST_KEPT);
        assertThat(records.get(2).decoded())
                .isInstanceOfSatisfying(
                        DecodeResult.Corrupt.class,
                        corrupt -> assertThat(corrupt.overlong()).isTrue());
    }
}
