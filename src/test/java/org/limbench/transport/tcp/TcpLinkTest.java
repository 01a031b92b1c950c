package org.limbench.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

@Timeout(30)
final class TcpLinkTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private TcpListener listener;
    private Link host;
    private Link device;

    @BeforeEach
    void connectAPair() throws LinkException {
        listener = new TcpListener("127.0.0.1", 0);
        host = TcpLink.connect("127.0.0.1", listener.port(), LIMIT, Duration.ofMillis(200));
        device = Objects.requireNonNull(listener.accept(LIMIT));
    }

    @AfterEach
    void closeAll() {
        host.close();
        listener.close();
    }

    @Test
    void bytesPassBothWays() throws Exception {
        host.send(new byte[] {1, 0, -1}, COMMAND);
        assertThat(device.receive(LIMIT)).containsExactly(1, 0, -1);
        device.send(new byte[] {7}, SendHints.on(Channel.REPLY));
        assertThat(host.receive(LIMIT)).containsExactly(7);
        assertThat(host.kind()).isEqualTo(LinkKind.STREAM);
    }

    @Test
    void moreThanTheBuffersHoldArrivesWholeAndInOrder() throws Exception {
        byte[] sent = new byte[3_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 ^ i >> 8);
        }
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readAll(device, sent.length));
        host.send(sent, COMMAND);
        assertThat(Arrays.equals(received.get(20, TimeUnit.SECONDS), sent)).isTrue();
    }

    @Test
    void silenceEndsWithTheTimeout() throws Exception {
        assertThat(host.receive(Duration.ofMillis(2))).isNull();
        assertThat(host.receive(Duration.ZERO)).isNull();
        assertThat(listener.accept(Duration.ZERO)).isNull();
    }

    @Test
    void aPeerThatLeavesIsReportedAfterItsLastBytes() throws Exception {
        device.send(new byte[] {5}, COMMAND);
        device.close();
        assertThat(host.receive(LIMIT)).containsExactly(5);
        assertThatThrownBy(() -> host.receive(LIMIT))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("tcp:127.0.0.1:" + listener.port())
                .hasMessageContaining("peer closed");
    }

    @Test
    void aPeerThatTakesNothingEndsTheWrite() {
        assertThatThrownBy(() -> host.send(new byte[64 << 20], COMMAND))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("took no byte for 200 ms");
        assertThatThrownBy(() -> host.send(new byte[1], COMMAND)).isInstanceOf(LinkException.class);
    }

    @Test
    void closingUnblocksTheReceiver() throws Exception {
        CompletableFuture<Void> receiver = CompletableFuture.runAsync(() -> {
            try {
                host.receive(Duration.ofMinutes(5));
            } catch (LinkException e) {
                throw new IllegalStateException(e);
            }
        });
        host.close();
        assertThatThrownBy(() -> receiver.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(Exception.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingTheListenerClosesWhatItGaveOut() {
        listener.close();
        assertThatThrownBy(() -> host.receive(LIMIT)).isInstanceOf(LinkException.class);
        assertThatThrownBy(() -> listener.accept(LIMIT))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aSecondHostIsAcceptedAfterTheFirstLeft() throws Exception {
        host.close();
        assertThatThrownBy(() -> device.receive(LIMIT)).isInstanceOf(LinkException.class);
        try (Link second = TcpLink.connect("127.0.0.1", listener.port(), LIMIT)) {
            Link served = Objects.requireNonNull(listener.accept(LIMIT));
            second.send(new byte[] {2}, COMMAND);
            assertThat(served.receive(LIMIT)).containsExactly(2);
        }
    }

    @Test
    void nobodyListeningAndATakenPortAreOneClearLineEach() {
        int port = listener.port();
        assertThatThrownBy(() -> new TcpListener("127.0.0.1", port))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("tcp:127.0.0.1:" + port + ": cannot listen");
        listener.close();
        assertThatThrownBy(() -> TcpLink.connect("127.0.0.1", port, LIMIT))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("tcp:127.0.0.1:" + port + ": cannot connect: Connection refused");
        assertThatThrownBy(() -> TcpLink.connect("no-such-host.invalid", port, LIMIT))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("host name is unknown");
    }

    private static byte[] readAll(Link link, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            while (all.size() < count) {
                byte[] piece = link.receive(LIMIT);
                if (piece == null) {
                    throw new AssertionError("only " + all.size() + " bytes arrived");
                }
                all.writeBytes(piece);
            }
        } catch (LinkException e) {
            throw new AssertionError(e);
        }
        return all.toByteArray();
    }
}
