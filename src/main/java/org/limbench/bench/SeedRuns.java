package org.limbench.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.Journal;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecord;
import org.limbench.text.JsonDocument;
import org.limbench.text.ShellWord;
import org.limbench.training.RunListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs that differ by their seed alone, each in a directory of its own beside the others. What was asked for is written down
 * before the first of them starts, so that all can be gone on with together: what is finished is kept, what was broken off goes
 * on, what is missing starts.
 */
public final class SeedRuns {
    /** Name of the file that tells what was asked for. */
    public static final String NAME = "seeds.json";

    private static final int FORMAT = 1;
    private static final int MOST_BYTES = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Path directory;
    private final Asked asked;

    private SeedRuns(Path directory, Asked asked) {
        this.directory = directory;
        this.asked = asked;
    }

    /**
     * What was asked for.
     *
     * @param format version of this layout, 1
     * @param version of the program that began
     * @param firstSeed the first; each next is one more
     * @param seeds how many
     * @param deviceFollows whether an emulated device has the seed of its run, rather than one and the same
     * @param configuration of the first
     */
    private record Asked(
            int format,
            String runId,
            String version,
            long firstSeed,
            int seeds,
            boolean deviceFollows,
            RunConfiguration configuration) {}

    /** Told which run is next. */
    public interface Progress {
        /**
         * A run begins or goes on.
         *
         * @param own its directory
         */
        void next(long seed, int seeds, Path own);
    }

