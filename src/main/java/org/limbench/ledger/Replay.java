package org.limbench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;

/**
 * Walks through the journal of a killed run beside the run told again. Stops at what a run tells (arms, segments, metrics)
 * and at receipts it acted on; passes over the rest.
 */
final class Replay implements AutoCloseable {
    private final JournalReader reader;
    private @Nullable JournalEntry next;
    private boolean ended;
    private Consumer<LostCommands> lost = commands -> {};

    Replay(JournalReader reader) {
        this.reader = reader;
    }

    /** Who is told of lost commands when they are passed over. */
    void tellLost(Consumer<LostCommands> listener) {
        lost = listener;
    }

    /** What the run must tell next; null at the end. */
    @Nullable
    JournalEntry peek() {
        try {
            while (next == null && !ended) {
                JournalEntry entry = reader.next();
                ended = entry == null;
                if (entry instanceof JournalEntry.Lost found) {
                    lost.accept(found.commands());
                }
                next = entry != null && told(entry) ? entry : null;
            }
            if (ended) {
                reader.close();
            }
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be replayed: " + e, e);
        }
    }

    private static boolean told(JournalEntry entry) {
        return entry instanceof JournalEntry.ArmStarted
                || entry instanceof JournalEntry.TransferTarget
                || entry instanceof JournalEntry.SegmentStarted
                || entry instanceof JournalEntry.Metric
                // an expired command was sent again under a new id, which the journal tells next
                || (entry instanceof JournalEntry.Answered answered
                        && answered.receipt().status() != ReceiptStatus.EXPIRED);
    }

    void expect(JournalEntry told) {
        JournalEntry held = peek();
        if (!told.equals(held)) {
            throw new IllegalStateException("the journal holds " + held + " where the run now tells " + told
                    + ": not the same run, seed, task or device");
        }
        next = null;
    }

    Receipt receipt(ArrayCommand command) {
        JournalEntry held = peek();
        if (!(held instanceof JournalEntry.Answered answered)
                || !answered.command().equals(command)) {
            throw new IllegalStateException("the journal holds " + held + " where the run now asks for " + command
                    + ": not the same run, seed, task or device");
        }
        next = null;
        return answered.receipt();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be closed: " + e, e);
        }
    }
}
