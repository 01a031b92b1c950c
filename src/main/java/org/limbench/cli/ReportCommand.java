package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.limbench.ledger.Journal;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.RunRecordFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code limbench report}: makes the files of a stored run again, also of one that was killed. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Make ledger.parquet, link.parquet and report.html of a stored run again.",
            "A run that was killed gives a ledger with every update that was acknowledged."
        },
        footer = {"", "Example", "  limbench report runs/20261123-101502-digits-1"})
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Directory of the run.")
    private Path directory = Path.of("");

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("RUN is '" + directory + "'; allowed: the directory of a run");
        }
        if (Files.exists(directory.resolve(Journal.NAME))) {
            Recovery recovery = Recovery.of(directory);
            recovery.arms()
                    .forEach(arm -> console.out()
                            .printf("%-14s %8d rows  %.6e J%n", arm.name(), arm.rows(), arm.totalJoules()));
            if (!recovery.finished()) {
                console.say("the run did not come to its end: "
                        + recovery.undecided().size()
                        + " commands undecided, " + recovery.tornBytes()
                        + " torn bytes dropped; 'limbench run --resume " + directory + "' goes on");
            }
        }
        if (Files.exists(directory.resolve(RunRecordFile.NAME))) {
            RunPages.write(directory, RunRecordFile.read(directory));
            console.say("page: " + directory.resolve(RunPages.NAME));
        }
        return ExitCode.DONE;
    }
}
