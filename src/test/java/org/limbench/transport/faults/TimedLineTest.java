package org.limbench.transport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;
import org.limbench.testkit.ManualClock;

final class TimedLineTest {
    private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1_000_000);

    @Test
    void aLineWithoutTimingPassesAtOnce() {
        TimedLine line = line(LineTiming.NONE, LinkDirection.TO_HOST);
        assertThat(line.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        line.offer(new byte[] {1, 2});
        assertThat(line.nanosToNext()).isZero();
        assertThat(line.poll()).containsExactly(1, 2);
        assertThat(line.poll()).isNull();
    }

    @Test
    void framesQueueOnASlowLine() {
        TimedLine line = line(new LineTiming(LineTiming.ofBaud(9600), 0, 0, 0), LinkDirection.TO_DEVICE);
        line.offer(new byte[96]);
        line.offer(new byte[48]);
        assertThat(line.waitingBytes()).isEqualTo(144);
        assertThat(arrivals(line, 1, 200)).containsExactly("96 at 100 ms", "48 at 150 ms");
        assertThat(line.waitingBytes()).isZero();
    }

    @Test
    void aFullPacketGoesAtOnceAndTheRestWaitsForTheLatencyTimer() {
        TimedLine line = line(new LineTiming(0, 16, 0, 0), LinkDirection.TO_HOST);
        clock.advance(Duration.ofMillis(5));
        line.offer(new byte[70]);
        // the packet of 62 goes at 5 ms and starts the timer again, which lets the other 8 go at 21 ms
        assertThat(arrivals(line, 1, 40)).containsExactly("62 at 0 ms", "8 at 16 ms");
    }

    @Test
    void theLatencyTimerRunsFromTheLastPacketEvenWhileNothingIsThere() {
        TimedLine line = line(new LineTiming(0, 16, 0, 0), LinkDirection.TO_HOST);
        clock.advance(Duration.ofMillis(45));
        line.offer(new byte[3]);
        assertThat(line.nanosToNext()).as("three periods end at 48 ms").isEqualTo(3_000_000);
        assertThat(arrivals(line, 1, 20)).containsExactly("3 at 3 ms");
    }

    @Test
    void bytesThatComeBeforeTheTimerShareItsPacket() {
        TimedLine line = line(new LineTiming(0, 16, 0, 0), LinkDirection.TO_HOST);
        line.offer(new byte[10]);
        assertThat(line.poll()).isNull();
        clock.advance(Duration.ofMillis(2));
        line.offer(new byte[20]);
        assertThat(arrivals(line, 1, 20)).containsExactly("30 at 14 ms");
    }

    @Test
    void towardsTheDeviceThereIsNoLatencyTimer() {
        TimedLine line = line(new LineTiming(0, 16, 0, 0), LinkDirection.TO_DEVICE);
        line.offer(new byte[3]);
        assertThat(line.poll()).hasSize(3);
    }

    @Test
    void aFixedLatencyDelaysEverythingAlike() {
        TimedLine line = line(new LineTiming(0, 0, 7, 0), LinkDirection.TO_HOST);
        line.offer(new byte[1]);
        clock.advance(Duration.ofMillis(2));
        line.offer(new byte[2]);
        assertThat(arrivals(line, 1, 10)).containsExactly("1 at 5 ms", "2 at 7 ms");
    }

    @Test
    void jitterIsDrawnAndKeepsTheOrder() {
        List<String> once = jittered(3);
        assertThat(jittered(3)).isEqualTo(once);
        assertThat(jittered(4)).isNotEqualTo(once);
        assertThat(once).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(once.get(i)).startsWith((i + 1) + " at ");
        }
    }

    private List<String> jittered(long seed) {
        TimedLine line = new TimedLine(
                new LineTiming(0, 0, 0, 10), LinkDirection.TO_HOST, true, clock, RandomStream.of(seed, "test")::bits);
        for (int i = 1; i <= 20; i++) {
            line.offer(new byte[i]);
        }
        return arrivals(line, 1, 11);
    }

    @Test
    void nothingLeavesAStalledLineAndEverythingFollows() {
        TimedLine line = line(LineTiming.NONE, LinkDirection.TO_HOST);
        line.offer(new byte[1]);
        line.stall(30);
        clock.advance(Duration.ofMillis(10));
        line.offer(new byte[2]);
        assertThat(line.nanosToNext()).isEqualTo(20_000_000);
        assertThat(arrivals(line, 1, 30)).containsExactly("1 at 20 ms", "2 at 20 ms");
    }

    @Test
    void messagesAreNotTornIntoPackets() {
        TimedLine line = new TimedLine(new LineTiming(0, 16, 0, 0), LinkDirection.TO_HOST, false, clock, k -> 0);
        line.offer(new byte[100]);
        assertThat(line.poll()).hasSize(100);
    }

    @Test
    void whatGoesInComesOutByteForByte() {
        TimedLine line = line(new LineTiming(11_520, 16, 1, 3), LinkDirection.TO_HOST);
        byte[] sent = new byte[1000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 7);
        }
        for (int at = 0; at < sent.length; at += 50) {
            line.offer(Arrays.copyOfRange(sent, at, at + 50));
            clock.advance(Duration.ofMillis(1));
        }
        List<Byte> got = new ArrayList<>();
        for (int millis = 0; millis < 200; millis++) {
            clock.advance(Duration.ofMillis(1));
            for (byte[] bytes = line.poll(); bytes != null; bytes = line.poll()) {
                for (byte b : bytes) {
                    got.add(b);
                }
            }
        }
        assertThat(got).hasSize(sent.length);
        for (int i = 0; i < sent.length; i++) {
            assertThat(got.get(i)).isEqualTo(sent[i]);
        }
    }

    @Test
    void timingOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> new LineTiming(-1, 0, 0, 0))
                .hasMessage("bytesPerSecond is -1.0 bytes/s; allowed: 0 to 1000000000 bytes/s");
        assertThatThrownBy(() -> new LineTiming(0, 256, 0, 0))
                .hasMessage("latencyTimerMillis is 256.0 ms; allowed: 0 to 255 ms");
        assertThatThrownBy(() -> new LineTiming(0, 0, Double.NaN, 0)).hasMessageStartingWith("latencyMillis is NaN");
    }

    private TimedLine line(LineTiming timing, LinkDirection direction) {
        return new TimedLine(timing, direction, true, clock, k -> 0);
    }

    /** What arrives when, looking every so many ms. */
    private List<String> arrivals(TimedLine line, int stepMillis, int forMillis) {
        List<String> arrived = new ArrayList<>();
        for (int at = 0; at <= forMillis; at += stepMillis) {
            for (byte[] bytes = line.poll(); bytes != null; bytes = line.poll()) {
                arrived.add(bytes.length + " at " + at + " ms");
            }
            clock.advance(Duration.ofMillis(stepMillis));
        }
        return arrived;
    }
}
