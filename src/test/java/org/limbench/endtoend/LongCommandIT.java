package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.limbench.device.PulseTrain;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.Ack;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Message;
import org.limbench.protocol.Result;
import org.limbench.testkit.Firmware;
import org.limbench.transport.ForwardingLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;

/** A command that takes the firmware longer than a host waits for a sign of life: it is acknowledged, and awaited. */
final class LongCommandIT {
    /** Longer than any silence a host bears, by far. */
    private static final Duration LONG = Duration.ofMillis(5_050);

    private static final Duration LEAST_RETRANSMIT = Duration.ofMillis(50);
    private static final Duration MOST_RETRANSMIT = Duration.ofMillis(250);
    private static final int TRIES = 8;

    /** What passes, both ways, in its order. */
    private static final class Overhearing extends ForwardingLink {
        final List<Message> asked = new ArrayList<>();
        final List<Message> heard = new ArrayList<>();
        private final FrameDecoder host = new FrameDecoder();
        private final FrameDecoder device = new FrameDecoder();

        Overhearing(Link link) {
            super(link);
        }

        @Override
        public void send(byte[] bytes, SendHints hints) throws LinkException {
            take(host, bytes, asked);
            inner.send(bytes, hints);
        }

        @Override
        public byte @Nullable [] receive(Duration timeout) throws LinkException {
            byte[] bytes = inner.receive(timeout);
            if (bytes != null) {
                take(device, bytes, heard);
            }
            return bytes;
        }

        private static void take(FrameDecoder decoder, byte[] bytes, List<Message> into) {
            for (DecodeResult result : decoder.accept(bytes)) {
                into.add(((DecodeResult.Decoded) result).envelope().body());
            }
        }
    }

    @Test
    void aCommandThatTakesLongIsAcknowledgedOnArrivalAndItsResultAwaited() throws IOException {
        try (Firmware.Running firmware = Firmware.posix(true)) {
            Overhearing link = new Overhearing(firmware.connect());
            SessionOptions options = SessionOptions.builder(System::nanoTime, 0x1046)
                    .retransmit(LEAST_RETRANSMIT, MOST_RETRANSMIT, TRIES)
                    .reconnect(() -> {
                        throw new AssertionError("the link was given up");
                    })
                    .build();
            try (Session session = Session.open(link, options)) {
                ContractCommands commands = new ContractCommands(session.datasheet());
                int count = pulsesFor(LONG, session, commands);
                PulseTrain train = commands.train(count);
                link.asked.clear();
                link.heard.clear();
                Receipt receipt = session.execute(train);
                assertThat(receipt.status()).isEqualTo(ReceiptStatus.APPLIED);
                assertThat(receipt.pulses())
                        .isEqualTo((long) count * train.tile().cells());
                assertThat(link.heard.get(0)).as("at once").isInstanceOf(Ack.class);
                assertThat(link.heard).last().isInstanceOf(Result.class);
                assertThat(link.asked.stream().filter(message -> message instanceof Ack ack && ack.nak()))
                        .as("asked for by its place, more often than silence is borne")
                        .hasSizeGreaterThan(TRIES);
                assertThat(session.statistics().retransmissions()).isZero();
                assertThat(session.identity().session()).isEqualTo(0x1046);
            }
        }
    }

    /** As many pulses as take so long on this machine, as a shorter train tells. */
    private static int pulsesFor(Duration time, Session session, ContractCommands commands) {
        int few = 2_000;
        long start = System.nanoTime();
        session.execute(commands.train(few));
        return (int) (few * (double) time.toNanos() / (System.nanoTime() - start));
    }
}
