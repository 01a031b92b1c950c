package org.limbench.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.FaultPlan;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.inprocess.InProcessLink;

final class ControlClientTest {
    private static final String TOKEN = "a-token-of-enough-characters";

    private final ManualClock clock = new ManualClock();
    private final TestDevice device = TestDevice.small(clock);

    private static PulseTrain pulse() {
        return new PulseTrain(
                new Tile(0, 0, 4, 3), Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 2e-6, 1);
    }

    @ParameterizedTest
    @EnumSource(FaultPlan.Moment.class)
    void thePowerGoesAtTheCommandNamedAndNoOther(FaultPlan.Moment moment) throws Exception {
        try (ControlServer server = ControlServer.start("127.0.0.1", 0, TOKEN, List.of(device.device))) {
            ControlClient client = new ControlClient("127.0.0.1", server.port(), TOKEN);
            client.inject(new FaultPlan.RebootAtCommand(2, moment));
            SessionOptions options = SessionOptions.builder(clock, 7).window(1).build();
            try (Session session = Session.open(InProcessLink.to(device.device), options)) {
                assertThat(session.execute(pulse()).status()).isEqualTo(ReceiptStatus.APPLIED);
                Receipt second = session.execute(pulse());
                assertThat(second.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
                assertThat(session.execute(pulse()).status()).isEqualTo(ReceiptStatus.APPLIED);
            }
            assertThat(device.device.boots()).isEqualTo(2);
            assertThat(client.updates()).isEqualTo(3);
            assertThat(device.cells.commands()).isEqualTo(moment == FaultPlan.Moment.BEFORE ? 2 : 3);
        }
    }

    @Test
    void aConnectionTheServerHasClosedMeanwhileIsMadeAnew() throws Exception {
        FaultPlan.RebootAtCommand later = new FaultPlan.RebootAtCommand(2, FaultPlan.Moment.BEFORE);
        ControlServer before = ControlServer.start("127.0.0.1", 0, null, List.of(device.device));
        ControlClient client = new ControlClient("127.0.0.1", before.port(), null);
        assertThat(client.updates()).isZero();
        before.close();
        try (ControlServer after = ControlServer.start("127.0.0.1", before.port(), null, List.of(device.device))) {
            client.inject(later);
            assertThat(after.port()).isEqualTo(before.port());
        }
    }

    @Test
    void whoeverIsNotLetInIsToldSo() throws Exception {
        try (ControlServer server = ControlServer.start("127.0.0.1", 0, TOKEN, List.of(device.device))) {
            assertThatThrownBy(() ->
                            new ControlClient("127.0.0.1", server.port(), "another-token-of-the-same-kind").updates())
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith(": the token is missing or wrong");
        }
    }

    @Test
    void aServerThatIsAwayIsNamed() throws Exception {
        ControlServer server = ControlServer.start("127.0.0.1", 0, null, List.of(device.device));
        int port = server.port();
        server.close();
        assertThatThrownBy(() -> new ControlClient("127.0.0.1", port, null).updates())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("control http://127.0.0.1:" + port + ": cannot be reached: ");
    }
}
