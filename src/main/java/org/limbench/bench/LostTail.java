package org.limbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.DeviceSession;
import org.limbench.ledger.LostCommands;
import org.limbench.ledger.RunLedger;
import org.limbench.protocol.WireLimits;

/**
 * The commands a device has taken beyond the end of the journal: what a power cut costs that takes the last writes along.
 *
 * <p>How they are found. Ids rise by one from command to command and are never used again, so that a device whose last id lies
 * beyond the journal's has taken every command up to it. It is asked what it still knows (the last 16 results), and all of that
 * is journaled, and on the disk, before anything else is done.
 *
 * <p>What is done with them. The run is told again, and asks for its commands in the order in which the lost ones had their ids:
 * each is given its id back instead of being sent, so that nothing is applied twice. Reads had ids too; they are made again, since
 * the run needs to know the array as it is, and what it computes from them stands for what was computed from the lost ones. When
 * the ids are used up the run is live. A resumption that is itself killed leaves its stretch in the journal; its reads have taken
 * ids of the next stretch, if that is lost as well.
 *
 * <p>What cannot be known: whether somebody else drove the device meanwhile under the same ids. Where a kept result shows another
 * number of cells the run is refused; else the count that is told is what shows it. Single-threaded.
 */
final class LostTail {
    /** Ids asked for without a kept result among them beyond which no more are kept. */
    private static final int MOST_ASKED = 4096;

    private final DeviceSession device;
    private final RunLedger ledger;
    private final Consumer<String> notes;
    private final List<LostSpan> spans = new ArrayList<>();

    LostTail(DeviceSession device, RunLedger ledger, Consumer<String> notes) {
        this.device = device;
        this.ledger = ledger;
        this.notes = notes;
    }

    List<LostSpan> spans() {
        return spans;
    }

    /** Whether ids are left to be given back. */
    boolean open() {
        return spans.stream().anyMatch(LostSpan::open);
    }

    /** Whether an id is told of as lost, so that nothing else needs to settle it. */
    boolean holds(long commandId) {
        return spans.stream().anyMatch(span -> span.holds(commandId));
    }

    /** Takes the stretches of earlier resumptions that lie before what is told now. */
    void replayed() {
        List<LostCommands> passed = ledger.lostBefore();
        for (LostCommands lost : passed.subList(Math.min(spans.size(), passed.size()), passed.size())) {
            spans.add(new LostSpan(lost));
        }
    }

    /** A command of the run told again that the journal answers: those behind an earlier stretch had an id of it. */
    void replayed(ArrayCommand command) {
        replayed();
        if (command.changesState()) {
            LostSpan span = first();
            if (span != null) {
                span.change(device.footprint(command), device.datasheet().temperatureKelvin());
            }
        } else {
            spans.stream().filter(LostSpan::open).forEach(LostSpan::read);
        }
    }

    private @Nullable LostSpan first() {
        return spans.stream().filter(LostSpan::open).findFirst().orElse(null);
    }

    /**
     * Journals what is lost.
     *
     * @param since what the meter gained from the last receipt to now
     */
    void found(long firstId, long lastId, MeterWindow since) {
        Map<Long, Receipt> kept = new TreeMap<>();
        long least = Math.max(firstId, lastId - MOST_ASKED + 1);
        for (long id = lastId; id >= least && kept.size() < WireLimits.KEPT_RESULTS; id--) {
            Receipt receipt = device.kept(id);
            if (receipt != null) {
                kept.put(id, receipt);
            }
        }
        LostCommands lost = new LostCommands(firstId, lastId, since, kept);
        ledger.lost(lost);
        spans.add(new LostSpan(lost));
        notes.accept(
                "the device has taken commands up to id " + lastId + ", the journal ends before id " + firstId + ": "
                        + lost.ids() + " ids were lost with its end, " + kept.size()
                        + " results are still known; nothing is sent"
                        + " again");
    }

    /**
     * What became of a command, if its id was lost.
     *
     * @return null for a read, and for a change that had no lost id: it must be made
     */
    @Nullable
    Receipt answer(ArrayCommand command) {
        if (!command.changesState()) {
            for (LostSpan span : List.copyOf(spans)) {
                if (span.open()) {
                    span.read();
                    endIfDone(span);
                }
            }
            return null;
        }
        LostSpan span = first();
        if (span == null) {
            return null;
        }
        LostSpan.Found found =
                span.change(device.footprint(command), device.datasheet().temperatureKelvin());
        Receipt receipt = found.unfinished() ? finished(found, command) : found.receipt();
        if (found.before() != null) {
            ledger.unaccounted(found.before(), device.datasheet().temperatureKelvin());
        }
        ledger.receipt(found.commandId(), command, receipt);
        endIfDone(span);
        return receipt;
    }

    /** Carries a command to its end some of whose blocks had left. */
    private Receipt finished(LostSpan.Found found, ArrayCommand command) {
        Receipt whole =
                device.query(found.commandId(), command, device.identity().bootId());
        return whole == null || whole.status() == ReceiptStatus.INDETERMINATE ? found.receipt() : whole;
    }

    /** Books what nothing of the run has asked for. */
    void end() {
        spans.stream().filter(LostSpan::open).forEach(this::end);
    }

    private void endIfDone(LostSpan span) {
        if (!span.open()) {
            end(span);
        }
    }

    private void end(LostSpan span) {
        MeterWindow rest = span.rest();
        if (!rest.isEmpty()) {
            ledger.unaccounted(rest, device.datasheet().temperatureKelvin());
        }
        LostCommands lost = span.lost();
        String energy = lost.since().isEmpty()
                ? "what they took is not known"
                : "what the meter gained meanwhile is booked with them";
        String text = span.commands() + " commands (ids " + lost.firstId() + " to " + lost.lastId()
                + ", reads among them) that the device had applied were lost from the journal: none was sent again, "
                + energy
                + (span.misplaced() || span.open()
                        ? "; their number is uncertain: what the device kept does not fit the run"
                        : "");
        ledger.doubt(text);
        notes.accept(text);
    }
}