    /**
     * Writes down what is asked for in a directory that holds no run.
     *
     * @param first configuration of the first run
     * @param seeds how many, 2 or more
     * @param deviceFollows whether an emulated device has the seed of its run
     * @throws RunDirectoryException when the directory holds runs already, or cannot be written
     */
    public static SeedRuns begin(
            Path directory, String runId, String version, RunConfiguration first, int seeds, boolean deviceFollows) {
        if (Files.exists(directory.resolve(NAME))) {
            throw new RunDirectoryException(directory
                    + " holds runs already; allowed: another directory, or to go on with them: limbench run --resume "
                    + ShellWord.of(directory));
        }
        RunLedger.requireNoRun(directory);
        Asked asked = new Asked(FORMAT, runId, version, first.plan().seed(), seeds, deviceFollows, first);
        try {
            Files.createDirectories(directory);
            Path draft = directory.resolve(NAME + ".partial");
            Files.writeString(draft, MAPPER.writeValueAsString(asked) + "\n");
            Files.move(
                    draft,
                    directory.resolve(NAME),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw RunDirectoryException.of(directory.resolve(NAME), "written", e);
        }
        return new SeedRuns(directory, asked);
    }

    /** Whether a directory holds runs of several seeds. */
    public static boolean in(Path directory) {
        return Files.isRegularFile(directory.resolve(NAME));
    }

    /**
     * Reads what was asked for.
     *
     * @throws RunDirectoryException when it cannot be read or is not that
     */
    public static SeedRuns read(Path directory) {
        Path file = directory.resolve(NAME);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1); // one more than allowed tells too large from large enough
            Asked asked = JsonDocument.parse(NAME, bytes, MOST_BYTES, Asked.class);
            if (asked == null || asked.format() != FORMAT || asked.configuration() == null || asked.seeds() < 1) {
                throw new RunDirectoryException(file + " tells of no runs; allowed: format " + FORMAT
                        + ", as 'limbench run --seeds' writes it");
            }
            return new SeedRuns(directory, asked);
        } catch (IOException e) {
            throw RunDirectoryException.of(file, "read", e);
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException(file + " cannot be understood: " + e.getMessage(), e);
        }
    }

    /** What was asked for, by long name of the option. */
    public Map<String, String> flags() {
        return asked.configuration().flags();
    }

    /**
     * Carries all runs to their end, and sums them up in the directory itself.
     *
     * @param acceptsDevice as {@link TrainingRun#resume(Path, Host, RunListener, RunPage, boolean)} has it
     * @throws IOException when device or link fail
     */
    public RunRecord carryOut(
            Host host, RunListener watcher, @Nullable RunPage page, boolean acceptsDevice, Progress progress)
            throws IOException {
        try (RunLock lock = RunLock.take(directory)) {
            requireOwnJournals();
            List<RunRecord> records = new ArrayList<>();
            for (int k = 0; k < asked.seeds(); k++) {
                long seed = asked.firstSeed() + k;
                Path own = own(seed);
                progress.next(seed, asked.seeds(), own);
                records.add(
                        Files.exists(own.resolve(Journal.NAME))
                                ? TrainingRun.resume(own, host, watcher, page, acceptsDevice)
                                : TrainingRun.start(
                                        configuration(seed, records),
                                        asked.runId(),
                                        asked.version(),
                                        own,
                                        host,
                                        watcher,
                                        page,
                                        acceptsDevice));
            }
            RunRecord summary = SeedSummary.of(asked.runId(), records);
            new RunOutputs(lock, page).write(summary);
            return summary;
        }
    }

    /** Directories of the runs, one for each seed, whether there or not. */
    public List<Path> directories() {
        List<Path> all = new ArrayList<>();
        for (int k = 0; k < asked.seeds(); k++) {
            all.add(own(asked.firstSeed() + k));
        }
        return all;
    }

    /** Each run counts once in what sums them up, so a directory may hold none but its own. */
    private void requireOwnJournals() {
        for (int k = 0; k < asked.seeds(); k++) {
            long seed = asked.firstSeed() + k;
            Path own = own(seed);
            if (!Files.exists(own.resolve(Journal.NAME))) {
                continue;
            }
            RunHeader header = RunLedger.headerIn(own);
            if (header.seed() != seed || !header.runId().equals(asked.runId())) {
                throw new RunDirectoryException(own.resolve(Journal.NAME) + " is of run " + header.runId() + ", seed "
                        + header.seed() + "; allowed: run " + asked.runId() + ", seed " + seed + ", as "
                        + directory.resolve(NAME) + " asks for; nothing was replaced");
            }
        }
    }

    private Path own(long seed) {
        return directory.resolve("seed-" + seed);
    }

    /**
     * What was made.
     *
     * @param runs by directory, those that have begun
     * @param summary of all; null where one has not come to its end
     * @param changed names of files in the directory itself that were missing or other before
     */
    public record Made(
            Map<Path, RunOutputs.Made> runs, @Nullable RunRecord summary, List<String> changed) {
        public Made {
            runs = new LinkedHashMap<>(runs);
            changed = List.copyOf(changed);
        }
    }

    /**
     * Makes the files of all runs again, from their journals, and what sums them up where all have come to their end.
     *
     * @param lock on the directory of all
     * @param page draws the pages
     * @param evenLess as {@link RunOutputs#make} has it
     */
    public Made make(RunLock lock, RunPage page, boolean evenLess) throws IOException {
        requireOwnJournals();
        Map<Path, RunOutputs.Made> made = new LinkedHashMap<>();
        List<RunRecord> records = new ArrayList<>();
        for (Path own : directories()) {
            if (!Files.exists(own.resolve(Journal.NAME))) {
                continue;
            }
            try (RunLock ownLock = RunLock.take(own)) {
                RunOutputs.Made run = new RunOutputs(ownLock, page).make(evenLess);
                made.put(own, run);
                if (run.record() != null) {
                    records.add(run.record());
                }
            }
        }
        if (records.size() < asked.seeds()) {
            return new Made(made, null, List.of());
        }
        RunRecord summary = SeedSummary.of(asked.runId(), records);
        return new Made(made, summary, new RunOutputs(lock, page).write(summary));
    }

    /** Made from the same files as the runs before it. */
    private RunConfiguration configuration(long seed, List<RunRecord> before) {
        RunConfiguration first = asked.configuration();
        List<RunRecord.Input> inputs = before.isEmpty() ? null : before.get(0).inputs();
        return first.seeded(seed, asked.deviceFollows() ? seed : first.deviceSeed())
                .begun(inputs == null ? List.of() : inputs, 0);
    }
}
