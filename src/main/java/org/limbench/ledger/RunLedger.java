package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.limbench.text.ShellWord;

/**
 * The books of a run while it runs: its journal. What a bench tells of a run goes through here and nowhere else; rows, bounds
 * and all files are made from the journal afterwards, by {@link Recovery}.
 *
 * <p>A resumed run is told again from its beginning. As long as {@link #replaying()}, what is told is checked against the
 * journal and written nowhere, and {@link #replay} gives the receipts of commands that were answered before the kill; from
 * the first thing the journal does not hold, the run is live. Holds the lock of its directory until it is closed.
 * Single-threaded; fails with {@link RunDirectoryException}.
 */
public final class RunLedger implements AutoCloseable {
    private static final List<String> OUTPUTS =
            List.of(RunRecordFile.NAME, LedgerStore.LEDGER_PARQUET, LedgerStore.LINK_PARQUET, ReplayRecord.NAME);

    private final RunLock lock;
    private final RunHeader header;
    private final Journal journal;
    private final Tail tail;
    private final KilledRun before;
    private final List<LostCommands> lostBefore = new ArrayList<>();
    private @Nullable Replay replay;

    private RunLedger(
            RunLock lock, RunHeader header, Journal journal, Tail tail, KilledRun before, @Nullable Replay replay) {
        this.lock = lock;
        this.header = header;
        this.journal = journal;
        this.tail = tail;
        this.before = before;
        this.replay = replay;
        if (replay != null) {
            replay.tellLost(lostBefore::add);
        }
    }

