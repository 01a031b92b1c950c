package org.limbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.SeedRuns;
import org.limbench.ledger.Journal;
import org.limbench.text.ShellWord;
import org.limbench.training.ArmPlan;
import org.limbench.training.TaskInput;

/** Shows a person how far a run is, and lets Ctrl-C end it between two updates. */
final class RunWatcher extends LossTalk implements AutoCloseable {
    private final Console console;
    private final Interruption interruption;
    private final Progress progress;
    private RunShare share = new RunShare(1);
    private int begun;
    private @Nullable Path directory;
    private @Nullable String arm;
    private final Set<String> told = new HashSet<>();
    private boolean finished;
    private String prefix = "";

    RunWatcher(Console console, Interruption interruption) {
        super(console, interruption::check);
        this.console = console;
        this.interruption = interruption;
        this.progress = new Progress(console);
    }

    /** Where the files of what runs now are. */
    void writesTo(Path runDirectory) {
        directory = runDirectory;
    }

    /** Which seed runs next, out of how many. */
    void seed(long seed, int seeds) {
        if (seeds == 1) {
            console.say("seed " + seed);
        }
        if (begun == 0) {
            runs("run", seeds);
        }
        run(begun, seeds == 1 ? "" : "seed " + seed);
    }

    /** What the one bar of the command is called, over so many runs. */
    void runs(String name, int count) {
        share = new RunShare(count);
        begun = 0;
        progress.start(name, share.total());
    }

    /** Which run begins, counted from 0, e.g. {@code seed 3 of 10}; nothing where it is the only one. */
    void run(int index, String name) {
        arm = null;
        prefix = name;
        share.run(index);
        begun = index + 1;
    }

    @Override
    public void input(TaskInput input) {
        if (told.add(input.line())) { // many seeds read the same files
            console.say(input.line());
        }
    }

    @Override
    public void armStarted(ArmPlan plan) {
        arm = plan.name();
        share.nextArm();
        progress.saying(prefix.isEmpty() ? plan.name() : prefix + ", " + plan.name());
    }

    @Override
    public void armsPlanned(int arms) {
        if (begun == 0) {
            runs("run", 1); // one that is resumed
            run(0, "");
        }
        share.arms(arms);
    }

    @Override
    public void progress(long done, long total) {
        interruption.check();
        progress.stepTo(share.done(done, total), share.total());
    }

    @Override
    public void note(String line) {
        console.say((arm == null ? "" : arm + ": ") + line);
    }

    /** The run came to its end. */
    void done() {
        finished = true;
    }

    @Override
    public void close() {
        progress.close();
        if (directory == null) {
            return;
        }
        if (finished) {
            console.say("files: " + directory);
        } else if (Files.exists(directory.resolve(Journal.NAME)) || SeedRuns.in(directory)) {
            console.say("files so far: " + directory + "; to go on: limbench run --resume " + ShellWord.of(directory));
        }
    }
}
