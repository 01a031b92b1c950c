package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Host;
import org.limbench.bench.RunConfiguration;
import org.limbench.bench.SeedSummary;
import org.limbench.bench.TrainingRun;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.thermodynamics.Contraction;
import org.limbench.training.Approach;
import org.limbench.training.IsingProblems;
import org.limbench.training.LearningRate;
import org.limbench.training.RetentionSpecification;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code limbench run}: trains a workload on an array, logs the energy of every update, compares it with the bounds. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Train a workload on an array; log energy per update; compare with the bounds.",
        footer = {
            "",
            "Devices: emulated:PROFILE[?rows=R&columns=C]  serial:PATH[?baud=N]  tcp:HOST:PORT",
            "         mqtt[s]://[USER@]HOST[:PORT]/BENCH/DEVICE",
            "         rcn:PATH?wiring=FILE[&baud=N] (a chip on an RCN test station)",
            BrokerEnvironment.HELP,
            "",
            "Options of a task may also stand behind it: digits?model=mlp&hidden=32&activation=relu;",
            "         idx:IMAGES,LABELS?side=8&first=5000 averages to 8 x 8 pixels and takes 5000 images.",
            "A task too large for an emulated profile makes its array larger; any other device says what is missing.",
            "",
            "Example: limbench run --device serial:./lim0 --task digits --seed 7"
        })
final class RunCommand implements Callable<Integer> {
    /** Rest barrier of the training study's recipe. */
    private static final double HOLD_KT = 24;
    /**
     * Rest barrier of cells that hold spins: a half-selected cell then lies at (40 + write)/2, over 22 kT, and turns less than
     * once in 1e4 sweeps; at 24 kT once in 30, as if infinitely hot (derived: two classes of 58 rows, pulses of 1 us, 1e9
     * attempts/s).
     */
    private static final double ANNEALING_HOLD_KT = 40;

    private final Console console;

    @Option(
            names = "--device",
            paramLabel = "ADDRESS",
            defaultValue = "emulated:lim-chain",
            description = "Where the device is (${DEFAULT-VALUE}).")
    private String device = "";

