package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;

/** Staged updates whose pieces a fuzzer loses, repeats, swaps and spoils. */
final class StagedUpdateFuzzTest {
    private static final int MOST_BYTES = 8_192;

    /** What happens to the next piece. */
    private enum Fate {
        ARRIVES,
        IS_LOST,
        COMES_TWICE,
        COMES_LATER,
        IS_SPOILT
    }

    static Stream<byte[]> scripts() {
        Stream<byte[]> whole = IntStream.range(0, 3)
                .mapToObj(kind -> new Script.Writer()
                        .octet(kind)
                        .octet(40)
                        .octet(30)
                        .longBytes(new byte[1_300])
                        .bytes());
        return Stream.concat(whole, IntStream.range(0, 300).mapToObj(n -> Script.random("fuzz.staging", n, 400)));
    }

    @MethodSource("scripts")
    @FuzzTest
    void whatIsCommittedIsTheUpdateThatWasSplitWhateverBecameOfItsPieces(byte[] input) {
        Script script = new Script(input);
        Optional<ArrayUpdate> made = Refusal.or(IllegalArgumentException.class, () -> update(script));
        if (made.isEmpty()) {
            return;
        }
        boolean[] spoilt = {false};
        List<Message> pieces = fated(StagedUpdate.split(1, 1, made.get()), script, spoilt);
        ArrayUpdate committed = assembled(pieces);
        if (committed != null && !spoilt[0]) {
            assertThat(committed).isEqualTo(made.get());
        }
    }

    private static ArrayUpdate update(Script script) {
        int kind = script.below(3);
        int rows = 1 + script.octet();
        int columns = 1 + script.below(32);
        byte[] bytes = script.longBytes();
        Tile tile = new Tile(0, 0, rows, columns);
        return switch (kind) {
            case 0 -> new DenseUpdate(tile, MessageExamples.BARRIER, sized(bytes, 0, rows * columns), 1e-6);
            case 1 -> {
                int[] cells = new int[bytes.length / 2];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = (i == 0 ? 0 : cells[i - 1] + 1) + (bytes[2 * i] & 3);
                }
                yield new SparseUpdate(
                        new ArrayGeometry(rows, columns),
                        MessageExamples.VOLTAGE,
                        cells,
                        sized(bytes, cells.length, cells.length),
                        1e-6);
            }
            default ->
                new Rank1Update(
                        tile,
                        MessageExamples.BARRIER,
                        sized(bytes, 0, rows),
                        65_536,
                        sized(bytes, rows, columns),
                        65_536,
                        4,
                        1e-6,
                        7);
        };
    }

    private static byte[] sized(byte[] bytes, int from, int count) {
        byte[] sized = new byte[count];
        for (int i = 0; i < count && from + i < bytes.length; i++) {
            sized[i] = bytes[from + i];
        }
        return sized;
    }

    private static List<Message> fated(List<Message> pieces, Script script, boolean[] spoilt) {
        List<Message> fated = new ArrayList<>();
        List<Message> later = new ArrayList<>();
        for (Message piece : pieces) {
            switch (Fate.values()[script.below(Fate.values().length)]) {
                case ARRIVES -> fated.add(piece);
                case IS_LOST -> {
                    // nothing comes
                }
                case COMES_TWICE -> {
                    fated.add(piece);
                    fated.add(piece);
                }
                case COMES_LATER -> later.add(piece);
                case IS_SPOILT -> fated.add(spoilt(piece, script, spoilt));
            }
        }
        fated.addAll(later);
        return fated;
    }

    private static Message spoilt(Message piece, Script script, boolean[] spoilt) {
        if (piece instanceof UpdateChunk chunk) {
            byte[] payload = chunk.payload().clone();
            payload[script.word() % payload.length] ^= (byte) script.octet();
            int offset = chunk.offset() + script.below(3);
            return new UpdateChunk(1 + script.below(2), offset, payload);
        }
        if (piece instanceof UpdateCommit commit) {
            int crc = commit.payloadCrc() ^ script.octet();
            return new UpdateCommit(1 + script.below(2), Math.max(1, commit.totalBytes() + script.below(2)), crc);
        }
        spoilt[0] = true; // another update is begun, which may be whole too
        UpdateBegin begin = (UpdateBegin) piece;
        return new UpdateBegin(
                1, 1, begin.kind(), begin.tile(), MessageExamples.VOLTAGE, 1 + script.octet(), begin.totalBytes());
    }

    private static @Nullable ArrayUpdate assembled(List<Message> pieces) {
        StagedUpdate staged = null;
        ArrayUpdate committed = null;
        for (Message piece : pieces) {
            try {
                if (piece instanceof UpdateBegin begin) {
                    staged = StagedUpdate.open(begin, MOST_BYTES);
                } else if (staged != null && piece instanceof UpdateChunk chunk) {
                    staged.add(chunk);
                } else if (staged != null && piece instanceof UpdateCommit commit) {
                    committed = staged.commit(commit);
                }
            } catch (StagingException refused) {
                assertThat(refused.fault(1, 1).text()).isNotBlank();
                staged = null;
            }
        }
        return committed;
    }
}
