package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.limbench.bench.RunOutputs;
import org.limbench.bench.RunPage;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.Journal;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecordFile;
import org.limbench.ledger.ShellWord;
import org.limbench.text.ForeignText;
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
                    + " table so far is printed and nothing is replaced."
        },
        footer = {"", "Example", "  limbench report runs/20261123-101502-digits-1"})
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Directory of the run.")
    private Path directory = Path.of("");

    @Option(
            names = "--force",
            description =
                    "Replace files that tell more than the journal, or make them of the sound part of a damaged one.")
    private boolean force;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("RUN is '" + directory + "'; allowed: the directory of a run");
        }
        boolean journal = Files.exists(directory.resolve(Journal.NAME));
        if (!journal && !Files.exists(directory.resolve(RunRecordFile.NAME))) {
            throw new RunDirectoryException(directory + " holds no run: neither " + Journal.NAME + " nor "
                    + RunRecordFile.NAME + " is in it; allowed: the directory of a run");
        }
        if (!Files.isWritable(directory)) {
            read(journal, "the directory cannot be written");
            return ExitCode.DONE;
        }
        try (RunLock lock = RunLock.take(directory)) {
            make(new RunOutputs(lock, RunPages::write), journal);
        } catch (RunLock.Held held) {
            read(journal, "the run is being written by " + held.holder());
        }
        return ExitCode.DONE;
    }

    private void make(RunOutputs outputs, boolean journal) throws IOException {
        if (!journal) {
            outputs.page();
            console.say("page: " + directory.resolve(RunPage.NAME));
            return;
        }
        RunOutputs.Made made = outputs.make(force);
        table(made.run());
        if (!made.run().finished()) {
            console.say(
                    "the run did not come to its end: " + made.run().undecided().size() + " commands undecided, "
                            + made.run().tornBytes() + " torn bytes dropped; 'limbench run --resume "
                            + ShellWord.of(directory) + "' goes on");
        } else {
            console.say("page: " + directory.resolve(RunPage.NAME));
        }
    }

    private void read(boolean journal, String why) {
        if (journal) {
            table(Recovery.read(directory));
        }
        console.say(why + ": nothing was replaced");
    }

    private void table(Recovery run) {
        run.arms().forEach(arm -> console.out().println(line(arm)));
    }

    /** An arm in one line; what the meter did not see is told with its count, and no total then. */
    static String line(ArmTotals arm) {
        NotMeasured not = arm.recordEnergy(false).notMeasured();
        String energy = Double.isFinite(arm.totalJoules())
                ? String.format(Locale.ROOT, "%.6e J", arm.totalJoules())
                : not == null
                        ? "not measured"
                        : String.format(
                                Locale.ROOT,
                                "not measured: %d of %d rows, %.6e J seen",
                                not.rows(),
                                not.ofRows(),
                                not.seenJoules());
        return String.format(Locale.ROOT, "%-14s %8d rows  %s", ForeignText.oneLine(arm.name()), arm.rows(), energy);
    }
}
