package org.limbench.transport.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.limbench.testkit.EchoEndpoint;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

final class InProcessLinkTest {
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final Duration LONG = Duration.ofDays(1);

    @Test
    void answersComeBackInOrder() throws Exception {
        Link link = InProcessLink.to(new EchoEndpoint());
        link.send(new byte[] {1}, COMMAND);
        link.send(new byte[] {2, 3}, COMMAND);
        assertThat(link.kind()).isEqualTo(LinkKind.STREAM);
        assertThat(link.receive(LONG)).containsExactly(1);
        assertThat(link.receive(LONG)).containsExactly(2, 3);
    }

    @Test
    void receivingReturnsAtOnceWhenNothingCanCome() throws Exception {
        assertThat(InProcessLink.to(new EchoEndpoint()).receive(LONG)).isNull();
    }

    @Test
    void aDeviceThatReusesItsBufferDoesNotChangeWhatWasSent() throws Exception {
        byte[] buffer = new byte[1];
        Link link = InProcessLink.to((kind, bytes, outbox) -> {
            for (byte i = 1; i <= 2; i++) {
                buffer[0] = i;
                outbox.send(buffer, SendHints.on(Channel.REPLY));
            }
        });
        link.send(new byte[] {9}, COMMAND);
        assertThat(link.receive(LONG)).containsExactly(1);
        assertThat(link.receive(LONG)).containsExactly(2);
    }

    @Test
    void noBytesAreNotAnAnswer() throws Exception {
        EchoEndpoint device = new EchoEndpoint();
        Link link = InProcessLink.to(device);
        link.send(new byte[0], COMMAND);
        assertThat(device.received()).isEmpty();
        Link silent = InProcessLink.to((kind, bytes, outbox) -> outbox.send(new byte[0], SendHints.on(Channel.REPLY)));
        silent.send(new byte[] {1}, COMMAND);
        assertThat(silent.receive(LONG)).isNull();
    }

    @Test
    void aClosedLinkSaysSo() throws Exception {
        Link link = InProcessLink.to(new EchoEndpoint());
        link.send(new byte[] {1}, COMMAND);
        link.close();
        link.close();
        assertThatThrownBy(() -> link.send(new byte[] {1}, COMMAND)).isInstanceOf(LinkException.class);
        assertThatThrownBy(() -> link.receive(LONG)).isInstanceOf(LinkException.class);
    }
}
