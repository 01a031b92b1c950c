package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BrokerInboxTest {
    private final BrokerInbox inbox = new BrokerInbox();

    private void flood(int messages, int bytes) {
        for (int i = 0; i < messages; i++) {
            byte[] payload = new byte[bytes];
            payload[0] = (byte) i;
            inbox.add(new Inbound(payload, null, 0));
        }
    }

    private int drain() throws Exception {
        int taken = 0;
        for (Inbound next = inbox.take(Duration.ZERO, "test"); next != null; next = inbox.take(Duration.ZERO, "test")) {
            assertThat(Objects.requireNonNull(next).payload[0])
                    .as("oldest first")
                    .isEqualTo((byte) taken);
            taken++;
        }
        return taken;
    }

    @Test
    void aFloodOfSmallMessagesIsBoundedByNumberAndTheNewestAreDroppedAndCounted() throws Exception {
        flood(5000, 1);
        assertThat(inbox.overflowed()).isEqualTo(5000 - BrokerInbox.CAPACITY);
        assertThat(drain()).isEqualTo(BrokerInbox.CAPACITY);
    }

    @Test
    void aFloodOfLargeMessagesIsBoundedByBytes() throws Exception {
        int bytes = 1 << 20;
        flood(100, bytes);
        assertThat(inbox.overflowed()).isEqualTo(100 - BrokerInbox.CAPACITY_BYTES / bytes);
        assertThat(drain()).isEqualTo(BrokerInbox.CAPACITY_BYTES / bytes);
    }

    @Test
    void whatWasTakenMakesRoomAgain() throws Exception {
        for (int round = 0; round < 50; round++) {
            flood(3, 1 << 20);
            assertThat(drain()).isEqualTo(3);
        }
        assertThat(inbox.overflowed()).isZero();
    }
}
