package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.RunOutputs;
import org.limbench.bench.RunPage;
import org.limbench.bench.SeedRuns;
import org.limbench.ledger.Journal;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecordFile;
import org.limbench.text.ShellWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limbench report}: makes the files of a stored run again, also of one that was killed. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Make run.json, ledger.parquet, link.parquet and report.html of a stored run again, from its journal.",
            "A run that was killed gives a ledger with every update that was acknowledged; of one that is still running the"
                    + " table so far is printed and nothing is replaced. Of several seeds, every run and what sums them up."
        },
        footer = {
            "",
            "Examples",
            "  limbench report runs/20261123-101502-digits-1",
            "  limbench report --json runs/20261123-101502-digits-1"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String NO_PERMISSION = "the directory cannot be written";

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Directory of the run.")
    private Path directory = Path.of("");

    @Option(
            names = "--force",
            description =
                    "Replace files that tell more than the journal, or make them of the sound part of a damaged one.")
    private boolean force;

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    ReportCommand(Console console) {
        this.console = console;
    }

    /**
     * What was done.
     *
     * @param runs with a journal
     * @param changed names of files in the directory itself that were missing or other before
     * @param because nothing was replaced; null where it was
     */
    private record Done(
            List<RemadeRun> runs,
            List<String> changed,
            @Nullable String because) {}

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("RUN is '" + directory + "'; allowed: the directory of a run");
        }
        boolean seeds = SeedRuns.in(directory);
        boolean journal = Files.exists(directory.resolve(Journal.NAME));
        if (!seeds && !journal && !Files.exists(directory.resolve(RunRecordFile.NAME))) {
            throw new RunDirectoryException(directory + " holds no run: neither " + Journal.NAME + " nor "
                    + RunRecordFile.NAME + " is in it; allowed: the directory of a run");
        }
        Done done = seeds ? seeds() : one(journal);
        if (json) {
            console.out().println(Json.indented(document(done)));
        } else {
            print(done);
        }
        tell(done, seeds);
        return ExitCode.DONE;
    }

    private Done one(boolean journal) throws IOException {
        String held = Files.isWritable(directory) ? null : NO_PERMISSION;
        if (held == null) {
            try (RunLock lock = RunLock.take(directory)) {
                RunOutputs outputs = new RunOutputs(lock, RunPages::write);
                if (!journal) {
                    return new Done(List.of(), outputs.page(), null);
                }
                RunOutputs.Made made = outputs.make(force);
                return new Done(List.of(new RemadeRun(directory, made.run(), made.changed())), made.changed(), null);
            } catch (RunLock.Held other) {
                held = "the run is being written by " + other.holder();
            }
        }
        return new Done(journal ? read(List.of(directory)) : List.of(), List.of(), held);
    }

    private Done seeds() throws IOException {
        SeedRuns runs = SeedRuns.read(directory);
        if (!Files.isWritable(directory)) {
            return new Done(read(runs.directories()), List.of(), NO_PERMISSION);
        }
        RunLock taken;
        try {
            taken = RunLock.take(directory);
        } catch (RunLock.Held other) {
            return new Done(read(runs.directories()), List.of(), "the runs are being written by " + other.holder());
        }
        try (RunLock lock = taken) {
            SeedRuns.Made made = runs.make(lock, RunPages::write, force);
            List<RemadeRun> all = new ArrayList<>();
            made.runs().forEach((own, run) -> all.add(new RemadeRun(own, run.run(), run.changed())));
            return new Done(all, made.changed(), null);
        }
    }

    private static List<RemadeRun> read(List<Path> directories) {
        return directories.stream()
                .filter(own -> Files.exists(own.resolve(Journal.NAME)))
                .map(own -> new RemadeRun(own, Recovery.read(own), List.of()))
                .toList();
    }

    private void print(Done done) {
        for (RemadeRun run : done.runs()) {
            if (!run.directory().equals(directory)) {
                console.out().println(run.directory().getFileName());
            }
            console.print(run.lines());
        }
    }

    private Map<String, @Nullable Object> document(Done done) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("directory", directory.toString());
        document.put("replaced", done.because() == null);
        document.put("because", done.because());
        document.put("changed", done.changed());
        document.put("runs", done.runs().stream().map(RemadeRun::document).toList());
        return document;
    }

    private void tell(Done done, boolean seeds) {
        if (done.because() != null) {
            console.say(done.because() + ": nothing was replaced");
            return;
        }
        List<RemadeRun> broken =
                done.runs().stream().filter(run -> !run.run().finished()).toList();
        int asked = seeds ? SeedRuns.read(directory).directories().size() : 1;
        String goesOn = "; to go on: limbench run --resume " + ShellWord.of(directory);
        if (seeds && (!broken.isEmpty() || done.runs().size() < asked)) {
            console.say(done.runs().size() - broken.size() + " of " + asked + " runs came to their end, so nothing sums"
                    + " them up" + goesOn);
        } else if (!broken.isEmpty()) {
            Recovery run = broken.get(0).run();
            console.say("the run did not come to its end: " + run.undecided().size() + " commands undecided, "
                    + run.tornBytes() + " torn bytes dropped" + goesOn);
        } else {
            console.say("page: " + directory.resolve(RunPage.NAME));
        }
    }
}
