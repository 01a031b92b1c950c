package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.BlindReplay;
import org.limbench.bench.ReplayRequest;
import org.limbench.ledger.ReplayRecord;
import org.limbench.text.ShellWord;
import org.limbench.training.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limbench replay}: sends the recorded pulses of a run again without its reads, where a strict bound binds. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Send the recorded commands of a run's arm again, without the reads between them.",
            "Training reads at every update, so no strict bound binds on it; with the pulses fixed beforehand one does,"
                    + " from the reset to consolidation. RUN is only read."
        },
        footer = {"", "Example", "  limbench replay runs/20261123-101502-digits-1 --repeats 30"})
final class ReplayCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Directory of the run.")
    private Path run = Path.of("");

    @Option(
            names = "--arm",
            completionCandidates = Candidates.ArmNames.class,
            paramLabel = "ARM",
            description = "Which arm (default: lim, else the first).")
    @Heading.Under(Heading.REPLAY)
    private @Nullable String arm;

    @Option(
            names = "--device",
            completionCandidates = Candidates.Addresses.class,
            paramLabel = "ADDRESS",
            description =
                    "Where to send it (default: the device of the run); emulated:PROFILE is a fresh device each time.")
    @Heading.Under(Heading.REPLAY)
    private @Nullable String device;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the fresh devices (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.REPLAY)
    private long seed;

    @Option(
            names = "--repeats",
            paramLabel = "R",
            defaultValue = "30",
            description = "Times it is sent, for each cell's spread (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.REPLAY)
    private int repeats;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the replay's files go (default: runs/<id>).")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path out;

    @Option(names = "--json", description = "Print replay.json on stdout and nothing else.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Mixin
    private PatienceOption patience = new PatienceOption();

    @Mixin
    private TraceOption trace = new TraceOption();

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Output.requireFile("--out", out, "a directory, which keeps several files");
        if (!Files.isDirectory(run)) {
            throw new IllegalArgumentException("RUN is '" + run + "'; allowed: the directory of a run");
        }
        ReplayRequest request = new ReplayRequest(run, arm, device, seed, repeats);
        String id = RunIds.of("replay", seed);
        Path directory = out != null ? out : Path.of("runs", id);
        ReplayRecord record;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console);
                TraceOption.Tracing tracing = trace.open(console.host().patient(patience.duration()), console)) {
            progress.start("replay", 1);
            record = BlindReplay.run(
                    request,
                    id,
                    Main.Version.text(),
                    directory,
                    tracing.host(),
                    watcher(interruption, progress),
                    RunPages::write);
        } catch (Interruption.Stopped stopped) {
            console.say("stopped; the ledger of what was sent: limbench report " + ShellWord.of(directory));
            return ExitCode.INTERRUPTED;
        }
        console.say("files: " + directory);
        if (json) {
            console.out().println(record.toJson());
        } else {
            console.print(new ReplayTable(record, console.columns()).lines());
        }
        return ExitCode.DONE;
    }

    private RunListener watcher(Interruption interruption, Progress progress) {
        return new LossTalk(console, interruption::check) {
            @Override
            public void progress(long done, long total) {
                interruption.check();
                progress.stepTo(done, total);
            }

            @Override
            public void note(String line) {
                console.say(line);
            }
        };
    }
}
