package org.limbench.transport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;
import org.limbench.testkit.EchoEndpoint;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

final class FaultLaneTest {
    private static final SendHints HINTS = SendHints.on(Channel.COMMAND);

    /** A frame opens the session its first byte names, if that is above 100. */
    private static final FrameView VIEW = new FrameView() {
        @Override
        public List<byte[]> cut(byte[] received) {
            return IntStream.range(0, received.length)
                    .mapToObj(i -> new byte[] {received[i]})
                    .toList();
        }

        @Override
        public long sessionOpened(byte[] frame) {
            return frame[0] > 100 ? frame[0] : 0;
        }
    };

    @Test
    void droppedFramesVanishAndTheRestPasses() {
        FaultLane lane = lane(once(2, 0, 2, new FrameFault.Drop()));
        assertThat(through(lane, 1, 5)).containsExactly(1, 4, 5);
        assertThat(lane.counts()).isEqualTo(new FaultCounts(Map.of(Fate.PASSED, 3L, Fate.LOST, 2L)));
    }

    @Test
    void keepAndDropRepeatsForEver() {
        LinkFaults faults = read("script: [{do: keepAndDrop, direction: toDevice, keep: 3, drop: 2}]");
        assertThat(through(lane(faults), 1, 12)).containsExactly(1, 2, 3, 6, 7, 8, 11, 12);
    }

    @Test
    void aFaultComesAgainEverySoManyFrames() {
        assertThat(through(lane(once(3, 3, 1, new FrameFault.Drop())), 1, 7)).containsExactly(1, 2, 4, 5, 7);
    }

    @Test
    void namedBitsAreInvertedModuloTheLengthOfTheFrame() {
        FaultLane lane = lane(once(1, 0, 1, new FrameFault.Flip(List.of(0, 15, 17), 1)));
        byte[] frame = {0, 0};
        assertThat(lane.offer(new FaultLane.Frame(frame, HINTS))).isNull();
        assertThat(polled(lane).get(0)).containsExactly(0b11, 0b10000000);
        assertThat(frame).as("the sender's array").containsOnly(0);
        assertThat(lane.counts().of(Fate.FLIPPED)).isOne();
    }

    @Test
    void soManyBitsAreDrawnAsTheScriptSays() {
        FaultLane lane = lane(once(1, 1, 1, new FrameFault.Flip(List.of(), 3)));
        for (int i = 0; i < 50; i++) {
            lane.offer(new FaultLane.Frame(new byte[16], HINTS));
            assertThat(ones(polled(lane).get(0))).isEqualTo(3);
        }
    }

    @Test
    void aTruncatedFrameKeepsItsBeginning() {
        FaultLane lane = lane(once(1, 0, 2, new FrameFault.Truncate(2)));
        lane.offer(new FaultLane.Frame(new byte[] {7, 8, 9}, HINTS));
        lane.offer(new FaultLane.Frame(new byte[] {5}, HINTS));
        assertThat(polled(lane)).containsExactly(new byte[] {7, 8}, new byte[] {5});
    }

    @Test
    void drawnTruncationLeavesAnyShorterLength() {
        FaultProbabilities odds = new FaultProbabilities(0, 0, 0, 0, 0, 0, 1, 1);
        FaultLane lane = lanes(new LinkFaults(odds, odds, List.of(), LineTiming.NONE), LinkKind.STREAM)
                .lane(LinkDirection.TO_DEVICE);
        Set<Integer> lengths = new java.util.TreeSet<>();
        for (int i = 0; i < 200; i++) {
            lane.offer(new FaultLane.Frame(new byte[4], HINTS));
            lengths.add(polled(lane).get(0).length);
        }
        assertThat(lengths).containsExactly(0, 1, 2, 3);
        assertThat(lane.counts().of(Fate.TRUNCATED)).isEqualTo(200);
    }

    @Test
    void aDuplicateComesAsOftenAsAsked() {
        assertThat(through(lane(once(2, 0, 1, new FrameFault.Duplicate(2))), 1, 3))
                .containsExactly(1, 2, 2, 2, 3);
    }

    @Test
    void aTransposedFrameComesAfterTheNext() {
        assertThat(through(lane(once(2, 0, 1, new FrameFault.Transpose())), 1, 4))
                .containsExactly(1, 3, 2, 4);
    }

