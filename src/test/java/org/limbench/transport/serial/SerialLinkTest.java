package org.limbench.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/** The host's serial link against a real pseudo-terminal. */
@Timeout(60)
final class SerialLinkTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private PseudoTerminal terminal;

    @BeforeEach
    void makeATerminal() throws LinkException {
        terminal = PseudoTerminal.open();
    }

    @AfterEach
    void closeTheTerminal() {
        terminal.close();
    }

    @Test
    void everyByteValuePassesUnchangedBothWays() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        try (Link host = open()) {
            host.send(all, COMMAND);
            assertThat(readFromTerminal(256)).isEqualTo(all);
            terminal.write(all, LIMIT);
            assertThat(receive(host, 256)).isEqualTo(all);
            assertThat(host.kind()).isEqualTo(LinkKind.STREAM);
        }
    }

    @Test
    void manyPiecesArriveWholeAndInOrder() throws Exception {
        int pieces = 3000;
        try (Link host = open()) {
            CompletableFuture<byte[]> echoed = CompletableFuture.supplyAsync(() -> {
                try {
                    return receive(host, pieces * 37);
                } catch (LinkException e) {
                    throw new IllegalStateException(e);
                }
            });
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
                try {
                    for (int count = 0; count < pieces * 37; ) {
                        byte[] bytes = Objects.requireNonNull(terminal.read(LIMIT));
                        terminal.write(bytes, LIMIT);
                        count += bytes.length;
                    }
                } catch (LinkException e) {
                    throw new IllegalStateException(e);
                }
            });
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            for (int i = 0; i < pieces; i++) {
                byte[] piece = new byte[37];
                for (int j = 0; j < piece.length; j++) {
                    piece[j] = (byte) (i * 7 + j);
                }
                host.send(piece, COMMAND);
                sent.writeBytes(piece);
            }
            echo.get(20, TimeUnit.SECONDS);
            assertThat(echoed.get(20, TimeUnit.SECONDS)).isEqualTo(sent.toByteArray());
        }
    }

    @Test
    void silenceEndsWithTheTimeoutAndNotWithTheDriversSlice() throws Exception {
        try (Link host = open()) {
            long[] nanos = new long[41];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertThat(host.receive(Duration.ofMillis(2))).isNull();
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            // in the driver's slices of 100 ms one would end at once and the next after a slice
            assertThat(nanos[nanos.length * 3 / 4]).as("most of the waits, ns").isBetween(2_000_000L, 50_000_000L);
        }
    }

    @Test
    void aPeerThatDiesIsReportedAndNothingSpins() throws Exception {
        try (Link host = open()) {
            CompletableFuture<Void> receiver = CompletableFuture.runAsync(() -> {
                try {
                    host.receive(Duration.ofMinutes(5));
                } catch (LinkException e) {
                    throw new IllegalStateException(e.getMessage());
                }
            });
            terminal.close();
            Await.until("it is told within two seconds", Duration.ofSeconds(2), receiver::isDone);
            assertThatThrownBy(receiver::get)
                    .hasRootCauseMessage(host.address() + ": the device is gone (hung up or unplugged)");
            assertThatThrownBy(() -> host.send(new byte[] {1}, COMMAND)).isInstanceOf(LinkException.class);
            assertThatThrownBy(() -> host.receive(LIMIT)).isInstanceOf(LinkException.class);
            Await.until(
                    "the reader ends instead of spinning",
                    LIMIT,
                    () -> Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                            .noneMatch(thread -> thread != null
                                    && thread.getThreadName().equals("serial-reader " + terminal.device())));
        }
    }

    @Test
    void aPeerThatTakesNothingEndsTheWrite() throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (Link host = SerialLink.open(terminal.device().toString(), 115_200, System::nanoTime, limit)) {
            assertThatThrownBy(() -> host.send(new byte[1 << 20], COMMAND))
                    .isInstanceOf(LinkException.class)
                    .hasMessage(host.address() + ": the device took no more bytes for 300 ms; closed");
        }
    }

    @Test
    void whatAnEarlierUserLeftIsDiscarded() throws Exception {
        terminal.write("left by a crashed program".getBytes(java.nio.charset.StandardCharsets.UTF_8), LIMIT);
        try (Link host = open()) {
            terminal.write(new byte[] {42}, LIMIT);
            assertThat(receive(host, 1)).containsExactly(42);
        }
    }

    @Test
    void aTakenPortIsRefusedInOneLine() throws Exception {
        try (Link first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LinkException.class)
                    .hasMessage("serial:" + terminal.device() + ": is taken: locked by another part of this program");
            first.send(new byte[] {1}, COMMAND);
            assertThat(readFromTerminal(1)).containsExactly(1);
        }
        open().close();
    }

    @Test
    void aSymbolicLinkIsFollowedWhenOpening() throws Exception {
        Path link = directory.resolve("lim0");
        Files.createSymbolicLink(link, Path.of("/nowhere"));
        assertThatThrownBy(() -> SerialLink.open(link.toString(), 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:" + link + ": no such port: the link points to /nowhere, which does not exist");
        Files.delete(link);
        Files.createSymbolicLink(link, terminal.device());
        try (Link host = SerialLink.open(link.toString(), 9600, System::nanoTime)) {
            assertThat(host.address()).isEqualTo("serial:" + link);
            host.send(new byte[] {3}, COMMAND);
            assertThat(readFromTerminal(1)).containsExactly(3);
        }
    }

    @Test
    void whatIsNotASerialPortIsRefusedInOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> SerialLink.open("/dev/no-such-port", 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:/dev/no-such-port: no such port");
        assertThatThrownBy(() -> SerialLink.open("no-such-port-name", 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:no-such-port-name: no such port");
        assertThatThrownBy(() -> SerialLink.open(file.toString(), 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:" + file + ": is not a serial port but a file");
        assertThatThrownBy(() -> SerialLink.open(directory.toString(), 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:" + directory + ": is not a serial port but a directory");
        assertThatThrownBy(() -> SerialLink.open(file + "/port", 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:" + file + "/port: cannot be looked up: Not a directory");
        assertThatThrownBy(() -> SerialLink.open("/dev/null", 9600, System::nanoTime))
                .isInstanceOf(LinkException.class)
                .hasMessage("serial:/dev/null: is not a serial port: it knows no serial settings (error 25)");
        assertThatThrownBy(() -> SerialLink.open(terminal.device().toString(), 0, System::nanoTime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baud is 0");
    }

    @Test
    void closingUnblocksTheReceiverAndIsIdempotent() throws Exception {
        Link host = open();
        CompletableFuture<Void> receiver = CompletableFuture.runAsync(() -> {
            try {
                host.receive(Duration.ofMinutes(5));
            } catch (LinkException e) {
                throw new IllegalStateException(e.getMessage());
            }
        });
        host.close();
        host.close();
        assertThatThrownBy(() -> receiver.get(5, TimeUnit.SECONDS)).hasRootCauseMessage(host.address() + ": closed");
    }

    private SerialLink open() throws LinkException {
        return SerialLink.open(terminal.device().toString(), 921_600, System::nanoTime);
    }

    private byte[] readFromTerminal(int count) throws LinkException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            all.writeBytes(Objects.requireNonNull(terminal.read(LIMIT), "silence after " + all.size()));
        }
        return all.toByteArray();
    }

    private static byte[] receive(Link link, int count) throws LinkException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            all.writeBytes(Objects.requireNonNull(link.receive(LIMIT), "silence after " + all.size()));
        }
        return all.toByteArray();
    }
}
