package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterLoss;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.DeviceOptions;
import org.limbench.ledger.JournalEntry;
import org.limbench.ledger.JournalReader;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.Channel;
import org.limbench.transport.Endpoint;
import org.limbench.transport.SendHints;
import org.limbench.transport.inprocess.InProcessLink;

/** A run that goes on, killed at its worst moments. */
final class ResumingDriverTest {
    private static final Tile WHOLE = new Tile(0, 0, 4, 3);
    /** Frames before the first command: hello, datasheet, meter. */
    private static final int OPENING = 3;

    private final ManualClock clock = new ManualClock();
    private long sessions = 100;

    @TempDir
    private Path directory;

    /** The host's process is gone. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static ArrayCommand train(int count) {
        return new PulseTrain(WHOLE, Operation.UPDATE, TestDevice.DRIVE, Polarity.POTENTIATE, 1e-6, 1e-6, count);
    }

    /** A device whose host dies as soon as so many commands are carried out, before it hears of the last. */
    private static Endpoint dyingAfter(long commands, TestDevice device) {
        return (kind, bytes, outbox) -> {
            device.device.receive(kind, bytes, outbox);
            if (device.cells.commands() == commands) {
                throw new Killed();
            }
        };
    }

    private Session connect(Endpoint device, BookedJournal journal, RunLedger.Before before) {
        return Session.open(
                InProcessLink.to(device),
                SessionOptions.builder(clock, ++sessions)
                        .journal(journal)
                        .supersedes(before.session())
                        .firstCommandId(before.lastCommandId() + 1)
                        .build());
    }

    /** A process of the host: begins or goes on, and ends with its commands answered or killed. */
    private List<Receipt> host(Endpoint device, List<ArrayCommand> commands) {
        BookedJournal journal = new BookedJournal("in-process");
        boolean begun = directory.resolve("journal.bin").toFile().exists();
        try (RunLedger resumed = begun ? RunLedger.resume(directory, clock) : null) {
            Session session = connect(device, journal, resumed == null ? RunLedger.Before.NOTHING : resumed.before());
            RunHeader header = new RunHeader("run", "test", 1, "{}", session.datasheet());
            try (RunLedger ledger = resumed == null ? RunLedger.create(directory, header, clock) : resumed) {
                journal.bookIn(ledger, session.identity());
                ArrayDriver driver = resumed == null ? session : new ResumingDriver(session, ledger, false);
                ledger.armStarted("lim", true);
                ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
                return driver.execute(commands);
            }
        }
    }

    private List<JournalEntry> journal() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Test
    void aHostKilledAgainWhileItGoesOnDoublesNothing() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(1), train(2), train(3));
        assertThatThrownBy(() -> host(dyingAfter(2, device), commands)).isInstanceOf(Killed.class);
        // dies at its first frame, before it could ask what became of the two
        assertThatThrownBy(() -> host(dyingAfter(2, device), commands)).isInstanceOf(Killed.class);

        List<Receipt> receipts = host(device.device, commands);

        assertThat(receipts)
                .extracting(Receipt::status)
                .containsExactly(ReceiptStatus.DUPLICATE, ReceiptStatus.DUPLICATE, ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(3);
        assertThat(journal().stream().filter(JournalEntry.Answered.class::isInstance))
                .hasSize(3);
    }

    @Test
    void aDeviceThatRestartsWhileItIsAskedMakesNothingDouble() {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(1), train(2));
        assertThatThrownBy(() -> host(dyingAfter(1, device), commands)).isInstanceOf(Killed.class);
        // goodbye of the former session, then the opening, then the question
        int[] frames = {0};
        Endpoint restarting = (kind, bytes, outbox) -> {
            if (++frames[0] == 1 + OPENING + 1) {
                device.device.reboot();
            }
            device.device.receive(kind, bytes, outbox);
        };

        List<Receipt> receipts = host(restarting, commands);

        assertThat(receipts)
                .extracting(Receipt::status)
                .containsExactly(ReceiptStatus.INDETERMINATE, ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(2);
        assertThat(device.device.boots()).isEqualTo(2);
    }

    @Test
    void aCommandSentBeforeARestartIsNotSentAgainAfterIt() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(1), train(2));
        // the command is carried out and its result lost with the controller's RAM; the host says it again, says
        // goodbye
        // and hello, and dies asking for the datasheet
        int[] frames = {0};
        Endpoint restarting = (kind, bytes, outbox) -> {
            List<byte[]> answers = new ArrayList<>();
            device.device.receive(kind, bytes, (answer, hints) -> answers.add(answer.clone()));
            if (device.cells.commands() == 1 && device.device.boots() == 1) {
                device.device.reboot();
                return;
            }
            if (device.device.boots() == 2 && ++frames[0] == 4) {
                throw new Killed();
            }
            answers.forEach(answer -> outbox.send(answer, SendHints.on(Channel.REPLY)));
        };
        assertThatThrownBy(() -> host(restarting, commands.subList(0, 1))).isInstanceOf(Killed.class);
        assertThat(journal().stream().filter(JournalEntry.SessionOpened.class::isInstance))
                .as("a session opened after a loss is journaled too")
                .hasSize(2);

        List<Receipt> receipts = host(device.device, commands);

        assertThat(receipts)
                .extracting(Receipt::status)
                .containsExactly(ReceiptStatus.INDETERMINATE, ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(2);
    }

    @Test
    void registersThatDiedWithTheDeviceMakeNoEnergyUp() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(9), train(2), train(3));
        host(device.device, commands.subList(0, 1));
        assertThatThrownBy(() -> host(dyingAfter(2, device), commands.subList(0, 2)))
                .isInstanceOf(Killed.class);
        TestDevice fresh = TestDevice.of(4, 3, 4096, DeviceOptions.of(() -> 900, clock));

        List<Receipt> receipts = host(fresh.device, commands);

        assertThat(receipts.get(1).status()).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(receipts.get(1).window().unseen().causes())
                .as("what had flowed is not known, which is not nothing")
                .containsExactly(MeterLoss.Cause.RESET);
        assertThat(receipts.get(2).status()).isEqualTo(ReceiptStatus.APPLIED);
        assertThat(journal()).noneMatch(JournalEntry.Unaccounted.class::isInstance);
    }

    @Test
    void idsGoOnEvenWhereTheDeviceHasForgottenThem() throws IOException {
        TestDevice device = TestDevice.small(clock);
        host(device.device, List.of(train(1), train(2)));
        device.device.reboot();
        host(device.device, List.of(train(1), train(2), train(3)));
        assertThat(journal().stream()
                        .filter(JournalEntry.Intent.class::isInstance)
                        .map(entry -> ((JournalEntry.Intent) entry).commandId()))
                .containsExactly(1L, 2L, 3L);
    }
}
