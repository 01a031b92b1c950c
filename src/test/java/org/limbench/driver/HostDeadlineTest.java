package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.testkit.ChatteringLink;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Endpoint;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

/** A deadline is a deadline, whatever arrives. */
final class HostDeadlineTest {
    private static final String NMEA = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";

    private final ManualClock clock = new ManualClock();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Supplier<byte[]> always(byte[] bytes) {
        return () -> bytes;
    }

    private static Supplier<byte[]> noise() {
        RandomStream.Cursor random = RandomStream.of(1, "test.noise").cursor();
        return () -> {
            byte[] bytes = new byte[64];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextBelow(256);
            }
            return bytes;
        };
    }

    static Stream<Arguments> chatter() {
        return Stream.of(
                Arguments.of("OK without a delimiter", always(ascii("OK")), "talks, but not our protocol: 'OKOKOK"),
                Arguments.of("GPS", always(ascii(NMEA)), "talks, but not our protocol: '$GPGGA,123519,4807.038,N..'"),
                Arguments.of("boot log", always(ascii("[ 0.1] boot\n")), "'[ 0.1] boot\\n[ 0.1] boot\\n..'"),
                Arguments.of("zeros", always(new byte[64]), "talks, but not our protocol: '\\x00\\x00"),
                Arguments.of("noise", noise(), "talks, but not our protocol: '"),
                Arguments.of(
                        "frames of another session",
                        always(FrameCodec.encode(new Envelope(99, 0, new Ack(0, 8, false, 1)))),
                        "frames of our protocol came within 5.0 s, but none for this host's hello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatter")
    void aHelloIsGivenUpWhateverArrives(String what, Supplier<byte[]> chatter, String told) {
        Link link = new ChatteringLink("serial:/dev/ttyUSB0", clock, Duration.ofMillis(10), chatter);

        assertThatThrownBy(() ->
                        Session.open(link, SessionOptions.builder(clock, 7).build()))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessageStartingWith("serial:/dev/ttyUSB0: ")
                .hasMessageContaining(told);
        // 25 hellos of 200 ms; a listener of 10 ms is late by no more than that in each
        assertThat(clock.getAsLong()).isLessThan(Duration.ofMillis(5600).toNanos());
    }

    @Test
    void theBaudRateIsAskedAboutOnASerialLineAndThePortOnTcp() {
        assertThat(Overheard.question("serial:/dev/ttyUSB0")).isEqualTo("is it this device, at this baud rate?");
        assertThat(Overheard.question("tcp:localhost:80")).isEqualTo("is it this port?");
    }

    /** Carries to a device until told, then only chatters. */
    private final class TurningLink implements Link {
        private final Link inner;
        private final Link chatter;
        private boolean turned;

        TurningLink(Endpoint device, Supplier<byte[]> chatter) {
            inner = InProcessLink.to(device);
            this.chatter = new ChatteringLink("serial:lim0", clock, Duration.ofMillis(10), chatter);
        }

        @Override
        public LinkKind kind() {
            return LinkKind.STREAM;
        }

        @Override
        public String address() {
            return chatter.address();
        }

        @Override
        public void send(byte[] bytes, SendHints hints) throws LinkException {
            if (!turned) {
                inner.send(bytes, hints);
            }
        }

        @Override
        public byte[] receive(Duration timeout) throws LinkException {
            return turned ? chatter.receive(timeout) : inner.receive(timeout);
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatter")
    void aCommandUnderWayIsGivenUpWhateverArrives(String what, Supplier<byte[]> chatter) {
        TurningLink link = new TurningLink(TestDevice.small(clock).device, chatter);
        Session session = Session.open(link, SessionOptions.builder(clock, 7).build());
        link.turned = true;

        assertThatThrownBy(() -> session.execute(List.of(new ReadRequest(new Tile(0, 0, 4, 3), 1))))
                .isInstanceOfAny(ReplyTimeoutException.class, LinkLostException.class)
                .hasMessageContaining("serial:lim0")
                .hasMessageContaining("commands answered");
        assertThat(clock.getAsLong()).isLessThan(Duration.ofSeconds(15).toNanos());
        session.close();
        assertThat(clock.getAsLong()).isLessThan(Duration.ofSeconds(16).toNanos());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatter")
    void theGoodbyeIsBoundedWhateverArrives(String what, Supplier<byte[]> chatter) {
        TurningLink link = new TurningLink(TestDevice.small(clock).device, chatter);
        Session session = Session.open(link, SessionOptions.builder(clock, 7).build());
        link.turned = true;
        long before = clock.getAsLong();

        session.close();

        assertThat(clock.getAsLong() - before).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aDeviceThatAcknowledgesForEverAndAnswersNothingIsGivenUp() {
        TurningLink link = new TurningLink(
                TestDevice.small(clock).device,
                // the datasheet and the meter have been asked for: two frames are behind
                always(FrameCodec.encode(new Envelope(7, 0, new Ack(3, 8, false, 1)))));
        Session session = Session.open(link, SessionOptions.builder(clock, 7).build());
        link.turned = true;

        assertThatThrownBy(() -> session.execute(List.of(new ReadRequest(new Tile(0, 0, 4, 3), 1))))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessageContaining("acknowledges, but has answered nothing for 40.0 s");
        assertThat(clock.getAsLong())
                .isBetween(
                        Duration.ofSeconds(40).toNanos(), Duration.ofSeconds(42).toNanos());
    }
}
