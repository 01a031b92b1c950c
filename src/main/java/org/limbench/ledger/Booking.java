package org.limbench.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns journal entries into rows and totals; the only way to a row, while running and after a kill, so that both give
 * the same. Single-threaded.
 */
final class Booking {
    private static final double NANOSECOND = 1e-9;

    private final RowSink store;
    private final List<ArmTotals> arms = new ArrayList<>();
    private final Map<Long, Long> sentNanos = new HashMap<>();
    private boolean lost;
    private @Nullable RunHeader header;
    private @Nullable ArmBooking arm;
    private JournalEntry.@Nullable SessionOpened session;

    Booking(RowSink store) {
        this.store = store;
    }

    void take(JournalEntry entry) {
        if (entry instanceof JournalEntry.Opened e) {
            header = e.header();
        } else if (entry instanceof JournalEntry.ArmStarted e) {
            closeArm();
            ArmBooking begun = new ArmBooking(e.arm(), e.fromPowerOn(), openHeader(), store::add);
            if (lost) {
                begun.lost();
                lost = false;
            }
            arm = begun;
        } else if (entry instanceof JournalEntry.TransferTarget e) {
            openArm().transfersInto(e.slow());
        } else if (entry instanceof JournalEntry.SegmentStarted e) {
            openArm().segment(e);
        } else if (entry instanceof JournalEntry.Intent e) {
            sentNanos.put(e.commandId(), e.wallNanos());
        } else if (entry instanceof JournalEntry.Answered e) {
            answered(e);
        } else if (entry instanceof JournalEntry.Metric e) {
            openArm().metric(e.name(), e.value());
        } else if (entry instanceof JournalEntry.Unaccounted e) {
            openArm().unaccounted(e.window(), e.temperatureKelvin());
        } else if (entry instanceof JournalEntry.Lost) {
            if (arm != null) {
                arm.lost();
            }
            lost = arm == null; // found before the first arm is told of: it is that arm's
        } else if (entry instanceof JournalEntry.Replaced e) {
            if (arm != null) {
                arm.replaced(e.why());
            }
            store.add(linkRow("replaced", null, null, null, null, null, null, null));
        } else if (entry instanceof JournalEntry.SessionOpened e) {
            session = e;
            store.add(linkRow("session", null, null, null, null, null, null, null));
        } else if (entry instanceof JournalEntry.Link e) {
            store.add(linkRow("statistics", null, null, null, null, null, null, e.counters()));
        } else if (entry instanceof JournalEntry.Resumed) {
            sentNanos.clear();
            store.add(linkRow("resumed", null, null, null, null, null, null, null));
        }
    }

    private void answered(JournalEntry.Answered e) {
        ArmBooking books = openArm();
        Long row = books.answered(e.command(), e.receipt());
        Long sent = sentNanos.remove(e.commandId());
        store.add(linkRow(
                "command",
                books.arm(),
                row,
                e.commandId(),
                e.receipt().status().name().toLowerCase(java.util.Locale.ROOT),
                sent == null ? null : sent * NANOSECOND,
                e.wallNanos() * NANOSECOND,
                null));
    }

    private LinkRow linkRow(
            String event,
            @Nullable String ofArm,
            @Nullable Long row,
            @Nullable Long commandId,
            @Nullable String status,
            @Nullable Double sent,
            @Nullable Double answered,
            @Nullable LinkCounters counters) {
        JournalEntry.SessionOpened s = session;
        return new LinkRow(
                event,
                ofArm,
                row,
                s == null ? null : s.address(),
                s == null ? null : hex(s.bootId()),
                s == null ? null : hex(s.session()),
                commandId,
                status,
                sent,
                answered,
                counters);
    }

    private static String hex(long id) {
        return String.format("%016x", id);
    }

    private RunHeader openHeader() {
        RunHeader open = header;
        if (open == null) {
            throw new JournalFormatException("an entry comes before the run's header");
        }
        return open;
    }

    private ArmBooking openArm() {
        ArmBooking open = arm;
        if (open == null) {
            throw new JournalFormatException("an entry comes before the first arm");
        }
        return open;
    }

    private void closeArm() {
        if (arm != null) {
            arms.add(arm.finish());
            arm = null;
        }
    }

    /** Hands over what still waits and sums up every arm, in order. */
    List<ArmTotals> finish() {
        closeArm();
        return List.copyOf(arms);
    }
}
