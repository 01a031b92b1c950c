package org.limbench.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.ArmAssessor;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.CommandedPulses;
import org.limbench.assessment.RowAssessor;
import org.limbench.assessment.RowBound;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterWindow;
import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.energy.EnergyMeasurement;

/**
 * The books of one arm: receipts in, rows out in order. A row of pulses is finished by the next read, so at most one
 * waits, with the rows behind it; the next command with pulses, or too many rows behind, ends the wait. Single-threaded.
 */
final class ArmBooking {
    /** Rows that may queue behind one that waits for a read. */
    private static final int MOST_WAITING = 1024;
    /** Tiles whose last read is kept; at one more all are forgotten. */
    private static final int MOST_TILES = 64;

    private final String arm;
    private final Datasheet datasheet;
    private final Consumer<LedgerRow> sink;
    private final ArmAssessor assessor;
    private final RowAssessor rowAssessor;
    private final Deque<LedgerRow> queued = new ArrayDeque<>();
    private final Map<Tile, int[]> lastCodes = new HashMap<>();
    private final MessageDigest sha256;

    private @Nullable Draft waiting;
    private @Nullable Segment segment;
    private @Nullable Tile slow;
    private long rows;
    private EnergyMeasurement energy = EnergyMeasurement.zero();
    private final Map<Segment, EnergyMeasurement> segments = new EnumMap<>(Segment.class);
    private final Map<Wall, EnergyMeasurement> walls = new EnumMap<>(Wall.class);
    private final Map<EnergyAccount, Double> accounts = new EnumMap<>(EnergyAccount.class);
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private double totalJoules;
    /** Of updates, and of what else is done in training. */
    private EnergyMeasurement core = EnergyMeasurement.zero();

    private double coreJoules;
    private double deviceSeconds;
    private final MeterCoverage coverage;
    private long commanded;
    private long applied;
    private long duplicates;
    private long indeterminate;
    private long unaccounted;
    private long pulses;
    private long jumps;

    /** A row that waits for a read, and what its bounds need. */
    private record Draft(ArrayCommand command, CommandedPulses asked, Receipt receipt, LedgerRow row) {}

