package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;

final class FrameCutterTest {
    private static final byte[] HELLO = FrameCodec.encode(new Envelope(5, 0, new Bye("one")));
    private static final byte[] BYE = FrameCodec.encode(new Envelope(5, 0, new Bye("two")));

    @Test
    void framesAreFoundHoweverTheStreamIsCut() {
        byte[] stream = joined(HELLO, BYE, HELLO);
        for (int size = 1; size <= stream.length; size++) {
            assertThat(pieces(stream, size)).containsExactly(HELLO, BYE, HELLO);
        }
    }

    @Test
    void aDelimiterSharedByTwoFramesEndsTheFirst() {
        assertThat(new FrameCutter().cut(new byte[] {0, 1, 2, 0, 3, 0}))
                .containsExactly(new byte[] {0, 1, 2, 0}, new byte[] {3, 0});
    }

    @Test
    void garbageBelongsToTheFrameItEndsAtAndNoByteIsLost() {
        byte[] stream = new byte[20_000];
        RandomStream draws = RandomStream.of(3, "test");
        for (int i = 0; i < stream.length; i++) {
            // mostly without a delimiter for longer than is held, then with many
            stream[i] = (byte) (i < 10_000 ? 1 + (draws.bits(i) >>> 58) : draws.bits(i) >>> 62);
        }
        List<byte[]> pieces = pieces(joined(stream, new byte[] {1, 0}), 777);
        assertThat(joined(pieces.toArray(byte[][]::new))).startsWith(stream);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(FrameCutter.MOST_HELD));
    }

    @Test
    void envelopesComeOutAsBytesWhateverTheySay() {
        byte[] newer = {9, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xBA, 0x3E, 1, 0
        }; // session, then body 999, which nobody knows
        EnvelopeFinder finder = new EnvelopeFinder();
        assertThat(EnvelopeCodec.decode(newer)).isInstanceOf(DecodeResult.Unsupported.class);
        assertThat(finder.accept(joined(FrameCodec.frame(newer), HELLO)))
                .containsExactly(newer, EnvelopeCodec.encode(new Envelope(5, 0, new Bye("one"))));
        assertThat(finder.corrupt()).isZero();
    }

    @Test
    void brokenFramesAreCountedAndTheNextGoodOneIsFound() {
        byte[] flipped = HELLO.clone();
        flipped[5] ^= 4;
        EnvelopeFinder finder = new EnvelopeFinder();
        byte[] overlong = new byte[3 * FrameCutter.MOST_HELD];
        java.util.Arrays.fill(overlong, (byte) 1);
        assertThat(finder.accept(joined(flipped, overlong, BYE))).hasSize(1);
        assertThat(finder.corrupt()).isEqualTo(2);
        finder.accept(new byte[] {0, 1, 2});
        finder.reset();
        assertThat(finder.accept(HELLO)).hasSize(1);
    }

    private static List<byte[]> pieces(byte[] stream, int size) {
        FrameCutter cutter = new FrameCutter();
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < stream.length; at += size) {
            pieces.addAll(cutter.cut(java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size))));
        }
        return pieces;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
