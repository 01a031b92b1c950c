package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.DenseUpdate;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

final class StagedUpdateTest {
    private static final int MOST = 65_536;

    static Stream<ArrayUpdate> updates() {
        return Stream.of(
                MessageExamples.rank1(784, 10),
                MessageExamples.rank1(1, 1),
                new DenseUpdate(new Tile(0, 0, 256, 256), MessageExamples.BARRIER, MessageExamples.codes(65_536), 1e-6),
                new DenseUpdate(new Tile(3, 4, 1, 1), MessageExamples.VOLTAGE, new byte[] {-128}, 1e-6),
                new SparseUpdate(
                        new ArrayGeometry(65_536, 32_767),
                        MessageExamples.VOLTAGE,
                        new int[] {0, 255, 256, 2_147_418_111},
                        new byte[] {1, -1, 127, -128},
                        1e-6),
                new SparseUpdate(
                        new ArrayGeometry(65, 10),
                        MessageExamples.BARRIER,
                        IntStream.range(0, 650).toArray(),
                        MessageExamples.codes(650),
                        1e-6));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updateComesBackWholeThroughFrames(ArrayUpdate update) throws StagingException {
        WireFormat wire = WireFormat.framed();
        List<Message> pieces = StagedUpdate.split(5, 1_000, update);

        StagedUpdate staged = null;
        ArrayUpdate assembled = null;
        long seq = 1;
        for (Message piece : pieces) {
            var decoded = (DecodeResult.Decoded)
                    wire.accept(wire.encode(new Envelope(1, seq++, piece))).get(0);
            Message body = decoded.envelope().body();
            if (body instanceof UpdateBegin begin) {
                staged = StagedUpdate.open(begin, MOST);
            } else if (body instanceof UpdateChunk chunk) {
                staged.add(chunk);
            } else if (body instanceof UpdateCommit commit) {
                assembled = staged.commit(commit);
            }
        }

        assertThat(assembled).isEqualTo(update);
    }

    @Test
    void largerThanTheDeviceHoldsIsTooLarge() {
        UpdateBegin begin = (UpdateBegin) dense(600).get(0);

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> StagedUpdate.open(begin, 599))
                .satisfies(e -> assertThat(e.fault(3, 5))
                        .isEqualTo(new Fault(
                                FaultCode.TOO_LARGE,
                                "update_begin.total_bytes",
                                "totalBytes is 600; allowed: at most 599",
                                3,
                                5)));
    }

    @Test
    void chunkThatLeavesAGapIsRefused() throws StagingException {
        List<Message> pieces = dense(600);
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) pieces.get(0), MOST);

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.add((UpdateChunk) pieces.get(2)))
                .withMessage("offset is 512 with 88 bytes; allowed: 0, up to 600 in all");
    }

    @Test
    void chunkSentTwiceIsRefused() throws StagingException {
        List<Message> pieces = dense(600);
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) pieces.get(0), MOST);
        staged.add((UpdateChunk) pieces.get(1));

        assertThatExceptionOfType(StagingException.class).isThrownBy(() -> staged.add((UpdateChunk) pieces.get(1)));
    }

    @Test
    void chunkPastTheEndIsRefused() throws StagingException {
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) dense(10).get(0), MOST);

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.add(new UpdateChunk(5, 0, new byte[11])));
    }

    @Test
    void chunkOfAnotherUpdateIsRefused() throws StagingException {
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) dense(10).get(0), MOST);

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.add(new UpdateChunk(6, 0, new byte[10])))
                .withMessage("updateId is 6; allowed: the one begun, 5");
    }

    @Test
    void commitBeforeTheLastChunkIsRefused() throws StagingException {
        List<Message> pieces = dense(600);
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) pieces.get(0), MOST);
        staged.add((UpdateChunk) pieces.get(1));

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.commit((UpdateCommit) pieces.get(3)))
                .withMessage("totalBytes is 600 with 512 bytes staged; allowed: 600 of both");
    }

    @Test
    void commitWithAnotherPayloadCrcIsRefused() throws StagingException {
        List<Message> pieces = dense(4);
        StagedUpdate staged = StagedUpdate.open((UpdateBegin) pieces.get(0), MOST);
        staged.add((UpdateChunk) pieces.get(1));
        UpdateCommit commit = (UpdateCommit) pieces.get(2);

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.commit(new UpdateCommit(5, 4, commit.payloadCrc() ^ 1)))
                .withMessageStartingWith("payloadCrc is ");
    }

    @Test
    void payloadAgainstTheRecordsLimitsIsRefusedWithTheFieldNamed() throws StagingException {
        UpdateBegin begin = new UpdateBegin(
                5,
                1_000,
                new UpdateBegin.Kind.Rank1(1, 1, 1, 0),
                new Tile(0, 0, 1, 1),
                MessageExamples.BARRIER,
                1e-6,
                2);
        StagedUpdate staged = StagedUpdate.open(begin, MOST);
        byte[] payload = {-128, 0};
        staged.add(new UpdateChunk(5, 0, payload));

        assertThatExceptionOfType(StagingException.class)
                .isThrownBy(() -> staged.commit(new UpdateCommit(5, 2, FrameCodec.crc(payload, 2))))
                .withMessage("rowCodes[0] is -128; allowed: -127 to 127");
    }

    private static List<Message> dense(int cells) {
        return StagedUpdate.split(
                5,
                1_000,
                new DenseUpdate(new Tile(0, 0, cells, 1), MessageExamples.BARRIER, MessageExamples.codes(cells), 1e-6));
    }
}
