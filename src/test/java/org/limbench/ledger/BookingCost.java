package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;

/**
 * What booking costs a run: updates and reads of a 65 x 10 array per second, made up only, journalled only, and journalled
 * and booked. Run its main method; prints one line per round.
 */
final class BookingCost {
    private static final ArrayGeometry GEOMETRY = new ArrayGeometry(65, 10);

    private BookingCost() {}

    public static void main(String[] arguments) throws IOException {
        int updates = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        for (int round = 0; round < 3; round++) {
            double none = seconds(updates, (id, command, receipt) -> {});
            Path directory = Files.createTempDirectory("booking-cost");
            double journalled;
            try (Journal journal = Journal.create(directory, header(), System::nanoTime)) {
                journalled = seconds(updates, (id, command, receipt) -> {
                    journal.append(new JournalEntry.Intent(id, command, 0));
                    journal.append(new JournalEntry.Answered(id, command, receipt, 0));
                });
            }
            long journalBytes = Files.size(directory.resolve(Journal.NAME));
            Path booked = Files.createTempDirectory("booking-cost");
            long begun = System.nanoTime();
            double booking;
            try (RunLedger ledger = RunLedger.create(booked, header(), System::nanoTime)) {
                ledger.armStarted("lim", true);
                ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
                double opened = (System.nanoTime() - begun) * 1e-9;
                booking = seconds(updates, (id, command, receipt) -> {
                    ledger.intent(id, command);
                    ledger.receipt(id, command, receipt);
                });
                long ended = System.nanoTime();
                Runs.finish(ledger);
                System.out.printf(
                        "%d updates + reads: made up %.2f s, journalled %.2f s (%.0f B per command), booked %.2f s"
                                + " (%.0f rows/s; %.0f us per update), open %.2f s, finish %.2f s, parquet %d B%n",
                        updates,
                        none,
                        journalled,
                        journalBytes / (2.0 * updates),
                        booking,
                        2 * updates / booking,
                        (booking - none) / updates * 1e6,
                        opened,
                        (System.nanoTime() - ended) * 1e-9,
                        Files.size(booked.resolve(LedgerStore.LEDGER_PARQUET)));
            }
        }
    }

    private interface Books {
        void take(long id, ArrayCommand command, Receipt receipt);
    }

    private static double seconds(int updates, Books books) {
        RandomStream.Cursor draws = RandomStream.of(1, "test.cost").cursor();
        int[] codes = new int[GEOMETRY.cells()];
        Arrays.fill(codes, 128);
        MeterLatch latch = MeterLatch.zero();
        long begun = System.nanoTime();
        for (int n = 0; n < 2 * updates; n++) {
            boolean read = n % 2 == 1;
            ArrayCommand command = read ? new ReadRequest(GEOMETRY.whole(), 1) : rank1(draws, n);
            MeterLatch next =
                    new MeterLatch(latch.delivered().clone(), latch.returned().clone());
            next.delivered()[1] += draws.nextBelow(1000);
            next.delivered()[5] += draws.nextBelow(100_000);
            if (!read) {
                for (int k = 0; k < 27; k++) {
                    codes[draws.nextBelow(codes.length)] += draws.nextBelow(3) - 1;
                }
            }
            MeterWindow window = new MeterWindow(latch, next, n * 1e-5, (n + 1) * 1e-5);
            latch = next;
            Readout readout = read ? new Readout(GEOMETRY.whole(), codes.clone()) : null;
            books.take(
                    n,
                    command,
                    new Receipt(ReceiptStatus.APPLIED, window, 300, 650, read ? 0 : 50, read ? 0 : 27, readout));
        }
        return (System.nanoTime() - begun) * 1e-9;
    }

    private static Rank1Update rank1(RandomStream.Cursor draws, int n) {
        byte[] rows = new byte[GEOMETRY.rows()];
        byte[] columns = new byte[GEOMETRY.columns()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) (draws.nextBelow(2) * (draws.nextBelow(255) - 127));
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (draws.nextBelow(255) - 127);
        }
        return new Rank1Update(GEOMETRY.whole(), Runs.DRIVE, rows, 40_000, columns, 40_000, 31, 1e-6, n);
    }

    private static RunHeader header() {
        RunHeader header = Runs.header();
        return new RunHeader(header.runId(), header.version(), 1, header.configuration(), header.datasheet());
    }
}
