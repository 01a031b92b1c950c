package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.Ack;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.MeterRequest;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.WireLimits;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.tcp.TcpLink;
import org.limbench.transport.tcp.TcpListener;

/** Strangers at a device's socket, who can keep nobody out, hear nothing, and make it neither grow nor shout. */
@Timeout(60)
final class StrangersTest {
    private static final int MANY = 30;
    /** What the longest answer to the shortest frame may be of it. */
    private static final int MOST_AMPLIFICATION = 16;

    private final TestDevice device = TestDevice.small(System::nanoTime);
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Thread server;
    private int port;

    @BeforeEach
    void serve() throws LinkException {
        TcpListener listener = new TcpListener("127.0.0.1", 0);
        port = listener.port();
        server = new DeviceServer(device.device, FaultPlan.none()).start(listener, running::get, gone -> {});
    }

    @AfterEach
    void stop() throws Exception {
        running.set(false);
        server.join();
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private Socket stranger() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(socket);
        return socket;
    }

    private Session host(long session) throws LinkException {
        Link link = TcpLink.connect("127.0.0.1", port, Duration.ofSeconds(5));
        open.add(link);
        return Session.open(
                link, SessionOptions.builder(System::nanoTime, session).build());
    }

    private static ReceiptStatus update(Session host) {
        return host.execute(new PulseTrain(
                        new Tile(0, 0, 4, 3), Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, 1))
                .status();
    }

    private static byte[] frame(long session, long seq, org.limbench.protocol.Message message) {
        return FrameCodec.encode(new Envelope(session, seq, message));
    }

    private static byte[] hello(long session) {
        return frame(session, 0, new Hello(WireLimits.PROTO_MAJOR, 0, session, 60_000, "stranger", 1024));
    }

    @Test
    void whoConnectsAndSaysNothingKeepsNobodyOut() throws Exception {
        stranger();
        byte[] begun = hello(3);
        stranger().getOutputStream().write(begun, 0, begun.length / 2);
        try (Session host = host(7)) {
            assertThat(update(host)).isEqualTo(ReceiptStatus.APPLIED);
        }
        assertThat(device.cells.commands()).isEqualTo(1);
    }

    @Test
    void oneTooManyTakesThePlaceOfTheOldestWhoHoldsNothing() throws Exception {
        Socket first = stranger();
        try (Session host = host(7)) {
            assertThat(update(host)).isEqualTo(ReceiptStatus.APPLIED);
            for (int i = 0; i < MANY; i++) {
                stranger();
            }
            assertThat(first.getInputStream().read())
                    .as("the oldest is shown out")
                    .isEqualTo(-1);
            assertThat(update(host)).as("the host at work is not").isEqualTo(ReceiptStatus.APPLIED);
            assertThatThrownBy(() -> host(8))
                    .as("another host is told")
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("LEASE_HELD")
                    .hasMessageContaining("held by");
        }
        assertThat(device.cells.commands()).isEqualTo(2);
        assertThat(servingThreads()).isLessThanOrEqualTo(9);
    }

    private long servingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("limbench-serves-tcp"))
                .count();
    }

    @Test
    void whoTakesNoAnswersHoldsUpThemselvesAlone() throws Exception {
        try (SocketChannel deaf = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            deaf.configureBlocking(false);
            byte[] many = new byte[1 << 16];
            byte[] one = frame(9, 1, new MeterRequest());
            for (int i = 0; i + one.length <= many.length; i += one.length) {
                System.arraycopy(one, 0, many, i, one.length);
            }
            int full = 0;
            while (full < 3) {
                full = deaf.write(ByteBuffer.wrap(many)) == 0 ? full + 1 : 0;
                Thread.onSpinWait();
            }
            try (Session host = host(7)) {
                assertThat(update(host)).isEqualTo(ReceiptStatus.APPLIED);
            }
        }
    }

    @Test
    void whatBelongsToASessionGoesToItsHolderAlone() {
        ManualClock clock = new ManualClock();
        TestDevice metered = TestDevice.small(clock);
        DevicePeer holder = metered.device.newPeer();
        DevicePeer stranger = metered.device.newPeer();
        List<byte[]> heard = new ArrayList<>();
        List<byte[]> overheard = new ArrayList<>();
        holder.receive(LinkKind.STREAM, hello(7), (bytes, hints) -> heard.add(bytes));
        holder.receive(LinkKind.STREAM, frame(7, 1, new MeterStream(true, 10)), (bytes, hints) -> heard.add(bytes));
        heard.clear();
        clock.advance(Duration.ofMillis(20));
        stranger.receive(LinkKind.STREAM, new byte[] {0, 1, 2, 0}, (bytes, hints) -> overheard.add(bytes));
        stranger.idle(LinkKind.STREAM, (bytes, hints) -> overheard.add(bytes));
        assertThat(overheard).as("what is due is not for a stranger").isEmpty();
        holder.idle(LinkKind.STREAM, (bytes, hints) -> heard.add(bytes));
        assertThat(heard).as("but for the holder").hasSize(1);
        stranger.receive(LinkKind.STREAM, hello(8), (bytes, hints) -> overheard.add(bytes));
        assertThat(overheard).as("told that it is held, and no more").hasSize(1);
        assertThat(holder.holdsTheSession()).isTrue();
        assertThat(stranger.holdsTheSession()).isFalse();
    }

    @Test
    void garbageIsNeverAnswered() {
        RandomStream draws = RandomStream.of(1, "test.garbage");
        byte[] garbage = new byte[1 << 20];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) draws.bits(i);
        }
        assertThat(answersTo(device.device.newPeer(), garbage)).isZero();
        assertThat(device.device.updates()).isZero();
    }

    @Test
    void answersToStrangersAreNoLongerThanAFewTimesWhatTheySay() {
        for (byte[] said : List.of(
                frame(0, 0, new Bye("")), frame(1, 1, new MeterRequest()), hello(5), frame(5, 0, new Bye("")))) {
            byte[] flood = new byte[said.length * 1000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(said, 0, flood, i * said.length, said.length);
            }
            DevicePeer stranger = device.device.newPeer();
            assertThat(answersTo(stranger, flood)).isLessThanOrEqualTo((long) MOST_AMPLIFICATION * flood.length);
        }
    }

    @Test
    void aWindowIsSentAgainOnceForHoweverManyAskInABatch() {
        DevicePeer holder = device.device.newPeer();
        answersTo(holder, hello(7));
        long window = 0;
        for (int seq = 1; seq <= 8; seq++) {
            window += answersTo(holder, frame(7, seq, new MeterRequest()));
        }
        byte[] again = frame(7, 0, new Ack(0, 8, true, 0));
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            batch.writeBytes(again);
        }
        assertThat(answersTo(holder, batch.toByteArray())).isBetween(1L, 2 * window);
    }

    /** Bytes that come back, in pieces as a socket brings them. */
    private static long answersTo(DevicePeer peer, byte[] said) {
        long[] answered = {0};
        for (int from = 0; from < said.length; from += 1 << 16) {
            byte[] piece = Arrays.copyOfRange(said, from, Math.min(said.length, from + (1 << 16)));
            peer.receive(LinkKind.STREAM, piece, (bytes, hints) -> answered[0] += bytes.length);
        }
        return answered[0];
    }
}
