package org.limbench.transport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.RandomStream;
import org.limbench.testkit.EchoEndpoint;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

final class FaultyLinkTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final FaultProbabilities NONE = FaultProbabilities.NONE;
    private static final FaultProbabilities ALL_LOST = new FaultProbabilities(1, 0, 0, 0, 0, 0, 1);
    private static final FaultProbabilities ALL_FLIPPED = new FaultProbabilities(0, 1, 0, 0, 0, 0, 1);
    private static final FaultProbabilities ALL_TWICE = new FaultProbabilities(0, 0, 1, 0, 0, 0, 1);
    private static final FaultProbabilities ALL_LATE = new FaultProbabilities(0, 0, 0, 0, 1, 0, 2);
    private static final FaultProbabilities ALL_BREAK = new FaultProbabilities(0, 0, 0, 0, 0, 1, 1);

    private final EchoEndpoint device = new EchoEndpoint();

    @Test
    void aLinkWithoutFaultsPassesEverything() throws Exception {
        FaultyLink link = link(NONE, NONE);
        assertThat(exchange(link, 5)).containsExactly(0, 1, 2, 3, 4);
        assertThat(link.sent()).isEqualTo(new FaultCounts(Map.of(Fate.PASSED, 5L)));
        assertThat(link.received()).isEqualTo(new FaultCounts(Map.of(Fate.PASSED, 5L)));
        assertThat(link.kind()).isEqualTo(LinkKind.STREAM);
        assertThat(link.address()).isEqualTo("in-process");
    }

    @Test
    void lostFramesDoNotArrive() throws Exception {
        assertThat(exchange(link(ALL_LOST, NONE), 3)).isEmpty();
        assertThat(device.received()).isEmpty();
        FaultyLink deaf = link(NONE, ALL_LOST);
        assertThat(exchange(deaf, 3)).isEmpty();
        assertThat(device.received()).hasSize(3);
        assertThat(deaf.received().lost()).isEqualTo(3);
    }

    @Test
    void flippedFramesDifferInOneToThreeBits() throws Exception {
        FaultyLink link = link(ALL_FLIPPED, NONE);
        int[] seen = new int[4];
        for (int i = 0; i < 300; i++) {
            byte[] frame = new byte[1 + i % 3];
            link.send(frame, COMMAND);
            int flipped = 0;
            for (byte b : device.received().get(i)) {
                flipped += Integer.bitCount(b & 0xFF);
            }
            seen[flipped]++;
            assertThat(frame).as("the sender's array is not changed").containsOnly(0);
        }
        assertThat(seen[0]).isZero();
        // 100 expected of each count, standard deviation 8.2; accepted within 5 of those
        assertThat(List.of(seen[1], seen[2], seen[3]))
                .allSatisfy(n -> assertThat(n).isBetween(59, 141));
    }

    @Test
    void repeatedFramesArriveTwice() throws Exception {
        assertThat(exchange(link(ALL_TWICE, NONE), 2)).containsExactly(0, 0, 1, 1);
        assertThat(exchange(link(NONE, ALL_TWICE), 2)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void aReorderedFrameArrivesAfterTheNext() throws Exception {
        // draw 0 decides the first frame: reordered below one half; the second passes
        FaultProbabilities half = new FaultProbabilities(0, 0, 0, 0.5, 0, 0, 1);
        FaultyLink link = new FaultyLink(InProcessLink.to(device), half, NONE, k -> k == 0 ? 0L : -1L);
        assertThat(exchange(link, 3)).containsExactly(1, 0, 2);
        assertThat(link.sent()).isEqualTo(new FaultCounts(Map.of(Fate.PASSED, 2L, Fate.REORDERED, 1L)));
    }

    @Test
    void aDelayedFrameWaitsForItsNumberOfCalls() throws Exception {
        FaultyLink link = link(ALL_LATE, NONE);
        List<Integer> arrived = new ArrayList<>();
        for (byte i = 0; i < 4; i++) {
            link.send(new byte[] {i}, COMMAND);
            arrived.add(device.received().size());
        }
        assertThat(arrived).containsExactly(0, 0, 1, 2);
        FaultyLink slow = link(NONE, ALL_LATE);
        slow.send(new byte[] {9}, COMMAND);
        assertThat(slow.receive(Duration.ZERO)).isNull();
        assertThat(slow.receive(Duration.ZERO)).isNull();
        assertThat(slow.receive(Duration.ZERO)).containsExactly(9);
    }

    @Test
    void aBrokenLinkStaysBroken() {
        FaultyLink link = link(ALL_BREAK, NONE);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> link.send(new byte[1], COMMAND))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("in-process: disconnected by an injected fault");
        }
        assertThatThrownBy(() -> link.receive(Duration.ZERO)).isInstanceOf(LinkException.class);
        assertThat(link.sent().of(Fate.DISCONNECTED)).isEqualTo(1);
        assertThat(device.received()).isEmpty();
    }

    @Test
    void faultsOccurAsOftenAsTheyShould() throws Exception {
        FaultProbabilities odds = new FaultProbabilities(0.1, 0.05, 0.04, 0.03, 0.02, 0, 3);
        FaultyLink link = link(odds, NONE);
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            link.send(new byte[8], COMMAND);
        }
        FaultCounts c = link.sent();
        assertThat(c.frames()).isEqualTo(n);
        assertBinomial(c.lost(), n, 0.1);
        assertBinomial(c.of(Fate.FLIPPED), n, 0.05);
        assertBinomial(c.of(Fate.DUPLICATED), n, 0.04);
        assertBinomial(c.of(Fate.REORDERED), n, 0.03);
        assertBinomial(c.of(Fate.DELAYED), n, 0.02);
    }

    @Test
    void theSameDrawsInjectTheSameFaults() throws Exception {
        FaultProbabilities odds = new FaultProbabilities(0.2, 0.2, 0.2, 0.2, 0.1, 0, 3);
        List<Integer> once = exchange(link(odds, odds), 200);
        assertThat(exchange(link(odds, odds), 200)).isEqualTo(once);
        RandomStream other = RandomStream.of(8, "transport.faults");
        assertThat(exchange(new FaultyLink(InProcessLink.to(new EchoEndpoint()), odds, odds, other::bits), 200))
                .isNotEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void aProbabilityOutsideZeroToOneIsRefused(double value) {
        assertThatThrownBy(() -> new FaultProbabilities(0, 0, value, 0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duplication is " + value + "; allowed: 0 to 1");
    }

    @Test
    void probabilitiesThatExceedOneTogetherAreRefused() {
        assertThatThrownBy(() -> new FaultProbabilities(0.5, 0.5, 0.5, 0, 0, 0, 1))
                .hasMessage("the fault probabilities add up to 1.5; allowed: at most 1");
        assertThatThrownBy(() -> new FaultProbabilities(0, 0, 0, 0, 0, 0, 0))
                .hasMessage("delayCalls is 0; allowed: 1 to 1000");
    }

    private FaultyLink link(FaultProbabilities sending, FaultProbabilities receiving) {
        return new FaultyLink(
                InProcessLink.to(device), sending, receiving, RandomStream.of(7, "transport.faults")::bits);
    }

    private static List<Integer> exchange(FaultyLink link, int frames) throws LinkException {
        List<Integer> arrived = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            link.send(new byte[] {(byte) i}, COMMAND);
            for (byte[] back = link.receive(Duration.ZERO); back != null; back = link.receive(Duration.ZERO)) {
                arrived.add((int) back[0]);
            }
        }
        return arrived;
    }

    /** Within 5 standard deviations of the binomial law. */
    private static void assertBinomial(long count, int n, double p) {
        assertThat((double) count).isCloseTo(n * p, within(5 * Math.sqrt(n * p * (1 - p))));
    }
}
