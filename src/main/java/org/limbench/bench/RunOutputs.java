package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.JournalDamagedException;
import org.limbench.ledger.LedgerStore;
import org.limbench.ledger.OutputFiles;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.text.ShellWord;

/**
 * The files that show a run, made from its journal: by the run itself when it has ended, and at any later time. All are drafted
 * first and then put in place; the same journal gives the same files.
 */
public final class RunOutputs {
    private final RunLock lock;
    private final @Nullable RunPage page;

    /**
     * For a directory that is locked.
     *
     * @param page draws {@code report.html}; null for none
     */
    public RunOutputs(RunLock lock, @Nullable RunPage page) {
        this.lock = lock;
        this.page = page;
    }

    /**
     * What was made.
     *
     * @param run as its journal tells it
     * @param record as {@code run.json} holds it now; null for a run that has not come to its end
     * @param changed names of files that were missing or other before
     */
    public record Made(Recovery run, @Nullable RunRecord record, List<String> changed) {
        public Made {
            changed = List.copyOf(changed);
        }
    }

    /**
     * Makes all files of a run again. Of a run that has not come to its end: the tables of what it has done.
     *
     * @param evenLess whether files may be replaced that tell more than the journal, and a damaged journal read up to its damage
     * @throws RunDirectoryException in one line, and every file is as it was: a journal that cannot be read, a ledger that would
     *     lose rows, a full disk
     */
    public Made make(boolean evenLess) throws IOException {
        try (OutputFiles files = new OutputFiles(lock)) {
            Recovery run = Recovery.draft(files, evenLess);
            if (!evenLess) {
                run.requireNothingLost(files.directory());
            }
            RunRecord record = run.finished() ? documents(files, run) : null;
            return new Made(run, record, files.replace());
        }
    }

    /** At the end of a run, whose journal is whole by now. */
    RunRecord makeAtTheEnd() throws IOException {
        try {
            RunRecord record = make(false).record();
            if (record == null) {
                throw new IllegalStateException("the journal of a run that has ended tells of no end");
            }
            return record;
        } catch (JournalDamagedException e) {
            throw e; // says what can be done
        } catch (RunDirectoryException e) {
            throw new RunDirectoryException(
                    e.getMessage() + "; the run is over and its journal whole; to make its files once that is mended:"
                            + " limbench report " + ShellWord.of(lock.directory()),
                    e);
        }
    }

    /**
     * Writes {@code run.json} and the page of what has no journal of its own, such as the summary of several seeds. Returns the
     * names of files that were missing or other before.
     */
    List<String> write(RunRecord record) throws IOException {
        try (OutputFiles files = new OutputFiles(lock)) {
            Path first = files.directory().resolve("seed-" + record.seed()).resolve(LedgerStore.LEDGER_PARQUET);
            draw(files, record, Files.exists(first) ? first : files.directory().resolve(LedgerStore.LEDGER_PARQUET));
            files.text(RunRecordFile.NAME, RunRecordFile.toText(record));
            return files.replace();
        }
    }

    /** Draws the page anew from {@code run.json}, where that is all there is. Returns its name, where it was other before. */
    public List<String> page() throws IOException {
        try (OutputFiles files = new OutputFiles(lock)) {
            RunRecord record = RunRecordFile.read(files.directory());
            Path own = files.directory().resolve(LedgerStore.LEDGER_PARQUET);
            draw(
                    files,
                    record,
                    Files.exists(own)
                            ? own
                            : files.directory().resolve("seed-" + record.seed()).resolve(LedgerStore.LEDGER_PARQUET));
            return files.replace();
        }
    }

    private RunRecord documents(OutputFiles files, Recovery run) throws IOException {
        Map<String, String> whole = run.told().documents();
        String kept = whole.get(RunRecordFile.NAME);
        RunRecord record = kept != null ? RunRecordFile.parse(kept) : record(files.directory(), run);
        draw(files, record, files.draft(LedgerStore.LEDGER_PARQUET));
        for (Map.Entry<String, String> document : whole.entrySet()) {
            if (!document.getKey().equals(RunRecordFile.NAME)) {
                files.text(document.getKey(), document.getValue());
            }
        }
        // last, so that what says that the run is over is there when all else is
        files.text(RunRecordFile.NAME, RunRecordFile.toText(record));
        return record;
    }

    /** Journals of version 1 tell less than a record holds: one that is there is kept. */
    private static RunRecord record(Path directory, Recovery run) throws IOException {
        if (run.told().score() == null && Files.isRegularFile(directory.resolve(RunRecordFile.NAME))) {
            try {
                return RunRecordFile.read(directory);
            } catch (RunDirectoryException broken) {
                return new RecordWriter(run).record(); // better than what nobody can read
            }
        }
        return new RecordWriter(run).record();
    }

    private void draw(OutputFiles files, RunRecord record, Path ledger) {
        if (page == null) {
            return;
        }
        try {
            page.write(record, ledger, files.draft(RunPage.NAME));
        } catch (IOException e) {
            throw RunDirectoryException.of(files.directory().resolve(RunPage.NAME), "written", e);
        }
    }
}
