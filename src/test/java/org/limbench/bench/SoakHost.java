package org.limbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.CommandJournal;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.ledger.KilledRun;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.soak.SoakCommands;
import org.limbench.soak.SoakDevice;
import org.limbench.soak.Wire;
import org.limbench.soak.WireCounts;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/**
 * The process of a host, to be killed: gives a leg's commands to the device at an address, with the journal, the books and
 * the resumption of a run. Begins where its directory holds no journal, else goes on.
 *
 * <p>Arguments: address; directory; number of this process; seed; updates; loss; flips; cuts. Ends with 0 when every command is
 * answered, with {@link #LINK_LOST} when the link was given up: another process may go on.
 */
public final class SoakHost {
    /** Exit code: to be gone on with. */
    public static final int LINK_LOST = 3;

    private static final int BATCH = 2048;
    private static final int OFTEN = 64;

    private final DeviceAddress address;
    private final Host host;
    private final Wire wire;
    private final Path counts;
    private final BookedJournal journal;
    private @Nullable Session session;

    private SoakHost(String address, Host host, Wire wire, Path counts) {
        this.address = DeviceAddress.parse(address);
        this.host = host;
        // its devices come back with their cells and without their meter, as silicon may: that they are the same is
        // known
        this.journal = new BookedJournal(address, true, System.err::println);
        this.wire = wire;
        this.counts = counts;
    }

    /** What a host's process has sent. */
    public static Path counts(Path directory, int process) {
        return directory.resolve("host-" + process + ".counts");
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        int process = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        SecureRandom entropy = new SecureRandom();
        Wire wire = new Wire(SoakDevice.odds(arguments, 5), seed, "host-" + process);
        SoakHost soak = new SoakHost(
                arguments[0],
                new Host(System::nanoTime, entropy::nextLong, name -> null),
                wire,
                counts(directory, process));
        List<ArrayCommand> commands = new SoakCommands(seed).leg(Integer.parseInt(arguments[4]));
        try {
            if (Files.exists(directory.resolve("journal.bin"))) {
                soak.goOn(directory, commands);
            } else {
                soak.begin(directory, seed, commands);
            }
        } catch (LinkLostException | ReplyTimeoutException | LinkException lost) {
            System.err.println(lost.getMessage());
            System.exit(LINK_LOST);
        }
    }

    private void begin(Path directory, long seed, List<ArrayCommand> commands) throws IOException {
        try (Session session = connect(KilledRun.NONE)) {
            RunHeader header = new RunHeader("soak", "test", seed, "{}", session.datasheet());
            try (RunLedger ledger = RunLedger.create(directory, header, host.nanoTime())) {
                carryOut(session, session, ledger, commands);
            }
        }
    }

    /** As a run goes on: {@link TrainingRun#resume}. */
    private void goOn(Path directory, List<ArrayCommand> commands) throws IOException {
        try (RunLedger ledger = RunLedger.resume(directory, host.nanoTime())) {
            try (Session session = connect(ledger.before())) {
                carryOut(
                        session,
                        new ResumingDriver(session, ledger, false, journal, 1, System.err::println),
                        ledger,
                        commands);
            }
        }
    }

    private Session connect(KilledRun before) throws LinkException {
        SessionOptions options = SessionOptions.builder(host.nanoTime(), host.identifier())
                .journal(new Telling())
                .supersedes(before.session())
                .firstCommandId(before.lastCommandId() + 1)
                .reconnect(this::link)
                .build();
        session = Session.open(link(), options);
        return session;
    }

    private Link link() throws LinkException {
        return wire.apply(Carriers.open(address, 0, host, waitedFor -> {}));
    }

    private void carryOut(Session session, ArrayDriver driver, RunLedger ledger, List<ArrayCommand> commands)
            throws IOException {
        journal.bookIn(ledger, session.identity());
        ledger.armStarted("soak", true);
        ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
        for (int at = 0; at < commands.size(); at += BATCH) {
            driver.execute(commands.subList(at, Math.min(commands.size(), at + BATCH)));
        }
        ledger.link(TrainingRun.counters(session.statistics()));
        ledger.finish(0);
        tell();
    }

    private void tell() {
        LinkStatistics seen = session == null ? new LinkStatistics(0, 0, 0, 0, 0, 0) : session.statistics();
        WireCounts sent = wire.sent();
        try {
            new WireCounts(
                            sent.frames(),
                            sent.lost(),
                            sent.flipped(),
                            sent.cut(),
                            seen.retransmissions(),
                            seen.corruptFrames(),
                            seen.duplicatesSuppressed())
                    .write(counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Books, and tells now and then what the link has carried. */
    private final class Telling implements CommandJournal {
        private long receipts;

        @Override
        public void opened(DeviceIdentity identity) {
            journal.opened(identity);
        }

        @Override
        public void unaccounted(MeterWindow window, double temperatureKelvin) {
            journal.unaccounted(window, temperatureKelvin);
        }

        @Override
        public void intent(long commandId, ArrayCommand command) {
            journal.intent(commandId, command);
        }

        @Override
        public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
            journal.receipt(commandId, command, receipt);
            if (++receipts % OFTEN == 0) {
                tell();
            }
        }
    }
}
