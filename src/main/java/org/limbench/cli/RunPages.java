package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.limbench.ledger.RunRecord;

/** The page of a run. */
final class RunPages {
    static final String NAME = "report.html";

    private RunPages() {}

    static void write(Path directory, RunRecord record) throws IOException {
        if (directory.getNameCount() == 0 || record.arms().isEmpty()) {
            throw new IOException(directory + " holds no arm to show");
        }
    }
}
