package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.Datasheet;
import org.limbench.device.RandomStream;

final class FrameDecoderTest {
    private static final Envelope SAMPLE =
            new Envelope(0x1122334455667788L, 4, new Command(42, 130_000, MessageExamples.rank1(65, 10)));
    private static final Envelope OTHER = new Envelope(0x1122334455667788L, 0, new Ack(4, 8, false, 5));

    @Test
    void frameCutAnywhereIsFoundOnceWhole() {
        byte[] frame = FrameCodec.encode(SAMPLE);
        for (int cut = 0; cut <= frame.length; cut++) {
            FrameDecoder decoder = new FrameDecoder();
            List<DecodeResult> results = new ArrayList<>(decoder.accept(frame, 0, cut));
            assertThat(results).hasSize(cut == frame.length ? 1 : 0);
            results.addAll(decoder.accept(frame, cut, frame.length - cut));
            assertThat(results).containsExactly(new DecodeResult.Decoded(SAMPLE));
        }
    }

    @Test
    void frameByteByByteIsFound() {
        FrameDecoder decoder = new FrameDecoder();
        List<DecodeResult> results = new ArrayList<>();
        for (byte b : FrameCodec.encode(SAMPLE)) {
            results.addAll(decoder.accept(new byte[] {b}));
        }
        assertThat(results).containsExactly(new DecodeResult.Decoded(SAMPLE));
    }

    @Test
    void gluedFramesAreFoundInOrder() {
        byte[] glued = joined(FrameCodec.encode(SAMPLE), FrameCodec.encode(OTHER), FrameCodec.encode(SAMPLE));

        assertThat(new FrameDecoder().accept(glued))
                .containsExactly(
                        new DecodeResult.Decoded(SAMPLE),
                        new DecodeResult.Decoded(OTHER),
                        new DecodeResult.Decoded(SAMPLE));
    }

    @Test
    void noiseBetweenFramesCostsNoFrame() {
        byte[] noise = {1, (byte) 0xFF, 0x7E, 0x00, 0x03, 0x11};
        List<DecodeResult> results =
                new FrameDecoder().accept(joined(noise, FrameCodec.encode(SAMPLE), noise, FrameCodec.encode(OTHER)));

        assertThat(results.stream().filter(DecodeResult.Decoded.class::isInstance))
                .containsExactly(new DecodeResult.Decoded(SAMPLE), new DecodeResult.Decoded(OTHER));
        assertThat(results.stream().filter(DecodeResult.Corrupt.class::isInstance))
                .hasSize(4);
    }

    @Test
    void anySingleFlippedBitIsCorruptAndNeverAnotherMessage() {
        byte[] frame = FrameCodec.encode(SAMPLE);
        byte[] next = FrameCodec.encode(OTHER);
        for (int bit = 8; bit < (frame.length - 1) * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            List<DecodeResult> results = new FrameDecoder().accept(joined(damaged, next));

            assertThat(results).hasSizeGreaterThanOrEqualTo(2).last().isEqualTo(new DecodeResult.Decoded(OTHER));
            assertThat(results.subList(0, results.size() - 1)).hasOnlyElementsOfType(DecodeResult.Corrupt.class);
        }
    }

