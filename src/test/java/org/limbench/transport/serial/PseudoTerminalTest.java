package org.limbench.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;
import org.limbench.testkit.ManualClock;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

@Timeout(60)
final class PseudoTerminalTest {
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void aHostIsServedUnderTheStableLinkAndAnotherAfterIt() throws Exception {
        Path path = directory.resolve("lim0");
        try (PtyListener listener = new PtyListener(path, null)) {
            assertThat(listener.address()).isEqualTo("serial:" + path);
            assertThat(listener.accept(Duration.ZERO)).as("nobody spoke yet").isNull();
            for (byte i = 1; i <= 2; i++) {
                try (Link host = SerialLink.open(path.toString(), 115_200, System::nanoTime)) {
                    host.send(new byte[] {i}, REPLY);
                    Link device = Objects.requireNonNull(listener.accept(LIMIT));
                    assertThat(device.receive(LIMIT)).containsExactly(i);
                    device.send(new byte[] {10, i}, REPLY);
                    device.close();
                    assertThatThrownBy(() -> device.receive(LIMIT)).isInstanceOf(LinkException.class);
                    assertThat(listener.accept(Duration.ZERO)).isNull();
                    assertThat(host.receive(LIMIT))
                            .as("the answer sent last survives the end of its link")
                            .startsWith(10);
                }
            }
        }
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .as("the link is removed")
                .isFalse();
    }

    @Test
    void onlyADanglingLinkIsReplaced() throws Exception {
        Path path = directory.resolve("lim0");
        Files.writeString(path, "precious");
        assertThatThrownBy(() -> new PtyListener(path, null))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("serial:" + path + ": something is there already");
        assertThat(path).hasContent("precious");
        Files.delete(path);

        try (PtyListener first = new PtyListener(path, null)) {
            assertThatThrownBy(() -> new PtyListener(path, null)).hasMessageContaining("something is there already");
            assertThat(first.accept(Duration.ZERO)).isNull();
        }
        Files.createSymbolicLink(path, Path.of("/dev/pts/no-longer-there"));
        try (PtyListener after = new PtyListener(path, null)) {
            assertThat(after.accept(Duration.ZERO)).isNull();
            assertThat(path.toRealPath().toString()).startsWith("/dev/");
        }
        assertThatThrownBy(() -> new PtyListener(directory.resolve("missing/lim0"), null))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("cannot make the symbolic link");
    }

    @Test
    void aLinkThatSomebodyReplacedIsLeftAlone() throws Exception {
        Path path = directory.resolve("lim0");
        PtyListener listener = new PtyListener(path, null);
        Files.delete(path);
        Files.writeString(path, "theirs");
        listener.close();
        assertThat(path).hasContent("theirs");
    }

    @Test
    void aPlainProgramCanReadAfterALibraryChangedTheSettings() throws Exception {
        Path path = directory.resolve("lim0");
        try (PtyListener listener = new PtyListener(path, null)) {
            try (Link host = SerialLink.open(path.toString(), 115_200, System::nanoTime)) {
                host.send(new byte[] {1}, REPLY);
                Link device = Objects.requireNonNull(listener.accept(LIMIT));
                assertThat(device.receive(LIMIT)).containsExactly(1);
            }
            assertThat(listener.accept(Duration.ZERO)).isNull();
            try (RandomAccessFile plain = new RandomAccessFile(path.toString(), "rw")) {
                CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
                    try {
                        return plain.read();
                    } catch (java.io.IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                plain.write(new byte[] {5});
                Link device = Objects.requireNonNull(listener.accept(LIMIT));
                assertThat(device.receive(LIMIT)).containsExactly(5);
                device.send(new byte[] {13}, REPLY);
                assertThat(read.get(10, TimeUnit.SECONDS))
                        .as("neither end of file nor translated")
                        .isEqualTo(13);
            }
        }
    }

    @Test
    void nobodyReadingEndsTheWrite() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.open()) {
            assertThatThrownBy(() -> terminal.write(new byte[1 << 20], Duration.ofMillis(50)))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("nobody read a byte for 50 ms");
            terminal.discardUnread();
            terminal.write(new byte[100], Duration.ofMillis(50));
        }
    }

    @Test
    void closingUnblocksTheReader() throws Exception {
        PseudoTerminal terminal = PseudoTerminal.open();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return java.util.Arrays.toString(terminal.read(Duration.ofMinutes(5)));
            } catch (LinkException e) {
                return e.getMessage();
            }
        });
        terminal.close();
        terminal.close();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo("serial:" + terminal.device() + ": closed");
        assertThatThrownBy(() -> terminal.write(new byte[1], LIMIT)).hasMessageContaining("closed");
        Await.until("the device file is gone", LIMIT, () -> !Files.exists(terminal.device()));
    }

    @Test
    void pacingFollowsTenBitsAByte() {
        ManualClock clock = new ManualClock(Long.MAX_VALUE - 5);
        BaudPacing pacing = new BaudPacing(1000, clock);
        assertThat(pacing.occupy(3)).isEqualTo(30_000_000L);
        clock.advance(Duration.ofMillis(10));
        assertThat(pacing.occupy(1)).as("behind the first").isEqualTo(30_000_000L);
        clock.advance(Duration.ofMillis(100));
        assertThat(pacing.remaining()).isLessThanOrEqualTo(0);
        assertThat(pacing.occupy(1)).as("an idle line saves nothing up").isEqualTo(10_000_000L);
        assertThatThrownBy(() -> new BaudPacing(0, clock)).hasMessageContaining("baud is 0");
    }

    @Test
    void aPacedDeviceTakesItsTime() throws Exception {
        try (PtyListener listener = new PtyListener(null, new BaudPacing(20_000, System::nanoTime))) {
            try (Link host =
                    SerialLink.open(listener.address().substring("serial:".length()), 20_000, System::nanoTime)) {
                host.send(new byte[] {1}, REPLY);
                Link device = Objects.requireNonNull(listener.accept(LIMIT));
                long start = System.nanoTime();
                device.send(new byte[100], REPLY);
                assertThat(host.receive(LIMIT)).isNotEmpty();
                // 1000 bits at 20 kbit/s
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
            }
        }
    }
}
