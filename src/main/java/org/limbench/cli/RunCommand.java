package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.bench.RunConfiguration;
import org.limbench.bench.SeedRuns;
import org.limbench.bench.TrainingRun;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.IsingProblems;
import org.limbench.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limbench run}: trains a workload on an array, logs the energy of every update, compares it with the bounds. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Train a workload on an array; log energy per update; compare with the bounds.",
        footer = {
            "",
            "Devices",
            "  emulated:PROFILE[?rows=R&columns=C]       a fresh one in this process",
            "  serial:PATH[?baud=N]   tcp:HOST:PORT      a device on a wire",
            "  mqtt[s]://[USER@]HOST[:PORT]/BENCH/DEVICE one at a broker",
            "  rcn:PATH?wiring=FILE[&baud=N]             a chip on an RCN test station",
            "A task too large for an emulated profile makes its array larger; any other",
            "device says what is missing.",
            "",
            "Options of a task may also stand behind it:",
            "  digits?model=mlp&hidden=32&activation=relu",
            "  idx:IMAGES,LABELS?side=8&first=5000       averages to 8 x 8, takes 5000 images",
            "",
            BrokerEnvironment.HELP,
            "",
            "Examples",
            "  limbench run --seeds 10",
            "  limbench run --device serial:./lim0 --task digits --seed 7"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--device",
            completionCandidates = Candidates.Addresses.class,
            paramLabel = "ADDRESS",
            defaultValue = "emulated:lim-chain",
            description = "Where the device is, see below (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.DEVICE)
    private String device = "";

    @Option(
            names = "--device-seed",
            paramLabel = "S",
            description = "Seed of an emulated device in this process (default: as --seed).")
    @Heading.Under(Heading.DEVICE)
    private @Nullable Long deviceSeed;

    @Mixin
    private PatienceOption patience = new PatienceOption();

    @Mixin
    private TaskOptions task = new TaskOptions();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of order and pulses (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SEEDS)
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run N seeds from --seed on; means and standard errors (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SEEDS)
    private int seeds;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private RetentionOptions retention = new RetentionOptions();

    @Mixin
    private BitLineOptions bitLines = new BitLineOptions();

    @Mixin
    private AnnealingOptions annealing = new AnnealingOptions();

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run's files go (default: runs/<run-id>).")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with a run that was killed; all else comes from its journal.")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path resume;

    @Mixin
    private TraceOption trace = new TraceOption();

    @Option(names = "--json", description = "Print run.json on stdout and nothing else.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Option(
            names = "--accept-device",
            description =
                    "Go on where another device answers in the middle, or one that began anew; the record says so.")
    @Heading.Under(Heading.OUTPUT)
    private boolean acceptDevice;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Output.requireFile("--out", out, "a directory, which keeps several files");
        if (seeds < 1 || seeds > 1000) {
            throw new IllegalArgumentException("--seeds is " + seeds + "; allowed: 1 to 1000");
        }
        Given.requireSeeds(seed, seeds);
        if (resume == null) {
            TypedOptions.named("--device", () -> DeviceAddress.parse(device));
        }
        RunRecord record;
        try (Interruption interruption = new Interruption();
                RunWatcher watcher = new RunWatcher(console, interruption);
                TraceOption.Tracing tracing = trace.open(console.host().patient(patience.duration()), console)) {
            record = resume != null ? resumed(resume, tracing.host(), watcher) : started(tracing.host(), watcher);
            watcher.done();
        } catch (Interruption.Stopped stopped) {
            return ExitCode.INTERRUPTED;
        }
        print(record);
        return ExitCode.DONE;
    }

    private RunRecord resumed(Path directory, Host host, RunWatcher watcher) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("--resume is '" + directory + "'; allowed: the directory of a run");
        }
        RunFlags.requireSameDirectory(out, directory);
        if (SeedRuns.in(directory)) {
            SeedRuns runs = SeedRuns.read(directory);
            RunFlags.requireAsRecorded(spec, runs.flags(), directory);
            return all(runs, directory, host, watcher);
        }
        RunFlags.requireAsRecorded(spec, TrainingRun.flags(directory), directory);
        watcher.writesTo(directory);
        return TrainingRun.resume(directory, host, watcher, RunPages::write, acceptDevice);
    }

    private RunRecord started(Host host, RunWatcher watcher) throws IOException {
        String fullTask = task.withModel();
        String runId = RunIds.of(fullTask, seed);
        Path directory = out != null ? out : Path.of("runs", runId);
        RunConfiguration first = configuration(seed, fullTask).askedWith(RunFlags.all(spec));
        new FittingOptions(spec).require(fullTask, device);
        String version = Main.Version.text();
        if (seeds > 1) {
            SeedRuns runs = SeedRuns.begin(directory, runId, version, first, seeds, deviceSeed == null);
            return all(runs, directory, host, watcher);
        }
        watcher.writesTo(directory);
        watcher.seed(seed, seeds);
        return TrainingRun.start(first, runId, version, directory, host, watcher, RunPages::write, acceptDevice);
    }

    private RunRecord all(SeedRuns runs, Path directory, Host host, RunWatcher watcher) throws IOException {
        watcher.writesTo(directory);
        RunRecord summary =
                runs.carryOut(host, watcher, RunPages::write, acceptDevice, (next, of, own) -> watcher.seed(next, of));
        watcher.writesTo(directory);
        return summary;
    }

    private RunConfiguration configuration(long ofSeed, String fullTask) {
        boolean annealed = IsingProblems.has(fullTask);
        // also where it is not asked for: what is typed wrong is told
        AnnealingPlan cooling = annealing.plan(annealed ? training.arms() : List.of());
        return new RunConfiguration(
                device,
                deviceSeed != null ? deviceSeed : ofSeed,
                fullTask,
                task.split(),
                plan(ofSeed, annealed),
                annealed ? cooling : null);
    }

    private TrainingPlan plan(long ofSeed, boolean annealed) {
        return training.plan(annealed)
                .seed(ofSeed)
                .retention(retention.specification())
                .consolidateBy(retention.order())
                .bitLines(bitLines.rule())
                .zero(transfer.zero())
                .transfer(transfer.plan())
                .ageSeconds(retention.ageSeconds(device))
                .build();
    }

    private void print(RunRecord record) {
        if (json) {
            console.out().println(RunRecordFile.toJson(record));
        } else {
            console.print(new RunTable(record, console.columns()).lines());
        }
    }
}