    /**
     * Begins the books of a run in a directory, made if need be, that holds no run yet.
     *
     * @param nanoTime monotone, ns
     */
    public static RunLedger create(Path directory, RunHeader header, LongSupplier nanoTime) {
        requireNoRun(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw RunDirectoryException.of(directory, "made", e);
        }
        RunLock lock = RunLock.take(directory);
        try {
            requireNoRun(directory);
            return new RunLedger(
                    lock, header, Journal.create(directory, header, nanoTime), new Tail(), KilledRun.NONE, null);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Checks that a run may begin in a directory: there is none, or it holds nothing of a run.
     *
     * @throws RunDirectoryException saying what is in the way
     */
    public static void requireNoRun(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new RunDirectoryException(directory + " is a file; allowed: a directory, or a name not taken");
        }
        if (Files.exists(directory.resolve(Journal.NAME), LinkOption.NOFOLLOW_LINKS)) {
            throw new RunDirectoryException(directory
                    + " holds a run already; allowed: another directory, or to go on with it: limbench run --resume "
                    + ShellWord.of(directory));
        }
        for (String output : OUTPUTS) {
            if (Files.exists(directory.resolve(output), LinkOption.NOFOLLOW_LINKS)) {
                throw new RunDirectoryException(
                        directory + " holds the " + output + " of another run; allowed: a directory without one");
            }
        }
    }

    /**
     * Goes on with the books of a killed run: cuts off a torn tail, and replays.
     *
     * @throws RunFinishedException when the run had come to its end
     * @throws JournalDamagedException when the journal is no longer what was written
     * @throws JournalFormatException when the journal is of another layout, or holds what it cannot
     */
    public static RunLedger resume(Path directory, LongSupplier nanoTime) {
        RunLock lock = RunLock.take(directory);
        try (JournalReader reader = JournalReader.open(directory)) {
            RunHeader header = reader.header();
            RunRecordFile.requireOf(directory, header);
            Tail tail = new Tail();
            KilledRun.Follower killed = new KilledRun.Follower();
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof JournalEntry.Finished) {
                    throw new RunFinishedException(directory);
                }
                tail.take(entry);
                killed.take(entry);
            }
            OutputFiles.sweep(directory);
            tail.torn = reader.tornBytes();
            tail.outputs = Files.exists(directory.resolve(RunRecordFile.NAME));
            Journal journal = Journal.resume(directory, reader, nanoTime);
            // ends where the killed run did, while the journal grows behind it
            Replay replay = new Replay(JournalReader.open(directory, journal.resumedAt()));
            return new RunLedger(lock, header, journal, tail, killed.end(reader.undecided()), replay);
        } catch (IOException e) {
            lock.close();
            throw RunDirectoryException.of(directory.resolve(Journal.NAME), "resumed", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * What the run in a directory was begun with; only read.
     *
     * @throws RunDirectoryException when there is no journal, or it cannot be read
     */
    public static RunHeader headerIn(Path directory) {
        try (JournalReader reader = JournalReader.open(directory)) {
            return reader.header();
        } catch (IOException e) {
            throw RunDirectoryException.of(directory.resolve(Journal.NAME), "read", e);
        }
    }

    /** The lock of the directory, held until this is closed. */
    public RunLock lock() {
        return lock;
    }

    /** What whoever resumes a run should know of its journal, one line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (tail.torn > 0) {
            notes.add("the journal's last " + tail.torn + " octets were not whole and are dropped");
        }
        if (tail.outputs) {
            notes.add(RunRecordFile.NAME + " tells of a finished run, the journal ends before: it has lost its end");
        }
        return notes;
    }

    /** Where the files are. */
    public Path directory() {
        return lock.directory();
    }

    /** What the run was begun with. */
    public RunHeader header() {
        return header;
    }

    /** What the killed run had last told of its device; {@link KilledRun#NONE} where this run was not killed. */
    public KilledRun before() {
        return before;
    }

    /** What the run has told already, of what is told but once. */
    private static final class Tail {
        private final Map<String, JournalEntry.ArmEnded> ended = new HashMap<>();
        private JournalEntry.@Nullable Scored score;
        private long torn;
        private boolean outputs;

        void take(JournalEntry entry) {
            if (entry instanceof JournalEntry.ArmEnded arm) {
                ended.put(arm.arm(), arm);
            } else if (entry instanceof JournalEntry.Scored scored) {
                score = scored;
            }
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

    /**
     * The device has taken commands of this run that the journal lost; what follows gives them back one by one. On the disk
     * before this returns: lost once more, they could not be told from what comes after them.
     */
    public void lost(LostCommands commands) {
        write(new JournalEntry.Lost(commands));
        journal.force();
    }

    /**
     * Stretches of lost commands that the journal tells of before what is told now: those that an earlier resumption found.
     * Grows while {@link #replaying()}.
     */
    public List<LostCommands> lostBefore() {
        return List.copyOf(lostBefore);
    }

    /** Another device answers, or one that began anew, and the run goes on with it on somebody's word. */
    public void replaced(String why) {
        write(new JournalEntry.Replaced(why));
    }

    /** Something a reader of the record must know; one line. */
    public void doubt(String text) {
        write(new JournalEntry.Doubt(text));
    }

    /** What the link has carried so far. */
    public void link(LinkCounters counters) {
        write(new JournalEntry.Link(counters));
    }

    /**
     * An arm is over: what it found besides its metrics.
     *
     * @param barriersKt null for a device without a tunable barrier
     */
    public void armEnded(
            String arm, RunRecord.@Nullable BarriersKt barriersKt, List<RunRecord.RetentionPoint> retention) {
        JournalEntry.ArmEnded now = new JournalEntry.ArmEnded(arm, barriersKt, retention);
        JournalEntry.ArmEnded held = tail.ended.put(arm, now);
        if (held == null) {
            write(now); // also of an arm replayed: a journal of version 1 holds no such thing
        } else {
            requireSame(held, now);
        }
    }

    /** What the scores of the run's arms measure; before its end. */
    public void scored(String label, boolean lowerIsBetter) {
        JournalEntry.Scored now = new JournalEntry.Scored(label, lowerIsBetter);
        JournalEntry.Scored held = tail.score;
        tail.score = now;
        if (held == null) {
            write(now);
        } else {
            requireSame(held, now);
        }
    }

    private static void requireSame(JournalEntry held, JournalEntry told) {
        if (!held.equals(told)) {
            throw new IllegalStateException("the journal holds " + held + " where the run now tells " + told
                    + ": not the same run, seed, task or device");
        }
    }

    /** A file of the run's directory that follows from more than its rows. */
    public void document(String name, String text) {
        write(new JournalEntry.Document(name, text));
    }

    /**
     * Ends the run: from now on the journal is whole, and every file can be made from it.
     *
     * @param wallSeconds this process has been at the run
     */
    public void finish(double wallSeconds) {
        write(new JournalEntry.Lasted(wallSeconds));
        journal.finish();
    }

    /** Closes the journal as it is and lets go of the directory; idempotent. A run not finished can be resumed. */
    @Override
    public void close() {
        try {
            journal.close();
            if (replay != null) {
                replay.close();
            }
        } finally {
            lock.close();
        }
    }
}