    @Option(
            names = "--device-seed",
            paramLabel = "S",
            description = "Seed of an emulated device in this process (the same as --seed).")
    private @Nullable Long deviceSeed;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "digits",
            description = Workloads.NAMES + " (${DEFAULT-VALUE}).")
    private String task = "";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "Of a classification: softmax or mlp (softmax); of csv: also linear, the last column a target.")
    private @Nullable String model;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            description = "Hidden units of model mlp (" + Workloads.STANDARD_HIDDEN + ").")
    private @Nullable Integer hidden;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of order and pulses (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run N seeds from --seed on; means and standard errors (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--split",
            paramLabel = "K",
            defaultValue = "" + Workloads.STANDARD_SPLIT,
            description = "Which examples are held out (${DEFAULT-VALUE}).")
    private long split;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "6",
            description = "Passes over the training examples (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--updates",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of updates instead of epochs.")
    private int updates;

    @Option(
            names = "--arms",
            paramLabel = "ARM",
            split = ",",
            description = {
                "Arms to run: lim, unconsolidated, fixed, lowered; without a tunable barrier: pulsed, and with room",
                "for a fast and a slow array tiki-taka, ttv2, chopped, agad; annealed, lowered, quenched for ising",
                "and maxcut (all the device can run)."
            })
    private List<String> arms = List.of();

    @Option(
            names = "--schedule",
            paramLabel = "RULE",
            defaultValue = "1/n",
            description = "Learning rate: 1/n, 1/sqrt(n), constant, exponential, fn (${DEFAULT-VALUE}).")
    private String schedule = "";

    @Option(
            names = {"--eta0", "--eta"},
            paramLabel = "ETA",
            defaultValue = "0.1",
            description = "First learning rate (${DEFAULT-VALUE}).")
    private double eta;

    @Option(
            names = {"--n0", "--eta-scale"},
            paramLabel = "N",
            defaultValue = "1500",
            description = "Updates over which it falls (${DEFAULT-VALUE}).")
    private double etaScale;

    @Option(
            names = "--approach",
            paramLabel = "NAME",
            defaultValue = "fixed-tilt",
            description = "fixed-tilt, fixed-barrier or both (${DEFAULT-VALUE}).")
    private String approach = "";

    @Option(
            names = "--contraction",
            paramLabel = "C",
            defaultValue = "",
            description = "With approach both, what later updates leave of an error: " + Contraction.ALLOWED + ".")
    private String contraction = "";

    @Option(
            names = "--tilt",
            paramLabel = "KT",
            defaultValue = "2",
            description = "Tilt of the pulses, kT (${DEFAULT-VALUE}).")
    private double tilt;

    @Option(
            names = "--hold",
            paramLabel = "KT",
            description = "Rest barrier while training, kT (24; 40 for ising and maxcut).")
    private @Nullable Double hold;

    @Option(names = "--slots", paramLabel = "N", description = "Bit-line length of an update (the recipe's).")
    private @Nullable Integer slots;

    @Mixin
    private RetentionOptions retention = new RetentionOptions();

    @Mixin
    private BitLineOptions bitLines = new BitLineOptions();

    @Mixin
    private AnnealingOptions annealing = new AnnealingOptions();

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the run's files go (runs/<run-id>).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with a run that was killed; all else comes from its journal.")
    private @Nullable Path resume;

    @Mixin
    private TraceOption trace = new TraceOption();

    @Option(names = "--json", description = "Print run.json on stdout and nothing else.")
    private boolean json;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (seeds < 1 || seeds > 1000) {
            throw new IllegalArgumentException("--seeds is " + seeds + "; allowed: 1 to 1000");
        }
        RunRecord record;
        try (Interruption interruption = new Interruption();
                RunWatcher watcher = new RunWatcher(console, interruption);
                TraceOption.Tracing tracing = trace.open(console)) {
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
        watcher.writesTo(directory);
        RunRecord record = TrainingRun.resume(directory, host, watcher);
        RunPages.write(directory, record);
        return record;
    }

    private RunRecord started(Host host, RunWatcher watcher) throws IOException {
        String fullTask = taskWithModel();
        String runId = RunIds.of(fullTask, seed);
        Path directory = out != null ? out : Path.of("runs", runId);
        List<RunRecord> records = new ArrayList<>();
        for (long s = seed; s < seed + seeds; s++) {
            Path own = seeds == 1 ? directory : directory.resolve("seed-" + s);
            watcher.writesTo(own);
            watcher.seed(s, seeds);
            RunConfiguration configuration = configuration(s, fullTask);
            RunRecord record = TrainingRun.start(configuration, runId, Main.Version.text(), own, host, watcher);
            RunPages.write(own, record);
            records.add(record);
        }
        RunRecord summary = SeedSummary.of(runId, records);
        if (seeds > 1) {
            RunRecordFile.write(directory, summary);
            RunPages.write(directory, summary);
        }
        watcher.writesTo(directory);
        return summary;
    }

    /** The task's name, options given as flags among its own. */
    private String taskWithModel() {
        String text = task;
        if (model != null) {
            text = Workloads.withOption(text, "model", model);
        }
        return hidden == null ? text : Workloads.withOption(text, "hidden", hidden.toString());
    }

    private RunConfiguration configuration(long ofSeed, String fullTask) {
        boolean annealed = IsingProblems.has(fullTask);
        return new RunConfiguration(
                device,
                deviceSeed != null ? deviceSeed : ofSeed,
                fullTask,
                split,
                plan(ofSeed, annealed),
                annealed ? annealing.plan(arms) : null);
    }

    private TrainingPlan plan(long ofSeed, boolean annealed) {
        RetentionSpecification keeps = retention.specification();
        TrainingPlan.Builder plan = TrainingPlan.builder()
                .seed(ofSeed)
                .epochs(epochs)
                .updates(updates)
                .arms(annealed ? List.of() : arms)
                .learningRate(new LearningRate(LearningRate.Rule.named(schedule), eta, etaScale))
                .approach(Approach.named(approach))
                .contraction(contraction)
                .tiltKt(tilt)
                .holdKt(hold != null ? hold : annealed ? ANNEALING_HOLD_KT : HOLD_KT)
                .retention(keeps)
                .consolidateBy(retention.order())
                .bitLines(bitLines.rule())
                .zero(transfer.zero())
                .transfer(transfer.plan())
                .ageSeconds(retention.ageSeconds(device));
        if (slots != null) {
            plan.slots(slots);
        }
        return plan.build();
    }

    private void print(RunRecord record) {
        if (json) {
            console.out().println(RunRecordFile.toJson(record));
        } else {
            new RunTable(record).lines().forEach(console.out()::println);
        }
    }
}
