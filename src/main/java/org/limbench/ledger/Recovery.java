package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.text.ShellWord;

/**
 * What a journal gives back, at any time: all that a run's files show is made from this.
 *
 * @param header what the run was begun with
 * @param arms as far as they came
 * @param told besides its rows
 * @param finished whether the run came to its end
 * @param tornBytes octets of a record that was not written whole
 * @param undecided commands sent and not answered, by id, oldest first
 */
public record Recovery(
        RunHeader header,
        List<ArmTotals> arms,
        Told told,
        boolean finished,
        long tornBytes,
        Map<Long, ArrayCommand> undecided) {
    public Recovery {
        arms = List.copyOf(arms);
        undecided = new LinkedHashMap<>(undecided);
    }

    /**
     * What a run tells besides its rows.
     *
     * @param ended arms that came to their end, by name; none in journals of version 1
     * @param score what the arms' scores measure; null until the run's end and in journals of version 1
     * @param sessions with the device, in order
     * @param link what it carried, as last told
     * @param wallSeconds the run took, 0 where not told
     * @param documents files that are kept whole, by name
     * @param doubts what a reader must know before believing the rest, a sentence each, in order
     * @param replaced whether the run went on with another device than it was begun with
     */
    public record Told(
            Map<String, JournalEntry.ArmEnded> ended,
            JournalEntry.@Nullable Scored score,
            List<JournalEntry.SessionOpened> sessions,
            LinkCounters link,
            double wallSeconds,
            Map<String, String> documents,
            List<String> doubts,
            boolean replaced) {
        public Told {
            doubts = List.copyOf(doubts);
            ended = new LinkedHashMap<>(ended);
            sessions = List.copyOf(sessions);
            documents = new LinkedHashMap<>(documents);
        }
    }

    /** Rows of all arms. */
    public long rows() {
        return arms.stream().mapToLong(ArmTotals::rows).sum();
    }

    /**
     * Reads the journal of a run, also of one that is being written: then what is whole of it so far.
     *
     * @throws RunDirectoryException when there is no journal, or it is damaged or not one
     */
    public static Recovery read(Path directory) {
        return read(directory, RowSink.NONE, false);
    }

    /**
     * Drafts {@code ledger.parquet} and {@code link.parquet} from the journal, which is only read.
     *
     * @param evenDamaged whether a damaged journal is read up to its damage, where it would be refused
     */
    public static Recovery draft(OutputFiles files, boolean evenDamaged) {
        try (LedgerStore store = LedgerStore.create(files)) {
            Recovery recovery = read(files.directory(), store, evenDamaged);
            store.export();
            return recovery;
        }
    }

    /**
     * Makes both Parquet files again from the journal. Every command that was answered before a kill is in them. Doing it
     * twice gives the same.
     *
     * @throws RunDirectoryException as {@link #read}, or when the files would lose rows or cannot be written
     */
    public static Recovery of(Path directory) {
        try (RunLock lock = RunLock.take(directory);
                OutputFiles files = new OutputFiles(lock)) {
            Recovery recovery = draft(files, false);
            recovery.requireNothingLost(directory);
            files.replace();
            return recovery;
        }
    }

    private static Recovery read(Path directory, RowSink rows, boolean evenDamaged) {
        try (JournalReader reader = JournalReader.open(directory)) {
            if (evenDamaged) {
                reader.tolerateDamage();
            }
            RunHeader header = reader.header();
            Booking booking = new Booking(rows);
            Listener listener = new Listener();
            boolean finished = takeAll(reader, header, booking, listener);
            return new Recovery(
                    header, booking.finish(), listener.told(), finished, reader.tornBytes(), reader.undecided());
        } catch (IOException e) {
            throw RunDirectoryException.of(directory.resolve(Journal.NAME), "read", e);
        }
    }

    /**
     * Refuses to have files that tell more than the journal replaced by what the journal tells: its end is lost then.
     *
     * Files of another run are not replaced either.
     *
     * @throws RunDirectoryException naming the file and both counts, or both runs
     */
    public void requireNothingLost(Path directory) {
        RunRecordFile.requireOf(directory, header);
        long before = LedgerStore.rows(directory.resolve(LedgerStore.LEDGER_PARQUET));
        if (before > rows()) {
            throw lost(
                    directory, LedgerStore.LEDGER_PARQUET + " holds " + before + " rows, the journal gives " + rows());
        }
        if (!finished && Files.exists(directory.resolve(RunRecordFile.NAME))) {
            throw lost(directory, RunRecordFile.NAME + " tells of a finished run, the journal ends before");
        }
    }

    private static RunDirectoryException lost(Path directory, String what) {
        return new RunDirectoryException(directory + ": " + what
                + ": the journal has lost its end, and nothing was replaced; to make the ledger of what is left:"
                + " limbench report --force " + ShellWord.of(directory));
    }

    /** Books everything after the header and shows it to {@code also}; tells whether the run had finished. */
    static boolean takeAll(JournalReader reader, RunHeader header, Booking booking, Consumer<JournalEntry> also)
            throws IOException {
        booking.take(new JournalEntry.Opened(header));
        boolean finished = false;
        for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
            booking.take(entry);
            also.accept(entry);
            finished |= entry instanceof JournalEntry.Finished;
        }
        return finished;
    }

    /** Keeps what is told besides rows. */
    private static final class Listener implements Consumer<JournalEntry> {
        private final Map<String, JournalEntry.ArmEnded> ended = new LinkedHashMap<>();
        private final List<JournalEntry.SessionOpened> sessions = new ArrayList<>();
        private final Map<String, String> documents = new LinkedHashMap<>();
        private JournalEntry.@Nullable Scored score;
        private LinkCounters link = LinkCounters.NONE;
        private double wallSeconds;
        private final List<String> doubts = new ArrayList<>();
        private boolean replaced;

        @Override
        public void accept(JournalEntry entry) {
            if (entry instanceof JournalEntry.ArmEnded e) {
                ended.put(e.arm(), e);
            } else if (entry instanceof JournalEntry.SessionOpened e) {
                sessions.add(e);
            } else if (entry instanceof JournalEntry.Scored e) {
                score = e;
            } else if (entry instanceof JournalEntry.Link e) {
                link = e.counters();
            } else if (entry instanceof JournalEntry.Lasted e) {
                wallSeconds = e.wallSeconds();
            } else if (entry instanceof JournalEntry.Document e) {
                documents.put(e.name(), e.text());
            } else if (entry instanceof JournalEntry.Doubt e) {
                doubts.add(e.text());
            } else if (entry instanceof JournalEntry.Replaced e) {
                doubts.add(e.why());
                replaced = true;
            }
        }

        Told told() {
            return new Told(ended, score, sessions, link, wallSeconds, documents, doubts, replaced);
        }
    }
}
