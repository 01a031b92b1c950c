package org.limbench.bench;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.DeviceSession.Footprint;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.LostCommands;

/**
 * Lost command ids, being given back to the commands of the run told again. The run gives its ids in the order of its commands,
 * so the next command it asks for is the one that had the next id.
 *
 * <p>What that command was exactly is known only until the first read: its answer was lost, and what the run computed from it
 * with it. Until then a result the device kept belongs to the command; from then on it tells that something was applied, and
 * its energy, but not what. The energy of all ids is shared out once and without remainder: a kept result has its own window, an id
 * without one everything up to the next kept result, and what is left is that of the lost reads. Single-threaded.
 */
final class LostSpan {
    private final LostCommands lost;
    private final TreeMap<Long, Receipt> kept;
    private MeterLatch latch;
    private double seconds;
    private long next;
    private boolean readLost;
    private boolean misplaced;
    private long commands;

    LostSpan(LostCommands lost) {
        this.lost = lost;
        this.kept = new TreeMap<>(lost.kept());
        this.latch = lost.since().start();
        this.seconds = lost.since().startSeconds();
        this.next = lost.firstId();
        passOver();
    }

    /**
     * A command that had its id, and perhaps its result, before they were lost.
     *
     * @param commandId its first id
     * @param before energy of lost reads before it; null for none
     * @param receipt DUPLICATE where this very command was applied, UNACCOUNTED where one in its place was
     * @param unfinished whether only the first of its blocks had left, so that it must be carried to its end
     */
    record Found(long commandId, @Nullable MeterWindow before, Receipt receipt, boolean unfinished) {}

    LostCommands lost() {
        return lost;
    }

    /** Whether ids are left. */
    boolean open() {
        return next <= lost.lastId();
    }

    boolean holds(long commandId) {
        return commandId >= lost.firstId() && commandId <= lost.lastId();
    }

    /** Commands, reads aside, that were given back so far. */
    long commands() {
        return commands;
    }

    /** Whether what the device kept does not lie where the run's commands do, so that the count may be off. */
    boolean misplaced() {
        return misplaced;
    }

    /** The run asks for a read here: it had an id too, and no result that anybody kept. */
    void read() {
        if (kept.containsKey(next)) {
            misplaced = true; // a change was there: the run went another way then
            return;
        }
        readLost = true;
        next++;
        passOver();
    }

    /** The run asks for a change here. */
    Found change(Footprint footprint, double temperatureKelvin) {
        Map.Entry<Long, Receipt> near = kept.ceilingEntry(next);
        if (near != null && near.getKey() >= next + footprint.ids() && kept.firstKey() < next) {
            misplaced = true; // a read was there: all changes since the oldest kept one are kept
            next = near.getKey();
        }
        long first = next;
        next += footprint.ids();
        commands++;
        boolean unfinished = next - 1 > lost.lastId() && !readLost;
        Receipt whole = keptResult(first);
        Found found = whole == null
                ? new Found(first, null, unknown(temperatureKelvin), unfinished)
                : known(first, whole, footprint, unfinished);
        passOver();
        return found;
    }

    /** What the meter gained beyond everything given back: lost reads behind the last change. Ends the span. */
    MeterWindow rest() {
        MeterWindow since = lost.since();
        MeterWindow rest = gained(latch, seconds, since.end(), since.endSeconds());
        latch = since.end();
        seconds = since.endSeconds();
        return rest;
    }

    /** Ids of commands that were not applied: the run gave their commands new ones. */
    private void passOver() {
        for (Receipt receipt = kept.get(next); receipt != null; receipt = kept.get(next)) {
            boolean gone = receipt.status() == ReceiptStatus.EXPIRED
                    || (receipt.status() == ReceiptStatus.REJECTED && readLost);
            if (!gone) {
                return;
            }
            next++;
        }
    }

    /** One result of all blocks from an id on, if all are kept. */
    private @Nullable Receipt keptResult(long first) {
        Receipt sum = null;
        for (long id = first; id < next && id <= lost.lastId(); id++) {
            Receipt block = kept.get(id);
            if (block == null) {
                return null;
            }
            sum = sum == null ? block : sum(sum, block);
        }
        return sum;
    }

    private static Receipt sum(Receipt a, Receipt b) {
        return new Receipt(
                a.status() == b.status() ? a.status() : ReceiptStatus.UNACCOUNTED,
                a.window().through(b.window()),
                a.temperatureKelvin(),
                a.cells() + b.cells(),
                a.pulses() + b.pulses(),
                a.jumps() < 0 || b.jumps() < 0 ? -1 : a.jumps() + b.jumps(),
                null);
    }

    /** What flowed between two readings; nothing where the first is not the earlier one, as where none was known. */
    private static MeterWindow gained(MeterLatch from, double fromSeconds, MeterLatch to, double toSeconds) {
        return from.canReach(to) && fromSeconds <= toSeconds
                ? MeterWindow.since(from, fromSeconds, to, toSeconds)
                : new MeterWindow(to, to, toSeconds, toSeconds);
    }

    private Found known(long id, Receipt result, Footprint footprint, boolean unfinished) {
        if (!readLost && result.status().accountedFor() && result.cells() != footprint.cells()) {
            throw new WrongDeviceException("the device applied command " + id + " to " + result.cells()
                    + " cells, the run's command of that id addresses " + footprint.cells()
                    + ": somebody else has driven it since; nothing was sent");
        }
        MeterWindow gap = gapBefore(result.window());
        latch = result.window().end();
        seconds = result.window().endSeconds();
        if (!readLost && result.status() != ReceiptStatus.UNACCOUNTED) {
            return new Found(id, gap, result, unfinished);
        }
        // with the lost reads before it, in one entry: a journal cut between two would have them booked twice
        MeterWindow window = gap == null ? result.window() : gap.through(result.window());
        Receipt unknown = new Receipt(
                ReceiptStatus.UNACCOUNTED,
                window,
                result.temperatureKelvin(),
                result.cells(),
                result.pulses(),
                result.jumps(),
                null);
        return new Found(id, null, unknown, unfinished);
    }

    private @Nullable MeterWindow gapBefore(MeterWindow result) {
        MeterWindow gap = gained(latch, seconds, result.start(), result.startSeconds());
        return gap.isEmpty() ? null : gap;
    }

    /** Applied, nobody knows what; with everything the meter gained up to the next result that is known. */
    private Receipt unknown(double temperatureKelvin) {
        Map.Entry<Long, Receipt> after = kept.ceilingEntry(next);
        MeterWindow until = after == null ? lost.since() : after.getValue().window();
        MeterLatch end = after == null ? until.end() : until.start();
        double endSeconds = after == null ? until.endSeconds() : until.startSeconds();
        MeterWindow window = gained(latch, seconds, end, endSeconds);
        latch = end;
        seconds = endSeconds;
        return new Receipt(ReceiptStatus.UNACCOUNTED, window, temperatureKelvin, 0, 0, -1, null);
    }
}
