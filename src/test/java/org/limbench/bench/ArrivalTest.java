package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.driver.SessionWatcher;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.inprocess.InProcessLink;

/** A device that is not there yet is waited for, told once; whatever else is wrong is told at once. */
final class ArrivalTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final List<String> told = new ArrayList<>();
    private int attempts;

    private final class Heard implements SessionWatcher {
        @Override
        public void lost(String line) {
            told.add("lost " + line);
        }

        @Override
        public void back(String line) {
            told.add("back " + line);
        }
    }

    private static Link link() {
        return InProcessLink.to(new org.limbench.testkit.EchoEndpoint());
    }

    @Test
    void aPortWhoseFileComesLaterIsWaitedFor() throws LinkException {
        Path port = directory.resolve("lim1");
        DeviceAddress address = DeviceAddress.parse("serial:" + port);
        Link link = Arrival.await(address, LONG, new Heard(), () -> {
            attempts++;
            if (attempts == 1) {
                throw new LinkException("serial:lim1: no such port");
            }
            return link();
        });
        assertThat(link).isNotNull();
        assertThat(attempts).isEqualTo(2);
        assertThat(told)
                .containsExactly(
                        "lost serial:lim1: no such port; waiting up to 30 s for it",
                        "back serial:" + port + " is there");
    }

    @Test
    void aPortNobodyListensOnYetIsWaitedFor() throws LinkException {
        Arrival.await(DeviceAddress.parse("tcp:127.0.0.1:4000"), LONG, new Heard(), () -> {
            attempts++;
            if (attempts < 3) {
                throw new LinkException("refused", new ConnectException("Connection refused"));
            }
            return link();
        });
        assertThat(attempts).isEqualTo(3);
        assertThat(told).hasSize(2);
    }

    @Test
    void aPortThatIsThereAndCannotBeOpenedIsToldAtOnce() throws IOException {
        Path port = Files.createFile(directory.resolve("taken"));
        assertThatThrownBy(() -> Arrival.await(DeviceAddress.parse("serial:" + port), LONG, new Heard(), () -> {
                    attempts++;
                    throw new LinkException("no permission");
                }))
                .isInstanceOf(LinkException.class)
                .hasMessage("no permission");
        assertThat(attempts).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void withoutPatienceThereIsOneAttempt() {
        assertThatThrownBy(() -> Arrival.await(
                        DeviceAddress.parse("serial:" + directory.resolve("lim1")), Duration.ZERO, new Heard(), () -> {
                            attempts++;
                            throw new LinkException("no such port");
                        }))
                .hasMessage("no such port");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void theWaitEndsWithItsLengthInTheMessage() {
        assertThatThrownBy(() -> Arrival.await(
                        DeviceAddress.parse("serial:" + directory.resolve("lim1")),
                        Duration.ofSeconds(1),
                        new Heard(),
                        () -> {
                            throw new LinkException("no such port");
                        }))
                .isInstanceOf(LinkException.class)
                .hasMessage("no such port, also after 1 s");
    }

    @Test
    void whoWatchesEndsTheWait() {
        SessionWatcher stops = new SessionWatcher() {
            @Override
            public void waiting() {
                throw new IllegalStateException("stopped");
            }
        };
        assertThatThrownBy(() ->
                        Arrival.await(DeviceAddress.parse("serial:" + directory.resolve("lim1")), LONG, stops, () -> {
                            throw new LinkException("no such port");
                        }))
                .hasMessage("stopped");
    }
}
