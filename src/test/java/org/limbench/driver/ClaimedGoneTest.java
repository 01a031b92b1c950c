package org.limbench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.testkit.ChatteringLink;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.ForwardingLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

/** Of a device that a carrier was told is gone, the answer decides and not the tale. */
final class ClaimedGoneTest {
    private static final String CLAIM = "mqtt://b/lab/x: the broker keeps OFFLINE for the device";

    private final ManualClock clock = new ManualClock();

    /** Carries, but for the next few messages, while the device is said to be gone. */
    private static final class DoubtedLink extends ForwardingLink {
        private int losing;

        DoubtedLink(Link inner) {
            super(inner);
        }

        @Override
        public void send(byte[] bytes, SendHints hints) throws LinkException {
            if (losing > 0) {
                losing--;
            } else {
                super.send(bytes, hints);
            }
        }

        @Override
        public @Nullable String trouble() {
            return CLAIM;
        }

        @Override
        public boolean carries() {
            return true;
        }
    }

    @Test
    void aDeviceSaidToBeGoneIsGreetedAndAskedAgain() {
        DoubtedLink link = new DoubtedLink(InProcessLink.to(TestDevice.small(clock).device));
        link.losing = 3;
        try (Session session =
                Session.open(link, SessionOptions.builder(clock, 7).build())) {
            link.losing = 2;
            assertThat(session.execute(List.of(new ReadRequest(new Tile(0, 0, 4, 3), 1))))
                    .hasSize(1);
        }
    }

    @Test
    void aSilentOneIsToldWithWhatIsSaidOfIt() {
        Link silent = new DoubtedLink(new ChatteringLink("x", clock, Duration.ofMillis(10), () -> new byte[0]));
        assertThatThrownBy(() ->
                        Session.open(silent, SessionOptions.builder(clock, 7).build()))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessage(CLAIM + "; no answer within 5.0 s");
    }
}
