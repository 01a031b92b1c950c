package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.WrongDeviceException;
import org.limbench.emulator.DeviceOptions;
import org.limbench.ledger.JournalEntry;
import org.limbench.ledger.JournalReader;
import org.limbench.ledger.KilledRun;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.Result;
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
    private final List<String> notes = new ArrayList<>();
    private boolean accepts;
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

    private Session connect(Endpoint device, BookedJournal journal, KilledRun before) {
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
        BookedJournal journal = new BookedJournal("in-process", accepts, notes::add);
        boolean begun = directory.resolve("journal.bin").toFile().exists();
        try (RunLedger resumed = begun ? RunLedger.resume(directory, clock) : null) {
            Session session = connect(device, journal, resumed == null ? KilledRun.NONE : resumed.before());
            RunHeader header = new RunHeader("run", "test", 1, "{}", session.datasheet());
            try (RunLedger ledger = resumed == null ? RunLedger.create(directory, header, clock) : resumed) {
                journal.bookIn(ledger, session.identity());
                ArrayDriver driver =
                        resumed == null ? session : new ResumingDriver(session, ledger, false, journal, 1, notes::add);
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
        accepts = true;

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

    private static ArrayCommand read() {
        return new ReadRequest(WHOLE, 1);
    }

    /** Updates with their reads, as training sends them, and two in one window. */
    private static List<ArrayCommand> steps(int count) {
        List<ArrayCommand> commands = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            commands.add(train(n));
            if (n % 4 != 0) {
                commands.add(read());
            }
        }
        return commands;
    }

    /** Counts the device's meter stands at, asked when nobody's lease is left. */
    private long joulesCounted(TestDevice device) {
        clock.advance(Duration.ofMinutes(1));
        long counts = 0;
        try (Session session = Session.open(
                InProcessLink.to(device.device),
                SessionOptions.builder(clock, 1_000_000 + ++sessions).build())) {
            for (long delivered : session.meter().delivered()) {
                counts += delivered;
            }
        }
        return counts;
    }

    /** Counts of every window in the journal: what the ledger books. */
    private long booked() throws IOException {
        long counts = 0;
        for (JournalEntry entry : journal()) {
            MeterWindow window = entry instanceof JournalEntry.Answered answered
                    ? answered.receipt().window()
                    : entry instanceof JournalEntry.Unaccounted unaccounted ? unaccounted.window() : null;
            for (int k = 0; window != null && k < EnergyAccount.count(); k++) {
                counts += window.end().delivered()[k] - window.start().delivered()[k];
            }
        }
        return counts;
    }

    private List<ReceiptStatus> changes() throws IOException {
        return journal().stream()
                .filter(JournalEntry.Answered.class::isInstance)
                .map(JournalEntry.Answered.class::cast)
                .filter(answered -> answered.command().changesState())
                .map(answered -> answered.receipt().status())
                .toList();
    }

    /** Where records end, the header's first. */
    private List<Long> recordEnds() throws IOException {
        List<Long> ends = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            while (reader.next() != null) {
                ends.add(reader.soundBytes());
            }
        }
        return ends;
    }

    private void cut(long octets) throws IOException {
        Path file = directory.resolve("journal.bin");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) octets));
    }

    private void requireAccounted(TestDevice device, List<ArrayCommand> commands, String cut) throws IOException {
        long all = commands.stream().filter(ArrayCommand::changesState).count();
        assertThat(device.cells.commands()).as("applied once each, " + cut).isEqualTo(all);
        assertThat(changes()).as(cut).hasSize((int) all).allMatch(ReceiptStatus::applied);
        assertThat(booked()).as("joules, " + cut).isEqualTo(joulesCounted(device));
    }

    @Test
    void aJournalThatLostItsEndAppliesNothingTwiceWhereverItWasCut() throws IOException {
        List<ArrayCommand> sent = steps(24);
        List<ArrayCommand> all = steps(28);
        TestDevice first = TestDevice.small(clock);
        host(first.device, sent);
        List<Long> ends = recordEnds();
        byte[] whole = Files.readAllBytes(directory.resolve("journal.bin"));
        // behind the session's record: what a host that never wrote one may do is told below
        for (int k = 3; k < ends.size(); k++) {
            Files.delete(directory.resolve("journal.bin"));
            sessions = 100;
            TestDevice device = TestDevice.small(clock);
            host(device.device, sent);
            assertThat(Files.readAllBytes(directory.resolve("journal.bin"))).isEqualTo(whole);
            cut(ends.get(k) - (k % 2 == 0 ? 0 : 3));

            host(device.device, all);

            requireAccounted(device, all, "record " + k + " of " + ends.size());
        }
        assertThat(notes).anyMatch(note -> note.contains("lost"));
    }

    @Test
    void whatTheDeviceStillKnowsIsBookedAsWhatItIsAndTheRestByItsCount() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> sent = steps(24);
        host(device.device, sent);
        List<Long> ends = recordEnds();
        cut(ends.get(ends.size() / 4));

        host(device.device, steps(28));

        assertThat(changes()).contains(ReceiptStatus.UNACCOUNTED, ReceiptStatus.APPLIED);
        assertThat(journal().stream()
                        .filter(JournalEntry.Answered.class::isInstance)
                        .map(entry -> ((JournalEntry.Answered) entry).receipt())
                        .filter(receipt -> receipt.status() == ReceiptStatus.UNACCOUNTED && receipt.pulses() > 0))
                .as("whose result the device still knew")
                .hasSize(16);
        JournalEntry.Lost lost = journal().stream()
                .filter(JournalEntry.Lost.class::isInstance)
                .map(JournalEntry.Lost.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(lost.commands().lastId()).isEqualTo(42); // 24 changes and 18 reads
        assertThat(lost.commands().kept()).hasSize(16);
        assertThat(journal().stream()
                        .filter(JournalEntry.Doubt.class::isInstance)
                        .map(entry -> ((JournalEntry.Doubt) entry).text()))
                .singleElement()
                .asString()
                .contains("commands (ids ")
                .contains("none was sent again");
    }

    @Test
    void aCommandThatIsStillKnownBeforeAnyReadWasLostIsBookedAsItself() throws IOException {
        TestDevice device = TestDevice.small(clock);
        host(device.device, steps(24));
        List<Long> ends = recordEnds();
        cut(ends.get(ends.size() - 5)); // two commands and what became of them

        host(device.device, steps(28));

        assertThat(changes()).contains(ReceiptStatus.DUPLICATE).doesNotContain(ReceiptStatus.INDETERMINATE);
        requireAccounted(device, steps(28), "near its end");
    }

    @Test
    void aResumptionKilledWhileItGivesLostIdsBackIsGoneOnWith() throws IOException {
        List<ArrayCommand> sent = steps(24);
        List<ArrayCommand> all = steps(28);
        int died = 0;
        for (int dies = 6; dies <= 70; dies += 4) {
            Files.deleteIfExists(directory.resolve("journal.bin"));
            TestDevice device = TestDevice.small(clock);
            host(device.device, sent);
            List<Long> ends = recordEnds();
            cut(ends.get(ends.size() / 3));
            int[] frames = {dies};
            Endpoint dying = (kind, bytes, outbox) -> {
                device.device.receive(kind, bytes, outbox);
                if (--frames[0] == 0) {
                    throw new Killed();
                }
            };
            try {
                host(dying, all);
            } catch (Killed killed) {
                died++;
            }

            host(device.device, all);

            requireAccounted(device, all, "dies after " + dies);
        }
        assertThat(died).isGreaterThan(8);
    }

    @Test
    void aResumptionWhoseOwnEndIsLostTooAppliesNothingTwice() throws IOException {
        List<ArrayCommand> sent = steps(24);
        List<ArrayCommand> all = steps(40);
        TestDevice device = TestDevice.small(clock);
        host(device.device, sent);
        cut(recordEnds().get(recordEnds().size() / 3));
        host(device.device, steps(32));
        List<JournalEntry> entries = journal();
        int found = 0;
        while (!(entries.get(found) instanceof JournalEntry.Lost)) {
            found++;
        }
        // in the middle of what was given back: the reads made again are lost with what came after them
        cut(recordEnds().get(found + 8));

        host(device.device, all);

        requireAccounted(device, all, "twice");
    }

    @Test
    void aDeviceThatKnowsLessThanTheJournalIsRefused() throws IOException {
        TestDevice device = TestDevice.small(clock);
        host(device.device, List.of(train(1), train(2), train(3)));
        TestDevice another = TestDevice.small(clock);
        List<ArrayCommand> more = List.of(train(1), train(2), train(3), train(4));

        assertThatThrownBy(() -> host(another.device, more))
                .isInstanceOf(WrongDeviceException.class)
                .hasMessageContaining("do not belong together")
                .hasMessageContaining("last command is 0")
                .hasMessageContaining("receipt of 3");
        assertThat(another.cells.commands()).isZero();
    }

    @Test
    void aMeterThatFellBackMeanwhileIsToldAndTheRunGoesOn() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(1), train(2));
        host(device.device, commands.subList(0, 1));
        Endpoint fallen = device.bent(message -> {
            if (message instanceof MeterReply reply) {
                return new MeterReply(fallen(reply.latch()), reply.deviceSeconds());
            }
            return message instanceof Result r ? new Result(r.commandId(), fallen(r.receipt()), r.detail()) : message;
        });

        host(fallen, commands);

        assertThat(device.cells.commands()).isEqualTo(2);
        assertThat(journal().stream()
                        .filter(JournalEntry.Unaccounted.class::isInstance)
                        .map(entry -> ((JournalEntry.Unaccounted) entry).window()))
                .singleElement()
                .satisfies(window -> assertThat(window.unseen().causes()).containsExactly(MeterLoss.Cause.RESET));
    }

    private static Receipt fallen(Receipt receipt) {
        MeterWindow window = receipt.window();
        return receipt.with(new MeterWindow(
                fallen(window.start()), fallen(window.end()), window.startSeconds(), window.endSeconds()));
    }

    private static MeterLatch fallen(MeterLatch latch) {
        long[] delivered = latch.delivered().clone();
        delivered[EnergyAccount.UPDATE.channel()] -= 1L << 40;
        return new MeterLatch(delivered, latch.returned(), latch.losses());
    }

    @Test
    void aFreshDeviceInTheMiddleIsRefusedUnlessSomebodyInsists() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(9), train(2));
        host(device.device, commands.subList(0, 1));
        TestDevice fresh = TestDevice.of(4, 3, 4096, DeviceOptions.of(() -> 900, clock));

        assertThatThrownBy(() -> host(fresh.device, commands))
                .isInstanceOf(WrongDeviceException.class)
                .hasMessageContaining("began anew")
                .hasMessageContaining("--accept-device");
        assertThat(fresh.cells.commands()).isZero();

        accepts = true;
        host(fresh.device, commands);
        assertThat(fresh.cells.commands()).isOne();
        assertThat(journal()).anyMatch(JournalEntry.Replaced.class::isInstance);
    }

    @Test
    void aMeterThatShowsMoreThanTheJournalAfterARestartIsNotPassedOver() throws IOException {
        TestDevice device = TestDevice.small(clock);
        List<ArrayCommand> commands = List.of(train(1), read(), train(2), train(3));
        host(device.device, commands.subList(0, 3));
        List<Long> ends = recordEnds();
        cut(ends.get(
                ends.size() - 3)); // intent and receipt of the second are gone, and so is the device's memory of it
        device.device.reboot();

        List<Receipt> receipts = host(device.device, commands);

        assertThat(receipts)
                .extracting(Receipt::status)
                .containsExactly(
                        ReceiptStatus.APPLIED,
                        ReceiptStatus.APPLIED,
                        ReceiptStatus.INDETERMINATE,
                        ReceiptStatus.APPLIED);
        assertThat(device.cells.commands()).isEqualTo(3);
        assertThat(booked()).isEqualTo(joulesCounted(device));
    }
}