    ArmBooking(String arm, boolean fromPowerOn, RunHeader header, Consumer<LedgerRow> sink) {
        this.arm = arm;
        this.datasheet = header.datasheet();
        this.sink = sink;
        this.assessor = new ArmAssessor(datasheet, header.seed(), fromPowerOn);
        this.rowAssessor = new RowAssessor(datasheet);
        this.coverage = new MeterCoverage(datasheet);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String arm() {
        return arm;
    }

    /** Updates of these cells are transfers: rows of their own kind, not counted as updates. */
    void transfersInto(Tile tile) {
        slow = tile;
    }

    void segment(JournalEntry.SegmentStarted started) {
        segment = started.segment();
        assessor.begin(started.segment(), started.knowledge());
    }

    void metric(String name, double value) {
        metrics.put(name, value);
    }

    /**
     * Books an answered command.
     *
     * @return number of its row; null where nothing happened to the array (refused, expired)
     */
    @Nullable
    Long answered(ArrayCommand command, Receipt receipt) {
        boolean transfer = isTransfer(command);
        boolean update = command instanceof ArrayUpdate && !transfer;
        commanded += update ? 1 : 0;
        ReceiptStatus status = receipt.status();
        duplicates += status == ReceiptStatus.DUPLICATE ? 1 : 0;
        CommandedPulses asked =
                status.accountedFor() || status == ReceiptStatus.INDETERMINATE ? CommandedPulses.of(command) : null;
        EnergyMeasurement measured = EnergyMeasurement.of(receipt.window(), datasheet.meter());
        Double steps = assessor.observe(command, asked, receipt, measured);
        if (status == ReceiptStatus.REJECTED || status == ReceiptStatus.EXPIRED) {
            return null;
        }
        boolean known = status.accountedFor();
        indeterminate += update && status == ReceiptStatus.INDETERMINATE ? 1 : 0;
        unaccounted += update && status == ReceiptStatus.UNACCOUNTED ? 1 : 0;
        if (update && known) {
            applied++;
            pulses += receipt.pulses();
            jumps = jumps < 0 || receipt.jumps() < 0 ? -1 : jumps + receipt.jumps();
        }
        readBack(receipt.readout(), steps);
        RowKind kind = transfer ? RowKind.CONSOLIDATE : RowKind.of(command, segment);
        LedgerRow row = row(known ? kind : RowKind.UNACCOUNTED, update && known, asked, receipt, measured);
        if (asked != null && known) {
            release();
            waiting = new Draft(command, asked, receipt, row);
        } else {
            queue(row);
        }
        return row.row();
    }

    private boolean isTransfer(ArrayCommand command) {
        if (slow == null) {
            return false;
        }
        return (command instanceof Rank1Update row && slow.contains(row.tile()))
                || (command instanceof DenseUpdate rows && slow.contains(rows.tile()));
    }

    private LedgerRow row(
            RowKind kind,
            boolean update,
            @Nullable CommandedPulses asked,
            Receipt receipt,
            EnergyMeasurement measured) {
        book(kind, measured, receipt.window(), receipt.status() != ReceiptStatus.DUPLICATE, update);
        Readout readout = receipt.readout();
        return new LedgerRow(
                arm,
                rows++,
                kind,
                segment,
                receipt.window().endSeconds(),
                receipt.temperatureKelvin(),
                receipt.cells(),
                receipt.pulses(),
                receipt.jumps(),
                asked == null ? null : asked.l1Siemens(datasheet, receipt.temperatureKelvin()),
                null,
                measured,
                List.of(),
                readout == null ? null : digest(readout));
    }

    /** What the last read told of the array is out of date: commands came between that nobody knows any more. */
    void lost() {
        release();
        lastCodes.clear();
        assessor.lost();
    }

    /** From here on it is another array. */
    void replaced(String why) {
        lost();
        assessor.replaced(why);
    }

    /** Books energy no receipt tells of. */
    void unaccounted(MeterWindow window, double temperatureKelvin) {
        EnergyMeasurement measured = EnergyMeasurement.of(window, datasheet.meter());
        book(RowKind.UNACCOUNTED, measured, window, true, false);
        queue(new LedgerRow(
                arm,
                rows++,
                RowKind.UNACCOUNTED,
                segment,
                window.endSeconds(),
                temperatureKelvin,
                0,
                0,
                -1,
                null,
                null,
                measured,
                List.of(),
                null));
    }

    /** A kept receipt told again may lie before what has been booked since, so its place tells nothing of a seam. */
    private void book(RowKind kind, EnergyMeasurement measured, MeterWindow window, boolean inPlace, boolean update) {
        coverage.row(window, measured, inPlace);
        Wall wall = Wall.of(kind);
        if (wall != null) {
            walls.merge(wall, measured, EnergyMeasurement::plus);
        }
        if (update || segment == Segment.TRAINING) {
            core = core.plus(measured);
            coreJoules += measured.cellJoules();
            coverage.core(measured, update, kind != RowKind.READ);
        }
        energy = energy.plus(measured);
        if (segment != null) {
            segments.merge(segment, measured, EnergyMeasurement::plus);
        }
        totalJoules += measured.totalJoules();
        for (EnergyAccount account : EnergyAccount.values()) {
            accounts.merge(account, measured.joules(account), Double::sum);
        }
        deviceSeconds = window.endSeconds();
    }

    /** Ends the wait of the row that this read tells about. */
    private void readBack(@Nullable Readout readout, @Nullable Double steps) {
        if (readout == null) {
            return;
        }
        int[] last = lastCodes.get(readout.tile());
        Draft draft = waiting;
        if (draft != null && draft.asked().tile().equals(readout.tile())) {
            finish(draft, last == null ? null : l1Siemens(last, readout.codes()), steps, digest(readout));
        }
        if (lastCodes.size() >= MOST_TILES && last == null) {
            lastCodes.clear();
        }
        lastCodes.put(readout.tile(), readout.codes());
    }

    private void queue(LedgerRow row) {
        if (waiting == null) {
            sink.accept(row);
            return;
        }
        queued.add(row);
        if (queued.size() > MOST_WAITING) {
            release();
        }
    }

    /** Ends the wait of a row nothing has been read about. */
    private void release() {
        Draft draft = waiting;
        if (draft != null) {
            finish(draft, null, null, null);
        }
    }

    private void finish(Draft draft, @Nullable Double readbackL1, @Nullable Double steps, @Nullable String digest) {
        LedgerRow row = draft.row();
        List<RowBound> bounds =
                rowAssessor.assess(draft.command(), draft.asked(), draft.receipt(), row.energy(), steps);
        sink.accept(new LedgerRow(
                row.arm(),
                row.row(),
                row.kind(),
                row.segment(),
                row.deviceSeconds(),
                row.temperatureKelvin(),
                row.cells(),
                row.pulses(),
                row.jumps(),
                row.commandedL1(),
                readbackL1,
                row.energy(),
                bounds,
                digest));
        waiting = null;
        queued.forEach(sink);
        queued.clear();
    }

    private double l1Siemens(int[] from, int[] to) {
        long sum = 0;
        for (int i = 0; i < from.length; i++) {
            sum += Math.abs((long) to[i] - from[i]);
        }
        return sum * datasheet.converter().lsbSiemens();
    }

    private String digest(Readout readout) {
        ByteBuffer octets = ByteBuffer.allocate(readout.codes().length * Integer.BYTES);
        for (int code : readout.codes()) {
            octets.putInt(code);
        }
        return HexFormat.of().formatHex(sha256.digest(octets.array()), 0, 8);
    }

    /** Hands over what still waits and sums up. */
    ArmTotals finish() {
        release();
        List<BoundResult> bounds = assessor.finish();
        return new ArmTotals(
                arm,
                rows,
                energy,
                segments,
                totalJoules,
                core,
                coreJoules,
                walls,
                accounts,
                new RunRecord.Updates(commanded, applied, duplicates, indeterminate, pulses, jumps, unaccounted),
                deviceSeconds,
                metrics,
                bounds,
                coverage);
    }
}
