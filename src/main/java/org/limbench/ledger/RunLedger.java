package org.limbench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;

/**
 * The books of a run: journal first, then rows and bounds. What a bench tells of a run goes through here and nowhere else.
 *
 * <p>A resumed run is told again from its beginning. As long as {@link #replaying()}, what is told is checked against the
 * journal and written nowhere, and {@link #replay} gives the receipts of commands that were answered before the kill; from
 * the first thing the journal does not hold, the run is live. Single-threaded; fails with {@link UncheckedIOException}.
 */
public final class RunLedger implements AutoCloseable {
    private final Path directory;
    private final RunHeader header;
    private final Journal journal;
    private final LedgerStore store;
    private final Booking booking;
    private final Map<Long, Undecided> undecided;
    private final Before before;
    private @Nullable Replay replay;

    private RunLedger(
            Path directory,
            RunHeader header,
            Journal journal,
            LedgerStore store,
            Booking booking,
            Map<Long, Undecided> undecided,
            Before before,
            @Nullable Replay replay) {
        this.directory = directory;
        this.header = header;
        this.journal = journal;
        this.store = store;
        this.booking = booking;
        this.undecided = undecided;
        this.before = before;
        this.replay = replay;
    }

    /**
     * Begins the books of a run in a directory, made if need be, that holds no journal yet.
     *
     * @param nanoTime monotone, ns
     */
    public static RunLedger create(Path directory, RunHeader header, LongSupplier nanoTime) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be made: " + e, e);
        }
        Journal journal = Journal.create(directory, header, nanoTime);
        try {
            LedgerStore store = LedgerStore.create(directory);
            Booking booking = new Booking(store);
            booking.take(new JournalEntry.Opened(header));
            return new RunLedger(directory, header, journal, store, booking, Map.of(), Before.NOTHING, null);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /**
     * Goes on with the books of a killed run: cuts off a torn tail, makes the rows again, and replays.
     *
     * @throws JournalFormatException when the journal is of another layout, or holds what it cannot
     * @throws IllegalStateException when the run had come to its end
     */
    public static RunLedger resume(Path directory, LongSupplier nanoTime) {
        LedgerStore store = null;
        try (JournalReader reader = JournalReader.open(directory)) {
            RunHeader header = reader.header();
            store = LedgerStore.create(directory);
            Booking booking = new Booking(store);
            Tail tail = new Tail();
            if (Recovery.takeAll(reader, header, booking, tail::take)) {
                throw new IllegalStateException(
                        directory + " holds a run that came to its end; there is nothing to resume");
            }
            // ends where the killed run did, while the journal grows behind it
            Replay replay = new Replay(JournalReader.open(directory, reader.soundBytes()));
            Journal journal = Journal.resume(directory, reader.soundBytes(), nanoTime);
            booking.take(new JournalEntry.Resumed());
            return new RunLedger(
                    directory, header, journal, store, booking, tail.undecided(reader.undecided()), tail.last, replay);
        } catch (IOException e) {
            closeQuietly(store);
            throw new UncheckedIOException(directory + " cannot be resumed: " + e, e);
        } catch (RuntimeException e) {
            closeQuietly(store);
            throw e;
        }
    }

    private static void closeQuietly(@Nullable LedgerStore store) {
        if (store != null) {
            store.close();
        }
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** What the run was begun with. */
    public RunHeader header() {
        return header;
    }

    /** Commands the killed run had sent and got no receipt for, by id, oldest first: to be asked for at the device. */
    public Map<Long, Undecided> undecided() {
        return undecided;
    }

    /**
     * A command whose receipt the journal does not hold.
     *
     * @param bootId of the device it was first sent to: only under this boot does "not seen" mean not applied
     */
    public record Undecided(ArrayCommand command, long bootId) {}

    /** What the killed run had last told of its device; all zero where this run was not killed. */
    public Before before() {
        return before;
    }

    /**
     * What a journal tells of the device before a kill.
     *
     * @param bootId of the last session
     * @param session of the last session, whose lease may still be held
     * @param lastCommandId largest id given to a command, 0 for none; a device that restarted knows of none
     */
    public record Before(long bootId, long session, long lastCommandId) {
        /** Of a run that has not begun. */
        public static final Before NOTHING = new Before(0, 0, 0);

        private Before after(JournalEntry entry) {
            if (entry instanceof JournalEntry.SessionOpened opened) {
                return new Before(opened.bootId(), opened.session(), lastCommandId);
            }
            return entry instanceof JournalEntry.Intent intent
                    ? new Before(bootId, session, Math.max(lastCommandId, intent.commandId()))
                    : this;
        }
    }

    /** Follows a journal to its end: what was last, and under which boot each command left that has no receipt. */
    private static final class Tail {
        private final Map<Long, Long> boots = new HashMap<>();
        private Before last = Before.NOTHING;

        void take(JournalEntry entry) {
            last = last.after(entry);
            if (entry instanceof JournalEntry.Intent intent) {
                // told again to be settled, it is still of the boot it was sent to
                boots.putIfAbsent(intent.commandId(), last.bootId());
            } else if (entry instanceof JournalEntry.Answered answered) {
                boots.remove(answered.commandId());
            }
        }

        Map<Long, Undecided> undecided(Map<Long, ArrayCommand> commands) {
            Map<Long, Undecided> all = new LinkedHashMap<>();
            commands.forEach((id, command) ->
                    all.put(id, new Undecided(command, boots.getOrDefault(id, last.bootId()))));
            return all;
        }
    }

    /** Whether the journal still holds what this run is going to tell. */
    public boolean replaying() {
        return replay != null && !ended(replay.peek());
    }

    /**
     * The receipt of a command that was answered before the kill.
     *
     * @return empty once the run is live: the command must be sent then
     * @throws IllegalStateException when the journal holds another command here: this is not the same run
     */
    public Optional<Receipt> replay(ArrayCommand command) {
        Replay open = replay;
        if (open == null || ended(open.peek())) {
            return Optional.empty();
        }
        return Optional.of(open.receipt(command));
    }

    /**
     * Whether the arm about to be told began in the device's power-on population, as the journal of a killed run holds it.
     *
     * @return empty once the run is live: see to it, and tell it, then
     */
    public Optional<Boolean> replayFromPowerOn() {
        Replay open = replay;
        JournalEntry next = open == null ? null : open.peek();
        return !ended(next) && next instanceof JournalEntry.ArmStarted arm
                ? Optional.of(arm.fromPowerOn())
                : Optional.empty();
    }

    private boolean ended(@Nullable JournalEntry next) {
        if (next == null) {
            replay = null;
        }
        return next == null;
    }

    private void tell(JournalEntry entry) {
        Replay open = replay;
        if (open != null && !ended(open.peek())) {
            open.expect(entry);
            return;
        }
        write(entry);
    }

    private void write(JournalEntry entry) {
        journal.append(entry);
        booking.take(entry);
    }

    /** A device answered the hello. Always written, also while replaying. */
    public void session(String address, long bootId, long session) {
        write(new JournalEntry.SessionOpened(address, bootId, session));
    }

    /**
     * An arm begins.
     *
     * @param fromPowerOn whether every cell is in the device's power-on population: a fresh emulated device
     */
    public void armStarted(String arm, boolean fromPowerOn) {
        tell(new JournalEntry.ArmStarted(arm, fromPowerOn));
    }

    /** The arm's updates of these cells are transfers from a fast array, not gradients; before its first segment. */
    public void transfersInto(Tile slow) {
        tell(new JournalEntry.TransferTarget(slow));
    }

    /** A segment of the arm begins; what its pulses depend on is the caller's statement. */
    public void segmentStarted(Segment segment, Knowledge knowledge) {
        tell(new JournalEntry.SegmentStarted(segment, knowledge));
    }

    /** A figure of the arm. */
    public void metric(String name, double value) {
        tell(new JournalEntry.Metric(name, value));
    }

    /** A command is about to be sent: call before its first byte leaves. */
    public void intent(long commandId, ArrayCommand command) {
        write(new JournalEntry.Intent(commandId, command, journal.wallNanos()));
    }

    /** A command was answered; booked once. */
    public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
        if (!journal.waitsFor(commandId)) {
            // sent before a kill and answered after it: the resumed part tells of it whole
            intent(commandId, command);
        }
        write(new JournalEntry.Answered(commandId, command, receipt, journal.wallNanos()));
    }

    /** Energy the device's registers hold that no receipt tells of: one row. */
    public void unaccounted(MeterWindow window, double temperatureKelvin) {
        write(new JournalEntry.Unaccounted(window, temperatureKelvin));
    }

    /** What the link has carried so far. */
    public void link(LinkCounters counters) {
        write(new JournalEntry.Link(counters));
    }

    /** Ends the run: sums up every arm, exports both Parquet files, closes the database. The journal stays. */
    public List<ArmTotals> finish() {
        List<ArmTotals> arms = booking.finish();
        store.export();
        journal.append(new JournalEntry.Finished());
        return arms;
    }

    /** Closes the files as they are; idempotent. A run not finished can be resumed. */
    @Override
    public void close() {
        journal.close();
        store.close();
        if (replay != null) {
            replay.close();
        }
    }
}