    @Test
    void frozenFramesComeTogetherOnceTheRunIsOver() {
        FaultLane lane = lane(once(2, 0, 3, new FrameFault.Freeze()));
        List<Integer> when = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            lane.offer(new FaultLane.Frame(new byte[] {(byte) i}, HINTS));
            when.add(polled(lane).size());
        }
        assertThat(when).containsExactly(1, 0, 0, 3, 1);
        assertThat(lane.counts().of(Fate.FROZEN)).isEqualTo(3);
    }

    @Test
    void aSideThatHasFailedIsHeardAgainInTheNextSession() {
        FaultLanes lanes = lanes(
                script(new ScriptedFault(Set.of(LinkDirection.TO_HOST), 2, 0, 1, new FrameFault.Fail())),
                LinkKind.STREAM);
        FaultLane toHost = lanes.lane(LinkDirection.TO_HOST);
        lanes.sent(LinkDirection.TO_DEVICE, new byte[] {101});
        assertThat(through(toHost, 1, 4)).containsExactly(1);
        lanes.sent(LinkDirection.TO_DEVICE, new byte[] {101});
        assertThat(through(toHost, 5, 5)).as("the same hello again").isEmpty();
        lanes.sent(LinkDirection.TO_DEVICE, new byte[] {5});
        assertThat(through(toHost, 6, 6)).as("no hello").isEmpty();
        lanes.sent(LinkDirection.TO_DEVICE, new byte[] {102});
        assertThat(through(toHost, 7, 8)).containsExactly(7, 8);
        assertThat(toHost.counts()).isEqualTo(new FaultCounts(Map.of(Fate.PASSED, 3L, Fate.SWALLOWED, 5L)));
    }

    @Test
    void aHostThatHasFailedIsHeardAgainWithItsNextHello() {
        FaultLanes lanes = lanes(script(once(2, 0, 1, new FrameFault.Fail())), LinkKind.STREAM);
        FaultLane toDevice = lanes.lane(LinkDirection.TO_DEVICE);
        List<Integer> arrived = new ArrayList<>();
        for (byte frame : new byte[] {101, 1, 2, 101, 102, 3}) {
            lanes.sent(LinkDirection.TO_DEVICE, new byte[] {frame});
            arrived.addAll(through(toDevice, frame, frame));
        }
        assertThat(arrived).containsExactly(101, 102, 3);
    }

    @Test
    void whatNeedsAClockOrTheLinkIsHandedToTheOwner() {
        FaultLane lane = lane(new LinkFaults(
                FaultProbabilities.NONE,
                FaultProbabilities.NONE,
                List.of(
                        once(1, 0, 1, new FrameFault.Stall(20)),
                        once(2, 0, 1, new FrameFault.Cut(new Outage(Outage.Manner.SILENT, 2, 0)))),
                LineTiming.NONE));
        assertThat(lane.offer(new FaultLane.Frame(new byte[] {1}, HINTS))).isEqualTo(new FrameFault.Stall(20));
        assertThat(polled(lane)).as("arrives after the stall").hasSize(1);
        assertThat(lane.offer(new FaultLane.Frame(new byte[] {2}, HINTS)))
                .isEqualTo(new FrameFault.Cut(new Outage(Outage.Manner.SILENT, 2, 0)));
        assertThat(polled(lane)).as("lost with the link").isEmpty();
        assertThat(through(lane, 3, 3)).containsExactly(3);
    }

    @Test
    void ofTwoFaultsAtAFrameTheFirstStrikesAndNothingIsDrawn() {
        FaultProbabilities allLost = new FaultProbabilities(1, 0, 0, 0, 0, 0, 1);
        FaultLane lane = lane(new LinkFaults(
                allLost,
                allLost,
                List.of(once(2, 0, 1, new FrameFault.Duplicate(1)), once(2, 0, 1, new FrameFault.Drop())),
                LineTiming.NONE));
        assertThat(through(lane, 1, 3)).containsExactly(2, 2);
    }

    @Test
    void theOtherDirectionIsLeftAlone() {
        FaultLanes lanes = lanes(script(once(1, 1, 1, new FrameFault.Drop())), LinkKind.STREAM);
        assertThat(through(lanes.lane(LinkDirection.TO_HOST), 1, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void aCarrierOfMessagesDamagesNone() {
        FaultLane lane = lanes(
                        new LinkFaults(
                                FaultProbabilities.NONE,
                                FaultProbabilities.NONE,
                                List.of(
                                        once(1, 0, 1, new FrameFault.Flip(List.of(1), 1)),
                                        once(2, 0, 1, new FrameFault.Truncate(0))),
                                LineTiming.NONE),
                        LinkKind.MESSAGES)
                .lane(LinkDirection.TO_DEVICE);
        assertThat(through(lane, 1, 2)).containsExactly(1, 2);
        assertThat(lane.counts().of(Fate.PASSED)).isEqualTo(2);
    }

    @Test
    void whatIsOnItsWayIsLostWithTheLinkAndTheCountGoesOn() {
        FaultLane lane = lane(new LinkFaults(
                FaultProbabilities.NONE,
                FaultProbabilities.NONE,
                List.of(once(1, 0, 1, new FrameFault.Transpose()), once(3, 0, 1, new FrameFault.Drop())),
                LineTiming.NONE));
        assertThat(through(lane, 1, 1)).isEmpty();
        lane.clear();
        assertThat(through(lane, 2, 4)).containsExactly(2, 4);
    }

    @Test
    void aFaultyLinkFollowsItsScriptFrameByFrameHoweverTheStreamIsCut() throws Exception {
        LinkFaults faults = new LinkFaults(
                FaultProbabilities.NONE,
                FaultProbabilities.NONE,
                List.of(
                        ScriptedFault.once(LinkDirection.TO_HOST, 2, new FrameFault.Drop()),
                        ScriptedFault.once(LinkDirection.TO_DEVICE, 2, new FrameFault.Cut(Outage.NONE))),
                LineTiming.NONE);
        FaultyLink link = new FaultyLink(
                InProcessLink.to(new EchoEndpoint()),
                faults,
                LinkDirection.TO_DEVICE,
                RandomStream.of(1, "test")::bits,
                VIEW);
        link.send(new byte[] {1, 2, 3}, HINTS); // echoed in one piece, which the view takes for three frames
        assertThat(link.receive(java.time.Duration.ZERO)).containsExactly(1);
        assertThat(link.receive(java.time.Duration.ZERO)).containsExactly(3);
        assertThatThrownBy(() -> link.send(new byte[] {4}, HINTS)).isInstanceOf(LinkException.class);
    }

    @Test
    void aFaultyLinkHasNoClock() {
        LinkFaults slow = new LinkFaults(
                FaultProbabilities.NONE, FaultProbabilities.NONE, List.of(), new LineTiming(100, 0, 0, 0));
        assertThatThrownBy(() -> new FaultyLink(
                        InProcessLink.to(new EchoEndpoint()), slow, LinkDirection.TO_DEVICE, k -> k, VIEW))
                .hasMessageContaining("allowed: such as go by count of frames");
    }

    private static ScriptedFault once(long first, long every, long frames, FrameFault fault) {
        return new ScriptedFault(Set.of(LinkDirection.TO_DEVICE), first, every, frames, fault);
    }

    private static LinkFaults script(ScriptedFault fault) {
        return new LinkFaults(FaultProbabilities.NONE, FaultProbabilities.NONE, List.of(fault), LineTiming.NONE);
    }

    private static LinkFaults read(String text) {
        return LinkFaultsReader.read(FaultSection.parse("f.yaml", text));
    }

    private static FaultLane lane(ScriptedFault fault) {
        return lane(script(fault));
    }

    private static FaultLane lane(LinkFaults faults) {
        return lanes(faults, LinkKind.STREAM).lane(LinkDirection.TO_DEVICE);
    }

    private static FaultLanes lanes(LinkFaults faults, LinkKind kind) {
        RandomStream draws = RandomStream.of(7, "transport.faults");
        return new FaultLanes(faults, draws::bits, draws.split(1)::bits, kind, VIEW);
    }

    /** Sends frames of one byte, from one number to another, and returns those that arrive. */
    private static List<Integer> through(FaultLane lane, int from, int to) {
        List<Integer> arrived = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            lane.tick();
            lane.offer(new FaultLane.Frame(new byte[] {(byte) i}, HINTS));
            polled(lane).forEach(bytes -> arrived.add((int) bytes[0]));
        }
        return arrived;
    }

    private static List<byte[]> polled(FaultLane lane) {
        List<byte[]> arrived = new ArrayList<>();
        for (FaultLane.Frame due = lane.poll(); due != null; due = lane.poll()) {
            arrived.add(due.bytes());
        }
        return arrived;
    }

    private static int ones(byte[] bytes) {
        ByteBuffer longs = ByteBuffer.wrap(bytes);
        return Long.bitCount(longs.getLong()) + Long.bitCount(longs.getLong());
    }
}
