package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.RunConfiguration;
import org.limbench.bench.TrainingRun;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.report.DeviceComparison;
import org.limbench.training.Arms;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limbench profile compare}: one task on many emulated devices, side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Train one task on many emulated devices and show them side by side: score, joules per update, ratio to every"
                    + " bound, how long it kept.",
            "A device with a tunable barrier runs arm lim; the others run plain pulsed training and transfer to a slow array."
        },
        footer = {"", "Example", "  limbench profile compare lim-chain reram-sb --markdown"})
final class CompareCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "PROFILE",
            completionCandidates = Candidates.Profiles.class,
            arity = "0..*",
            description = "Names of shipped profiles, or YAML files (default: all that are shipped).")
    private List<String> profiles = List.of();

    @Option(
            names = "--task",
            completionCandidates = Candidates.Tasks.class,
            paramLabel = "TASK",
            defaultValue = "digits",
            description = "As in 'limbench run' (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.TASK)
    private String task = "";

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of all (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SEEDS)
    private long seed;

    @Option(
            names = "--updates",
            paramLabel = "N",
            description = "Number of updates (default: the recipe's six epochs).")
    @Heading.Under(Heading.TRAINING)
    private @Nullable Integer updates;

    @Option(
            names = "--arms",
            completionCandidates = Candidates.ArmNames.class,
            paramLabel = "ARM",
            split = TypedOptions.COMMA,
            splitSynopsisLabel = ",",
            defaultValue = "lim,pulsed,tiki-taka",
            description = "Arms to run; each device runs those of them it can (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.ARMS)
    private List<String> arms = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the runs' files go (default: runs/<run-id>).")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path out;

    @Option(names = "--markdown", description = "Print the table in Markdown.")
    @Heading.Under(Heading.OUTPUT)
    private boolean markdown;

    @Option(names = "--json", description = "Print the runs' records as one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Output.requireFile("--out", out, "a directory, which keeps several files");
        if (markdown && json) {
            throw new IllegalArgumentException("--markdown and --json: allowed: one of them");
        }
        List<String> names = profiles.isEmpty() ? ProfileLibrary.names() : profiles;
        List<DeviceProfile> devices = names.stream().map(ProfileLibrary::load).toList();
        String runId = RunIds.of("compare-" + task, seed);
        Path directory = out != null ? out : Path.of("runs", runId);
        List<RunRecord> records = new ArrayList<>();
        try (Interruption interruption = new Interruption();
                RunWatcher watcher = new RunWatcher(console, interruption)) {
            watcher.runs("compare", devices.size());
            for (int i = 0; i < devices.size(); i++) {
                watcher.run(i, devices.get(i).name());
                Path own = directory.resolve((i + 1) + "-" + devices.get(i).name());
                records.add(run(names.get(i), devices.get(i), runId, own, watcher));
            }
            watcher.writesTo(directory);
            watcher.done();
        } catch (Interruption.Stopped stopped) {
            return ExitCode.INTERRUPTED;
        }
        print(records);
        return ExitCode.DONE;
    }

    private RunRecord run(String name, DeviceProfile device, String runId, Path directory, RunWatcher watcher)
            throws IOException {
        List<String> able = Arms.able(device.datasheet(Main.Version.text()));
        List<String> chosen = arms.stream().filter(able::contains).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--arms is " + String.join(",", arms) + "; allowed with " + device.name()
                    + ": one of " + String.join(", ", able));
        }
        TrainingPlan plan = TrainingPlan.builder()
                .seed(seed)
                .updates(Given.updates(updates))
                .arms(chosen)
                .build();
        console.say(device.name() + ": " + String.join(", ", chosen));
        watcher.writesTo(directory);
        RunConfiguration configuration =
                new RunConfiguration("emulated:" + name, seed, task, Workloads.STANDARD_SPLIT, plan);
        return TrainingRun.start(
                configuration, runId, Main.Version.text(), directory, console.host(), watcher, RunPages::write);
    }

    private void print(List<RunRecord> records) {
        if (json) {
            console.out().println(RunRecordFile.toJson(records));
        } else {
            DeviceComparison comparison = new DeviceComparison(records);
            if (markdown) {
                console.out().print(comparison.markdown());
            } else {
                console.print(comparison.text(console.columns()).lines().toList());
            }
            console.out().flush();
        }
    }
}