    @Test
    void anyFlippedDelimiterLosesAtMostItsOwnFrame() {
        byte[] frame = FrameCodec.encode(SAMPLE);
        for (int bit = 0; bit < 16; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit < 8 ? 0 : frame.length - 1] ^= (byte) (1 << bit % 8);

            List<DecodeResult> results = new FrameDecoder().accept(joined(damaged, FrameCodec.encode(OTHER)));

            assertThat(results).last().isEqualTo(new DecodeResult.Decoded(OTHER));
            assertThat(results.stream().filter(DecodeResult.Decoded.class::isInstance))
                    .allMatch(List.of(new DecodeResult.Decoded(SAMPLE), new DecodeResult.Decoded(OTHER))::contains);
        }
    }

    @Test
    void afterAnyGarbageTheNextGoodFrameIsFound() {
        RandomStream.Cursor random = RandomStream.of(7, "test.garbage").cursor();
        byte[] good = FrameCodec.encode(OTHER);
        DecodeResult expected = new DecodeResult.Decoded(OTHER);
        FrameDecoder decoder = new FrameDecoder();
        for (int round = 0; round < 100_000; round++) {
            byte[] garbage = new byte[random.nextBelow(60)];
            for (int i = 0; i < garbage.length; i++) {
                garbage[i] = (byte) random.nextBelow(round % 2 == 0 ? 256 : 6);
            }
            List<DecodeResult> results = decoder.accept(joined(garbage, good));
            if (!results.get(results.size() - 1).equals(expected)) {
                fail("round " + round + " gave " + results);
            }
        }
    }

    @Test
    void anyBytesUnderAGoodChecksumAreAValue() {
        RandomStream.Cursor random = RandomStream.of(8, "test.mutants").cursor();
        List<byte[]> seeds = MessageExamples.all().stream()
                .map(m -> EnvelopeCodec.encode(RoundTripTest.enveloped(m)))
                .toList();
        int decoded = 0;
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] mutant = seeds.get(round % seeds.size()).clone();
            for (int n = 1 + random.nextBelow(3); n > 0 && mutant.length > 0; n--) {
                mutant[random.nextBelow(mutant.length)] = (byte) random.nextBelow(256);
            }
            if (EnvelopeCodec.decode(mutant) instanceof DecodeResult.Decoded d) {
                assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(d.envelope())))
                        .isEqualTo(d);
                decoded++;
            } else {
                refused++;
            }
        }
        assertThat(decoded).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void frameWithoutEndIsThrownAwayAndTheNextOneFound() {
        FrameDecoder decoder = new FrameDecoder();
        byte[] endless = new byte[10_000];
        Arrays.fill(endless, (byte) 0x55);
        for (int i = 0; i < 100; i++) {
            assertThat(decoder.accept(endless)).isEmpty();
        }

        List<DecodeResult> results = decoder.accept(FrameCodec.encode(OTHER));

        assertThat(results).hasSize(2).last().isEqualTo(new DecodeResult.Decoded(OTHER));
        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        DecodeResult.Corrupt.class,
                        c -> assertThat(c.overlong()).isTrue());
    }

    @Test
    void resetForgetsAFrameBegun() {
        FrameDecoder decoder = new FrameDecoder();
        byte[] frame = FrameCodec.encode(SAMPLE);
        decoder.accept(frame, 0, 40);
        decoder.reset();

        assertThat(decoder.accept(frame)).containsExactly(new DecodeResult.Decoded(SAMPLE));
    }

    @Test
    void stuffingCostsOneByteIn254AndIsUndoneAtEveryLength() {
        RandomStream.Cursor random = RandomStream.of(9, "test.stuffing").cursor();
        for (int length = 0; length <= 1_100; length++) {
            byte[] raw = new byte[length];
            for (int i = 0; i < length; i++) {
                raw[i] = (byte) random.nextBelow(length % 3 == 0 ? 2 : 300);
            }
            byte[] stuffed = new byte[Cobs.mostStuffed(length)];
            int end = Cobs.stuff(raw, length, stuffed, 0);
            assertThat(end - length).isBetween(1, 1 + length / 254);
            assertThat(Arrays.copyOf(stuffed, end)).doesNotContain(0);
            assertThat(Cobs.unstuff(stuffed, end)).isEqualTo(length);
            assertThat(Arrays.copyOf(stuffed, length)).isEqualTo(raw);
        }
    }

    @Test
    void envelopeTooLongToProtectIsNotSent() {
        Datasheet sheet = MessageExamples.datasheet(true);
        assertThat(EnvelopeCodec.encode(new Envelope(1, 1, new DatasheetReply(sheet))))
                .hasSizeLessThan(WireLimits.MOST_SENT_ENVELOPE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command(1, 1, MessageExamples.rank1(503, 10)))
                .withMessageContaining("too many codes for a frame; allowed: at most 512 in rows and columns");
    }

    @Test
    void textsAreClippedBetweenCharacters() {
        assertThat(new Log(Log.Level.INFO, "\u20AC".repeat(60)).text()).isEqualTo("\u20AC".repeat(53));
        assertThat(new Log(Log.Level.INFO, "\uD83D\uDE00".repeat(41)).text()).isEqualTo("\uD83D\uDE00".repeat(40));
        assertThat(new Log(Log.Level.INFO, "x".repeat(160)).text()).hasSize(160);
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
