package org.limbench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** Made-up runs for tests of the books: a device that answers plausibly, out of a seed. */
final class Runs {
    static final double KT = 1.380649e-23 * 300;
    static final ArrayGeometry GEOMETRY = new ArrayGeometry(13, 5);
    static final Drive.Barrier DRIVE = new Drive.Barrier(2 * KT, 8 * KT);

    private Runs() {}

    static Datasheet datasheet() {
        return datasheet(EnergyAccount.count());
    }

    private static Datasheet datasheet(int accounts) {
        List<MeterChannel> meter = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            meter.add(new MeterChannel(EnergyAccount.at(i), KT / 4, 1e-3, 1e-22, 1e-24));
        }
        return new Datasheet(
                "lim-chain",
                "fw 1",
                "ab12",
                true,
                GEOMETRY,
                256,
                1e-6,
                1e-6 + 255e-9,
                1e-9,
                DriveKind.BARRIER,
                new BarrierLimits(0, 80 * KT, 24 * KT, 10 * KT, 1e9, 1e10, 0.5),
                null,
                1e-6,
                300,
                new ReadConverter(8, 1e-6, 1e-9, 0),
                meter,
                1024,
                1 << 20);
    }

    static RunHeader header() {
        return header(EnergyAccount.count());
    }

    private static RunHeader header(int accounts) {
        return new RunHeader("run-1", "0.1.0", 7, "{\"task\":\"digits\"}", datasheet(accounts));
    }

    /** One command of every sort. */
    static List<ArrayCommand> everyCommand() {
        Tile whole = GEOMETRY.whole();
        return List.of(
                rank1(1),
                new DenseUpdate(new Tile(1, 2, 2, 2), DRIVE, new byte[] {1, -2, 0, 127}, 1e-6),
                new SparseUpdate(GEOMETRY, DRIVE, new int[] {0, 3, 64}, new byte[] {-1, 5, 7}, 2e-6),
                new PulseTrain(whole, Operation.PROGRAM, DRIVE, Polarity.DEPRESS, 1e-6, 2e-6, 300),
                new PulseTrain(whole, Operation.UPDATE, new Drive.Voltage(1.5, 2), Polarity.POTENTIATE, 1e-6, 1e-6, 1),
                new BarrierChange(whole, 24 * KT, 1e-3),
                new Consolidation(whole, 60 * KT, 1e-3),
                new TimeAdvance(3.2e8, false),
                new ReadRequest(whole, 4));
    }

    static Rank1Update rank1(long seed) {
        RandomStream.Cursor draws = RandomStream.of(seed, "test.codes").cursor();
        byte[] rows = new byte[GEOMETRY.rows()];
        byte[] columns = new byte[GEOMETRY.columns()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) (draws.nextBelow(255) - 127);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (draws.nextBelow(255) - 127);
        }
        return new Rank1Update(GEOMETRY.whole(), DRIVE, rows, 65_536, columns, 30_000, 10, 1e-6, seed);
    }

    /** Answers commands: registers that only grow, device time that passes, codes that wander. */
    static final class Device {
        private final int accounts;
        private final RandomStream.Cursor draws;
        private final int[] codes = new int[GEOMETRY.cells()];
        private MeterLatch latch = MeterLatch.zero();
        private double seconds;

        Device(long seed) {
            this(seed, EnergyAccount.count());
        }

        private Device(long seed, int accounts) {
            this.accounts = accounts;
            this.draws = RandomStream.of(seed, "test.device").cursor();
            java.util.Arrays.fill(codes, 128);
        }

        Receipt answer(ArrayCommand command) {
            return answer(command, ReceiptStatus.APPLIED);
        }

        Receipt answer(ArrayCommand command, ReceiptStatus status) {
            MeterLatch start = latch;
            double startSeconds = seconds;
            long pulses = 0;
            long jumps = 0;
            if (status.applied()) {
                latch = new MeterLatch(
                        start.delivered().clone(), start.returned().clone());
                for (int i = 0; i < accounts; i++) {
                    latch.delivered()[i] += draws.nextBelow(1000);
                    latch.returned()[i] += draws.nextBelow(100);
                }
                seconds += 1e-5;
                if (command.changesState()) {
                    pulses = 5;
                    jumps = 3;
                    for (int k = 0; k < 3; k++) {
                        codes[draws.nextBelow(codes.length)] += draws.nextBelow(3) - 1;
                    }
                }
            }
            Readout readout = status.applied() && command instanceof ReadRequest read
                    ? new Readout(read.tile(), codes.clone())
                    : null;
            MeterWindow window = new MeterWindow(start, latch, startSeconds, seconds);
            return new Receipt(status, window, 300, GEOMETRY.cells(), pulses, jumps, readout);
        }
    }

    /** Tells a ledger of one arm of reads, a reset and updates. */
    static void tellArm(RunLedger ledger, String arm, int updates, long seed) {
        Device device = new Device(seed);
        long[] id = {seed * 1_000_000};
        ledger.armStarted(arm, true);
        ledger.segmentStarted(Segment.RESET, Knowledge.TARGET_ONLY);
        Tile whole = GEOMETRY.whole();
        command(ledger, device, id, new BarrierChange(whole, 24 * KT, 1e-3));
        command(ledger, device, id, new ReadRequest(whole, 1));
        command(ledger, device, id, new PulseTrain(whole, Operation.PROGRAM, DRIVE, Polarity.DEPRESS, 1e-6, 1e-6, 9));
        command(ledger, device, id, new ReadRequest(whole, 1));
        ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
        for (int n = 0; n < updates; n++) {
            command(ledger, device, id, rank1(seed + n));
            command(ledger, device, id, new ReadRequest(whole, 1));
        }
        ledger.metric("accuracyTrained", 0.9);
        ledger.segmentStarted(Segment.CONSOLIDATION, Knowledge.TARGET_ONLY);
        command(ledger, device, id, new Consolidation(whole, 60 * KT, 1e-3));
        ledger.segmentStarted(Segment.AGEING, Knowledge.TARGET_ONLY);
        command(ledger, device, id, new TimeAdvance(3.2e8, false));
    }

    /** Sends a command unless the ledger has its receipt already; the device carries it out either way. */
    static Receipt command(RunLedger ledger, Device device, long[] id, ArrayCommand command) {
        id[0]++;
        Receipt held = ledger.replay(command).orElse(null);
        if (held != null) {
            Receipt again = device.answer(command);
            org.assertj.core.api.Assertions.assertThat(again).isEqualTo(held);
            return held;
        }
        ledger.intent(id[0], command);
        Receipt receipt = device.answer(command);
        ledger.receipt(id[0], command, receipt);
        return receipt;
    }

    /** Ends a run and makes its files. */
    static List<ArmTotals> finish(RunLedger ledger) {
        ledger.finish(1.5);
        ledger.close();
        return Recovery.of(ledger.directory()).arms();
    }

    /** One entry of every sort, some several times; a whole run to its end. */
    static List<JournalEntry> everyEntry() {
        return everyEntry(EnergyAccount.count());
    }

    /** The same of a device that meters the first accounts. */
    static List<JournalEntry> everyEntry(int accounts) {
        Device device = new Device(1, accounts);
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(new JournalEntry.Opened(header(accounts)));
        entries.add(new JournalEntry.SessionOpened("tcp:127.0.0.1:4000", -1, Long.MIN_VALUE));
        entries.add(new JournalEntry.ArmStarted("lim", true));
        entries.add(new JournalEntry.TransferTarget(new Tile(65, 0, 65, 10)));
        entries.add(new JournalEntry.SegmentStarted(Segment.RESET, Knowledge.TARGET_ONLY));
        long id = 0;
        for (ArrayCommand command : everyCommand()) {
            id++;
            entries.add(new JournalEntry.Intent(id, command, id * 1000));
            entries.add(new JournalEntry.Answered(id, command, device.answer(command), id * 1001));
        }
        entries.add(new JournalEntry.Resumed());
        ArrayCommand read = new ReadRequest(GEOMETRY.whole(), 1);
        entries.add(new JournalEntry.Intent(90, read, 1));
        entries.add(new JournalEntry.Answered(90, read, device.answer(read), 2));
        entries.add(new JournalEntry.Metric("accuracyTrained", 0.25));
        MeterLatch high = MeterLatch.zero();
        high.delivered()[2] = -2; // near the top of an unsigned register
        entries.add(new JournalEntry.Unaccounted(new MeterWindow(MeterLatch.zero(), high, 1, 2), 299.5));
        entries.add(new JournalEntry.Link(new LinkCounters(1, 2, 3, 4, 5, 6)));
        entries.add(new JournalEntry.ArmEnded(
                "lim",
                new RunRecord.BarriersKt(List.of(7.9, 9.7), 24, 61.7),
                List.of(new RunRecord.RetentionPoint(0, 0.96), new RunRecord.RetentionPoint(3.2e8, 0.95))));
        entries.add(new JournalEntry.ArmEnded("pulsed", null, List.of()));
        entries.add(new JournalEntry.Scored("accuracy", false));
        entries.add(new JournalEntry.Document("run.json", "{ }\n"));
        entries.add(new JournalEntry.Lasted(1.25));
        entries.add(new JournalEntry.Finished());
        entries.add(new JournalEntry.Finished());
        return entries;
    }

    /** Writes entries, the first being the header; gives the file's length after each. */
    static List<Long> write(Path directory, List<JournalEntry> entries) {
        List<Long> ends = new ArrayList<>();
        try (Journal journal = Journal.create(directory, ((JournalEntry.Opened) entries.get(0)).header(), () -> 0)) {
            ends.add(Files.size(directory.resolve(Journal.NAME)));
            for (JournalEntry entry : entries.subList(1, entries.size())) {
                if (!(entry instanceof JournalEntry.Finished)) {
                    journal.append(entry);
                } else if (ends.size() == entries.size() - 2) {
                    journal.finish();
                    ends.add((ends.get(ends.size() - 1) + Files.size(directory.resolve(Journal.NAME))) / 2);
                    continue;
                }
                ends.add(Files.size(directory.resolve(Journal.NAME)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ends;
    }

    /** All entries there are. */
    static List<JournalEntry> drain(JournalReader reader) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }
}
